"""Forms of the page about spam learning. They read and pre-fill; what is right is the use-cases' to say."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, PasswordField, StringField
from wtforms.validators import InputRequired, Optional

from commentsvc.console.forms import NEEDED


class LearningForm(FlaskForm):
    """The classifier, named like `change_learning.Learning`."""

    enabled = BooleanField("Hold comments that look like what was called spam here")
    hold_at = IntegerField("Hold from", [Optional()])
    discards = BooleanField("Put into spam at once what is certain enough")


class ServiceForm(FlaskForm):
    """A spam service, named like `change_spam_service.FIELDS`. A key that is left empty stays as it is."""

    enabled = BooleanField("Ask it")
    name = StringField("Name that readers are told")
    url = StringField("Address")
    key = PasswordField("Key")
    forget_key = BooleanField("Delete the key")
    wait_minutes = IntegerField("Minutes that a comment waits for it", [InputRequired(NEEDED)])
    reports = BooleanField("Tell it when moderators decided otherwise")
