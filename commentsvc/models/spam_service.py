"""Spam services that a site asks, and what each was asked and answered. Off unless a site turned one on."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.database import Model, Moment, SiteId, new_id
from commentsvc.models.passing import OutboxTask

AKISMET, HTTP = "akismet", "http"
KINDS = (AKISMET, HTTP)
WAITING, SPAM, HONEST, SILENT, DECIDED = "waiting", "spam", "honest", "silent", "decided"
FORGET = "forget-at-spam-service"
"""The outbox task that tells a service of an erasure."""


class SpamService(Model):
    """One service of a site. `name` is whom the notice names; `sealed_key` is encrypted with a key derived from the
    instance secret; `reports`: it is told what moderators decided; `trouble` is why the last call failed."""

    __tablename__ = "spam_service"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id"], ["site.id"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    enabled: Mapped[bool] = mapped_column(default=False)
    name: Mapped[str] = mapped_column(sa.String(200), default="")
    url: Mapped[str] = mapped_column(sa.String(2000), default="")
    sealed_key: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    reports: Mapped[bool] = mapped_column(default=False)
    wait_minutes: Mapped[int] = mapped_column(default=10)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    trouble: Mapped[str] = mapped_column(sa.String(300), default="")


class SpamCheck(Model):
    """A comment that a service is asked about. `ref` is all that the service knows it by; `goes_on`: once answered, the
    normal path may publish it; `sent_at` is set before it is sent; `told` is what it was told of decisions."""

    __tablename__ = "spam_check"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id", "comment_id"], ["comment.site_id", "comment.id"]),
        sa.Index("ix_spam_check_due", "state", "due_at"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    comment_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    ref: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    state: Mapped[str] = mapped_column(sa.String(10))
    score: Mapped[int | None]
    goes_on: Mapped[bool]
    due_at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    told: Mapped[str] = mapped_column(sa.String(10), default="")


def services_of(session: Session, site_id: str) -> dict[str, SpamService]:
    """Every service that the site ever set up, by kind."""
    found = session.scalars(sa.select(SpamService).where(SpamService.site_id == site_id).order_by(SpamService.kind))
    return {service.kind: service for service in found}


def services_on(session: Session, site_id: str) -> list[SpamService]:
    """The services that the site asks, by kind."""
    here = SpamService.site_id == site_id, SpamService.enabled
    query = sa.select(SpamService).where(*here).order_by(SpamService.kind)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def find_service(session: Session, site_id: str, kind: str) -> SpamService | None:
    """The site's service of this kind, or None."""
    return session.get(SpamService, (site_id, kind), populate_existing=True)


def checks_of(session: Session, site_id: str, comment_id: uuid.UUID) -> dict[str, SpamCheck]:
    """What the services were asked about this comment, by kind."""
    here = SpamCheck.site_id == site_id, SpamCheck.comment_id == comment_id
    found = session.scalars(sa.select(SpamCheck).where(*here).execution_options(populate_existing=True))
    return {check.kind: check for check in found}


def overdue_checks(session: Session, before: datetime, limit: int) -> Sequence[SpamCheck]:
    """Checks of all sites that were not answered in time, the oldest first."""
    late = SpamCheck.state == WAITING, SpamCheck.due_at <= before
    return session.scalars(sa.select(SpamCheck).where(*late).order_by(SpamCheck.due_at).limit(limit)).all()


def forget_checks(session: Session, site_id: str, comment_id: uuid.UUID, at: datetime) -> None:
    """Delete what services were asked about the comment; those that can be told that it is gone will be."""
    for check in checks_of(session, site_id, comment_id).values():
        forget_check(session, check, at)


def forget_check(session: Session, check: SpamCheck, at: datetime) -> None:
    """Delete it; where it was sent, have the service told to forget what it got under this `ref`."""
    if check.sent_at is not None and check.kind == HTTP:
        told = {"kind": check.kind, "ref": str(check.ref)}
        session.add(OutboxTask(site_id=check.site_id, id=new_id(), kind=FORGET, payload=told, run_at=at))
    session.delete(check)
    session.flush()
