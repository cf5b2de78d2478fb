"""Send one mail from the outbox: write its words now, hand it over once, remember how that ended.

A mail is marked before it is handed over. Should the worker die between the server's taking it and our writing that
down, the mark is found later and the mail is called unsure instead of being sent again: at most one delivery, and a
person decides whether to risk a second (ADR 0027).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from commentsvc.clock import now
from commentsvc.domain.letter import Letter, Mail, compose, masked
from commentsvc.errors import MailDelayed, MailRefused, MailUnsure
from commentsvc.models import mail as mails
from commentsvc.models.database import writing
from commentsvc.models.mail import MailMessage
from commentsvc.usecases import give_statement
from commentsvc.usecases.ask_address import CONFIRM, write_confirmation
from commentsvc.usecases.ask_to_renew import RENEWAL, write_renewal
from commentsvc.usecases.change_address import NEW_ADDRESS, write_new_address
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.disable_webhook import DISABLED_MAIL, write_disabled
from commentsvc.usecases.invite_member import INVITATION, write_invitation
from commentsvc.usecases.mail_reader_link import READER_LINK, write_reader_link
from commentsvc.usecases.open_request import CONFIRM_MAIL
from commentsvc.usecases.report_comment import DECIDED_MAIL, RECEIVED_MAIL
from commentsvc.usecases.request_steps import NEWS_MAIL, READER_MAIL, REMINDER_MAIL
from commentsvc.usecases.run_due_tasks import LEASE
from commentsvc.usecases.tell_moderators import DIGEST, ONE
from commentsvc.usecases.tell_reply import REPLY, write_reply
from commentsvc.usecases.try_mail import TRIAL, write_trial
from commentsvc.usecases.write_moderators_mail import write_digest, write_one
from commentsvc.usecases.write_report_mail import write_report_mail
from commentsvc.usecases.write_request_mail import write_confirm, write_to_admin, write_to_reader

Writer = Callable[[Deps, MailMessage], Letter | None]
"""Writes a kind of mail from its facts and what is stored now; None when it should not be sent any more. Derives what
secrets it needs, and changes nothing."""

LETTERS: dict[str, Writer] = {
    TRIAL: write_trial,
    RENEWAL: write_renewal,
    READER_LINK: write_reader_link,
    give_statement.MAIL: give_statement.write_statement_mail,
    RECEIVED_MAIL: write_report_mail,
    DECIDED_MAIL: write_report_mail,
    CONFIRM: write_confirmation,
    CONFIRM_MAIL: write_confirm,
    READER_MAIL: write_to_reader,
    NEWS_MAIL: write_to_admin,
    REMINDER_MAIL: write_to_admin,
    NEW_ADDRESS: write_new_address,
    REPLY: write_reply,
    DISABLED_MAIL: write_disabled,
    ONE: write_one,
    DIGEST: write_digest,
    INVITATION: write_invitation,
}
"""Who writes each kind."""
ATTEMPTS = 16
"""Of the outbox, for mail: with its back-off a day and a half, so that a server may be away for a night."""
CRASHED = "it was being handed over when the worker ended, so it may have arrived"


def send_mail(deps: Deps, site_id: str, payload: dict[str, Any], *, letters: Mapping[str, Writer] = LETTERS) -> None:
    """Send the mail that `payload` names, once. Raises `MailDelayed` when it should be tried again.

    What ends it otherwise is kept with the mail and raises nothing: refused for good, too late, no longer wanted,
    unsure. A mail that was erased meanwhile is nothing to do.
    """
    message_id = uuid.UUID(payload["mail"])
    if deps.mailer.sender is None:
        raise MailDelayed("no mail server is set up")
    ready = _take(deps, site_id, message_id, letters)
    if ready is None:
        return
    try:
        deps.mailer.send(ready)
    except MailDelayed:
        _end(deps, site_id, message_id, mails.WAITING)
        raise
    except MailRefused as error:
        _end(deps, site_id, message_id, mails.REFUSED, error.status, str(error))
    except MailUnsure as error:
        _end(deps, site_id, message_id, mails.UNSURE, "", str(error))
    else:
        _end(deps, site_id, message_id, mails.SENT)


def _take(deps: Deps, site_id: str, message_id: uuid.UUID, letters: Mapping[str, Writer]) -> Mail | None:
    """Mark the mail as being handed over and return it, or end it, or find that it is not to be sent."""
    with writing(deps.session) as session:
        mail = _locked(session, site_id, message_id)
        if mail is None or not _may_go(mail):
            return None
        if mail.good_until <= now():
            end_mail(mail, mails.STOPPED, "", "it was too late for it")
            return None
        if mail.kind not in letters:  # queued by a newer version, while machines are upgraded one by one
            raise MailDelayed("this worker does not know this kind of mail")
        letter = letters[mail.kind](deps, mail)
        if letter is None:
            end_mail(mail, mails.STOPPED, "", "it was no longer wanted")
            return None
        mail.hint = masked(letter.to)
        try:
            ready = compose(letter, deps.mailer.sender, mail.id.hex, now())  # type: ignore[arg-type]
        except ValueError as error:
            end_mail(mail, mails.REFUSED, "", str(error))
            return None
        mail.state, mail.changed_at = mails.SENDING, now()
        return ready


def _may_go(mail: MailMessage) -> bool:
    """Whether it waits. One that is marked by another worker is left to it; when that one must be dead, unsure."""
    if mail.state == mails.SENDING:
        if now() - mail.changed_at < LEASE - timedelta(seconds=5):
            raise MailDelayed("another worker is handing it over")
        end_mail(mail, mails.UNSURE, "", CRASHED)
    return mail.state == mails.WAITING


def _end(deps: Deps, site_id: str, message_id: uuid.UUID, state: str, status: str = "", reason: str = "") -> None:
    with writing(deps.session) as session:
        mail = _locked(session, site_id, message_id)
        if mail is not None:  # else erased while it was on its way
            end_mail(mail, state, status, reason)


def end_mail(mail: MailMessage, state: str, status: str = "", reason: str = "") -> None:
    """Inside the caller's write transaction: what became of it. What nobody can try again keeps no address."""
    mail.state, mail.status, mail.reason, mail.changed_at = state, status[:12], reason[:300], now()
    if state in (mails.SENT, mails.STOPPED, mails.BOUNCED):
        mail.address, mail.facts = None, {}


def _locked(session: Session, site_id: str, message_id: uuid.UUID) -> MailMessage | None:
    return mails.mail_and_task(session, site_id, message_id, lock=True)[0]
