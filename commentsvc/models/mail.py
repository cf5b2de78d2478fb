"""Mail that waits, was sent, or did not arrive. What is said in it is never stored: it is written when it is sent."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.database import Json, Model, Moment, SiteId
from commentsvc.models.passing import OutboxTask

WAITING, SENDING, SENT = "waiting", "sending", "sent"
REFUSED, UNSURE, BOUNCED, STOPPED = "refused", "unsure", "bounced", "stopped"
STATES = (WAITING, SENDING, SENT, REFUSED, UNSURE, BOUNCED, STOPPED)
TROUBLED = (REFUSED, UNSURE, BOUNCED)
"""Ended, and not as it should have."""


class MailMessage(Model):
    """One mail. `facts` are the ids that its words are written from; `address` is set only where nothing else that is
    stored leads to it, and only until the mail has ended; `hint` is what admins see of it. The outbox task that sends
    it has the same id, which is also the left part of its Message-ID and random."""

    __tablename__ = "mail_message"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.ForeignKeyConstraint(["site_id", "subject_id"], ["subject.site_id", "subject.id"]),
        sa.Index("ix_mail_message_id", "id"),
        sa.Index("ix_mail_message_subject", "site_id", "subject_id"),
        sa.Index("ix_mail_message_expiry", "expires_at"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    address: Mapped[str | None] = mapped_column(sa.String(320))
    subject_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    hint: Mapped[str] = mapped_column(sa.String(320), default="")
    state: Mapped[str] = mapped_column(sa.String(10))
    status: Mapped[str] = mapped_column(sa.String(12), default="")
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    queued_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    good_until: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)


def mail_and_task(
    session: Session, site_id: str, message_id: uuid.UUID, *, lock: bool = False
) -> tuple[MailMessage | None, OutboxTask | None]:
    """The site's mail of this id and the task that sends it, if it has one; `lock` the mail for change."""
    mail = session.get(
        MailMessage, (site_id, message_id), with_for_update=True if lock else None, populate_existing=True
    )
    task = session.get(OutboxTask, (site_id, message_id), populate_existing=True)
    return mail, task


def is_known(session: Session, site_id: str, kind: str, subject_id: uuid.UUID) -> bool:
    """Whether a mail of this kind to or about this reader waits, or was sent so lately that it is still known."""
    query = sa.select(MailMessage.id).where(
        MailMessage.site_id == site_id,
        MailMessage.subject_id == subject_id,
        MailMessage.kind == kind,
    )
    return session.scalars(query.limit(1)).first() is not None


def find_mail(session: Session, message_id: uuid.UUID, *, lock: bool = False) -> MailMessage | None:
    """The mail of this id on whatever site: a notification of a mail server names the mail, not the site."""
    query = sa.select(MailMessage).where(MailMessage.id == message_id).execution_options(populate_existing=True)
    return session.scalars(query.with_for_update() if lock else query).first()


def mail_of_note(
    session: Session, site_id: str, limit: int, *, kind: str | None = None
) -> Sequence[tuple[MailMessage, OutboxTask | None]]:
    """The newest mails that wait or did not arrive, with their tasks; of this `kind`, whatever became of them."""
    query = (
        sa.select(MailMessage, OutboxTask)
        .outerjoin(OutboxTask, sa.and_(OutboxTask.site_id == MailMessage.site_id, OutboxTask.id == MailMessage.id))
        .where(MailMessage.site_id == site_id)
        .order_by(MailMessage.queued_at.desc(), MailMessage.id)
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    wanted = MailMessage.kind == kind if kind else MailMessage.state.in_((WAITING, SENDING, *TROUBLED))
    return [(mail, task) for mail, task in session.execute(query.where(wanted))]


def mail_counts(session: Session, site_id: str) -> dict[str, int]:
    """How many of the site's mails that are still known are in each state; a state without any is absent."""
    rows = session.execute(
        sa.select(MailMessage.state, sa.func.count()).where(MailMessage.site_id == site_id).group_by(MailMessage.state)
    )
    return {state: count for state, count in rows}


def count_since(session: Session, site_id: str, kind: str, subject_id: uuid.UUID, since: datetime) -> int:
    """How many mails of this kind were queued for this reader since then."""
    query = sa.select(sa.func.count()).select_from(MailMessage)
    found = query.where(
        MailMessage.site_id == site_id,
        MailMessage.subject_id == subject_id,
        MailMessage.kind == kind,
        MailMessage.queued_at >= since,
    )
    return session.scalar(found) or 0


def failed_mail(session: Session) -> int:
    """How many mails of all sites did not arrive and wait for somebody to look."""
    given_up = sa.exists().where(
        OutboxTask.site_id == MailMessage.site_id, OutboxTask.id == MailMessage.id, OutboxTask.failed_at.is_not(None)
    )
    query = sa.select(sa.func.count()).select_from(MailMessage).where(MailMessage.state.in_(TROUBLED) | given_up)
    return session.scalar(query) or 0
