"""The forms about requests. They read and pre-fill; what is right or wrong is the use-cases' to say."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from commentsvc.console.forms import NEEDED, choices
from commentsvc.console.request_words import KINDS
from commentsvc.domain.languages import own_name
from commentsvc.domain.notice_texts import LANGUAGES


class RequestActForm(FlaskForm):
    """One act about a request, named like the fields of `RequestAct`."""

    act = StringField()
    text = TextAreaField()
    by_post = BooleanField()
    unconfirmed = BooleanField()


class LetterForm(FlaskForm):
    """A request that came by post."""

    kind = SelectField("What is asked for", choices=choices(KINDS.items()))
    received_on = DateField("Came on", [InputRequired(NEEDED)])
    about = StringField("Address they wrote under here")
    record = StringField("Number of a receipt")
    words = TextAreaField("What they ask for, in their words")
    address = StringField("Answer goes to")
    lang = SelectField("Language of the answer", choices=choices((lang, own_name(lang)) for lang in LANGUAGES))
    identified = TextAreaField("How you made sure whose letter it is", [InputRequired(NEEDED)])


class HoldForm(FlaskForm):
    """A legal hold."""

    why = TextAreaField("Why", [InputRequired(NEEDED)])
    until = DateField("Until", [Optional()])
    claims = BooleanField("Needed for legal claims: an erasure waits as well")
