"""Decide what becomes of a mail that did not go: try it again now, or stop it."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from commentsvc.clock import now
from commentsvc.errors import Conflict, NotFound
from commentsvc.models import mail as mails
from commentsvc.models.database import writing
from commentsvc.models.mail import MailMessage
from commentsvc.models.passing import OutboxTask
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.list_mail import can_retry
from commentsvc.usecases.queue_mail import GOOD_FOR, task_for
from commentsvc.usecases.record_act import record_act
from commentsvc.usecases.send_mail import end_mail


def retry_mail(deps: Deps, actor: Actor, site_id: str, message_id: uuid.UUID) -> None:
    """Send it at the worker's next look, with all its attempts before it. A refused or unsure one is sent once more.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `admin`; or there is no such mail.
        Conflict: it was sent, was stopped, or is being handed over right now.
    """
    require(actor, site_id, "admin")
    with writing(deps.session) as session:
        mail, task = _found(session, site_id, message_id)
        if not can_retry(mail):
            raise Conflict("This mail was sent, stopped, or is being handed over right now.")
        if task is not None:
            task.failed_at, task.last_error, task.attempts, task.run_at = None, None, 0, now()
        else:
            session.add(task_for(mail))
        mail.state, mail.status, mail.reason, mail.changed_at = mails.WAITING, "", "", now()
        mail.good_until = min(max(mail.good_until, now() + GOOD_FOR), mail.expires_at)
        record_act(deps, site_id, actor, "mail.retry", str(message_id), {"kind": mail.kind})


def stop_mail(deps: Deps, actor: Actor, site_id: str, message_id: uuid.UUID) -> None:
    """Do not send it, or show it no more; its address is deleted.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `admin`; or there is no such mail.
        Conflict: it is being handed over right now, or has ended as it should.
    """
    require(actor, site_id, "admin")
    with writing(deps.session) as session:
        mail, task = _found(session, site_id, message_id)
        if mail.state not in (mails.WAITING, *mails.TROUBLED):
            raise Conflict("This mail was sent, stopped, or is being handed over right now.")
        if task is not None:
            session.delete(task)
        end_mail(mail, mails.STOPPED, mail.status, mail.reason)
        record_act(deps, site_id, actor, "mail.stop", str(message_id), {"kind": mail.kind})


def _found(session: Session, site_id: str, message_id: uuid.UUID) -> tuple[MailMessage, OutboxTask | None]:
    mail, task = mails.mail_and_task(session, site_id, message_id, lock=True)
    if mail is None:
        raise NotFound("There is no such mail any more.")
    return mail, task
