"""The readers' forms. They carry what was typed; what it must be is decided by the use-cases alone."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField, TextAreaField


class CommentForm(FlaskForm):
    """A comment as the notice's labels ask for it. The purposes are checkboxes named `purpose.<id>` beside it."""

    name = StringField()
    email = StringField()
    website = StringField()
    subject = StringField()  # nobody sees it: what fills it in is a program
    body = TextAreaField()
    parent = HiddenField()
    notice = HiddenField()
    token = HiddenField()
    attempt = HiddenField()


class HolderForm(FlaskForm):
    """What only the holder of a receipt can send: its secret stands in the body, where no other page can put it. So
    it needs no token of its own, sets no cookie, and works where cookies are blocked: taking back must not be harder
    than giving."""

    class Meta:
        csrf = False


class ReceiptForm(HolderForm):
    """A receipt as it was copied: the link, the file's text, or number and secret."""

    receipt = TextAreaField()


class WithdrawForm(HolderForm):
    """Taking back one purpose."""

    receipt = HiddenField()
    purpose = HiddenField()
    keep_text = BooleanField()


class LinkForm(HolderForm):
    """Asking for a link to one's own data: whoever sends it for somebody else learns and changes nothing."""

    address = StringField()


class ReportForm(FlaskForm):
    """A report of illegal content. Checked for its token: no other page may send one through a reader's browser."""

    why = TextAreaField()
    name = StringField()
    email = StringField()
    good_faith = BooleanField()


class FlagForm(FlaskForm):
    """A flag. Checked for its token, like a report."""

    why = StringField()
