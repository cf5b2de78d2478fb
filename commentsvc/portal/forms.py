"""The readers' forms. They carry what was typed; what it must be is decided by the use-cases alone."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField


class CommentForm(FlaskForm):
    """A comment as the notice's labels ask for it. The purposes are checkboxes named `purpose.<id>` beside it."""

    name = StringField()
    email = StringField()
    website = StringField()
    body = TextAreaField()
    parent = HiddenField()
    notice = HiddenField()
    token = HiddenField()
    attempt = HiddenField()


class ReceiptForm(FlaskForm):
    """A receipt as it was copied: the link, the file's text, or number and secret."""

    receipt = TextAreaField()


class WithdrawForm(FlaskForm):
    """Taking back one purpose."""

    receipt = HiddenField()
    purpose = HiddenField()
