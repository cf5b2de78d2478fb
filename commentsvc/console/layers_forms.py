"""The form of the page about layers against spam, named like the settings that the use-cases take."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, RadioField
from wtforms.validators import InputRequired

from commentsvc.console.forms import NEEDED, choices


class LayersForm(FlaskForm):
    """A site's `SpamPolicy`."""

    trap = BooleanField("A field that nobody sees")
    timing = BooleanField("Haste")
    repeats = BooleanField("The same text again")
    flood_limit = IntegerField("Comments from one part of the network in ten minutes", [InputRequired(NEEDED)])
    link_limit = IntegerField("Comments that link to one domain in an hour", [InputRequired(NEEDED)])
    proof = RadioField(
        "Proof of work",
        choices=choices(
            [
                ("doubtful", "asked of comments in which something was found"),
                ("all", "asked of every comment"),
                ("nobody", "asked of nobody"),
            ]
        ),
    )
