"""What one hears of a site's comments by mail: one's own wish, nobody else's."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, SelectField

from commentsvc.console.base import console, page, say
from commentsvc.console.forms import choices, show_errors
from commentsvc.console.gate import Entry, for_site, signed_in
from commentsvc.domain.mail_wish import ALL, DAILY, EACH, HOURLY, PER_HOUR, WAITING
from commentsvc.errors import ValidationFailed
from commentsvc.usecases.change_mail_wish import MailWishDraft, change_mail_wish, read_mail_wish


class MailWishForm(FlaskForm):
    """A wish, named like `MailWishDraft`."""

    rhythm = RadioField(
        "Mail me",
        choices=choices(
            [
                ("", "nothing"),
                (EACH, f"each comment, at most {PER_HOUR} an hour; what is more comes together"),
                (HOURLY, "a digest every hour in which there is something"),
                (DAILY, "a digest every day on which there is something"),
            ]
        ),
        default="",
    )
    about = RadioField(
        "About",
        choices=choices([(WAITING, "comments that wait for a decision"), (ALL, "every new comment but spam")]),
        default=WAITING,
    )
    hour = SelectField(
        "The daily digest goes at",
        coerce=int,
        choices=[SelectChoice(hour, f"{hour:02}:00 UTC") for hour in range(24)],
        default=6,
    )


@console.route("/<site>/my-mail", methods=["GET", "POST"])
@for_site("moderate")
def my_mail(entry: Entry) -> Any:
    """Show it; a POST changes it."""
    who = signed_in()
    assert who is not None  # noqa: S101 - the gate let them in
    form = MailWishForm(obj=read_mail_wish(entry.deps, entry.actor, entry.site.id, who.account))
    status, rest = 200, []
    if request.method == "POST":
        status = 422
        if form.validate():
            draft = MailWishDraft(form.rhythm.data or "", form.about.data or WAITING, form.hour.data)
            try:
                change_mail_wish(entry.deps, entry.actor, entry.site.id, who.account, draft)
            except ValidationFailed as problem:
                rest = show_errors(form, problem)
            else:
                say("It is kept." if draft.rhythm else "You get no mail about comments of this site.")
                return redirect(url_for("console.my_mail", site=entry.site.id), 303)
    can_mail = entry.deps.mailer.sender is not None
    return page("my_mail.html", status, form=form, rest=rest, to=who.account.email, can_mail=can_mail)
