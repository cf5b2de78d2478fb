"""What an admin sees of a site's mail: whether there is any, what waits, what did not arrive and why."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from commentsvc.domain.bounce import status_words
from commentsvc.models import mail as mails
from commentsvc.models.mail import MailMessage
from commentsvc.models.passing import OutboxTask
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.try_mail import TRIAL

FAILED = "failed"
"""What a mail is called whose every attempt failed."""
SHOWN = 100


@dataclass(frozen=True)
class Item:
    """One mail. `state` is one of `models.mail.STATES` or `failed`; `to` is masked; `next_at` is when it is tried
    again; of the buttons, `can_retry` and `can_stop` say which may be pressed."""

    id: uuid.UUID
    kind: str
    to: str
    state: str
    reason: str
    attempts: int
    queued_at: datetime
    changed_at: datetime
    next_at: datetime | None
    can_retry: bool
    can_stop: bool


@dataclass(frozen=True)
class MailOverview:
    """`sender` is the address mail comes from, empty where no mail is set up; `server` only for who administers the
    installation. `items` want attention, newest first; `trial` is the last test; `sent` counts the last two weeks."""

    sender: str
    server: str
    items: list[Item]
    trial: Item | None
    sent: int


def list_mail(deps: Deps, actor: Actor, site_id: str) -> MailOverview:
    """The site's mail. Raises `NotFound` or `Forbidden`: the actor is of another site, or lacks `admin`."""
    require(actor, site_id, "admin")
    session, sender, settings = deps.session, deps.mailer.sender, deps.settings
    found = mails.mail_of_note(session, site_id, SHOWN)
    trials = mails.mail_of_note(session, site_id, 1, kind=TRIAL)
    of_installation = actor.site_id is None
    return MailOverview(
        sender=sender.address if sender else "",
        server=f"{settings.mail_host}:{settings.mail_port}" if sender and of_installation else "",
        items=[_item(mail, task) for mail, task in found],
        trial=_item(*trials[0]) if trials else None,
        sent=mails.mail_counts(session, site_id).get(mails.SENT, 0),
    )


def _item(mail: MailMessage, task: OutboxTask | None) -> Item:
    given_up = task is not None and task.failed_at is not None
    waits = mail.state == mails.WAITING and not given_up
    return Item(
        id=mail.id,
        kind=mail.kind,
        to=mail.hint,
        state=FAILED if given_up else mail.state,
        reason=_reason(mail, task),
        attempts=task.attempts if task else 0,
        queued_at=mail.queued_at,
        changed_at=mail.changed_at,
        next_at=task.run_at if task is not None and waits else None,
        can_retry=can_retry(mail),
        can_stop=mail.state in (mails.WAITING, mails.REFUSED, mails.UNSURE, mails.BOUNCED),
    )


def can_retry(mail: MailMessage) -> bool:
    """Whether it still can be written and sent: what arrived or bounced keeps nothing to write it from."""
    return mail.state in (mails.WAITING, mails.REFUSED, mails.UNSURE)


def _reason(mail: MailMessage, task: OutboxTask | None) -> str:
    if mail.state == mails.BOUNCED:
        return f"{status_words(mail.status)} ({mail.status})" if mail.status else status_words(mail.status)
    if mail.state == mails.WAITING and task is not None and task.last_error:
        return task.last_error.removeprefix("MailDelayed: ")
    return mail.reason
