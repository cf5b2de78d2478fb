"""Forms of the pages about webhooks. They read and pre-fill; what is right is the use-cases' to say."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectMultipleField, StringField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from commentsvc.console.forms import NEEDED, choices
from commentsvc.domain.webhook_event import EVENTS
from commentsvc.usecases.add_webhook import CHOICES


class WebhookForm(FlaskForm):
    """A webhook, named like `WebhookDraft`."""

    name = StringField("Name", [InputRequired(NEEDED)])
    url = StringField("Address", [InputRequired(NEEDED)])
    events = SelectMultipleField(
        "Told when",
        choices=choices((event, EVENTS[event].label) for event in CHOICES),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=False,
    )
    contents = BooleanField("Send names, websites and texts of comments, too")


class WebhookActForm(FlaskForm):
    """A button. `verb` is what it does; of one delivery, `replay:<id>`."""

    verb = StringField()
