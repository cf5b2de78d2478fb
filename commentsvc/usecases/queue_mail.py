"""Leave a mail for later, in the caller's transaction: it is sent if and only if what it tells of was committed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from commentsvc.clock import now
from commentsvc.domain.letter import masked
from commentsvc.models.database import random_id
from commentsvc.models.mail import WAITING, MailMessage
from commentsvc.models.passing import OutboxTask
from commentsvc.usecases.deps import Deps

SEND = "send-mail"
"""The outbox task that sends a mail; its payload is nothing but the mail's id."""
KEPT = timedelta(days=14)
"""How long is known what became of a mail: bounces come for five days, and somebody has to see them."""
GOOD_FOR = timedelta(days=3)


def queue_mail(
    deps: Deps,
    site_id: str,
    kind: str,
    *,
    facts: Mapping[str, Any],
    address: str | None = None,
    subject_id: uuid.UUID | None = None,
    good_for: timedelta = GOOD_FOR,
) -> uuid.UUID | None:
    """Inside the caller's write transaction: have a mail of this `kind` sent soon; its id, or None where no mail is set
    up. Nothing is sent that is older than `good_for`, at most `KEPT`.

    `kind` names who writes it (`send_mail.LETTERS`) from `facts`: ids, never words, secrets or names, because they are
    stored. What must not be said any more when the time comes is then not said. `address` is given only where nothing
    that is stored leads to it; it is deleted once the mail has ended. `subject_id` is the reader whom the mail is to or
    about: erasing them deletes it (`models.erasing`). A mail about a reader that names none is a defect.
    """
    if deps.mailer.sender is None:
        return None
    at, message_id = now(), random_id()
    mail = MailMessage(
        site_id=site_id,
        id=message_id,
        kind=kind,
        facts=dict(facts),
        address=address,
        subject_id=subject_id,
        hint=masked(address) if address else "",
        state=WAITING,
        status="",
        reason="",
        queued_at=at,
        changed_at=at,
        good_until=at + min(good_for, KEPT),
        expires_at=at + KEPT,
    )
    deps.session.add(mail)
    deps.session.add(task_for(mail))
    deps.session.flush()
    return message_id


def task_for(mail: MailMessage) -> OutboxTask:
    """The task that sends this mail, due now."""
    return OutboxTask(site_id=mail.site_id, id=mail.id, kind=SEND, payload={"mail": str(mail.id)}, run_at=now())
