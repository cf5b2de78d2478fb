"""Where programs are told what happens on a site, and what was, is or could not be told. What is said is never stored:
it is written from ids when it is sent."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.database import Json, Model, Moment, SiteId

WAITING, DELIVERED, DEAD, DROPPED = "waiting", "delivered", "dead", "dropped"
STATES = (WAITING, DELIVERED, DEAD, DROPPED)
"""Waits; was taken by the receiver; was given up and can be sent again; was not to be said any more."""


class WebhookEndpoint(Model):
    """A receiver. `contents`: it gets names and texts, too. Its secret is derived from `generation`; the one before
    holds until `rotated_until`. `failing_since` is when an unbroken row of failures began, `rests_until` how long it
    is left alone because of them; `disabled_why` is `admin`, `failing` or `gone`."""

    __tablename__ = "webhook_endpoint"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id"], ["site.id"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    url: Mapped[str] = mapped_column(sa.String(900))
    events: Mapped[list[str]] = mapped_column(Json)
    contents: Mapped[bool] = mapped_column(default=False)
    generation: Mapped[int] = mapped_column(default=1)
    rotated_until: Mapped[datetime | None] = mapped_column(Moment)
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None] = mapped_column(Moment)
    rests_until: Mapped[datetime | None] = mapped_column(Moment)
    succeeded_at: Mapped[datetime | None] = mapped_column(Moment)
    disabled_at: Mapped[datetime | None] = mapped_column(Moment)
    disabled_why: Mapped[str] = mapped_column(sa.String(10), default="")
    created_at: Mapped[datetime] = mapped_column(Moment)


class WebhookDelivery(Model):
    """One event for one receiver; its id is the message's, the same at every attempt. `facts` are ids and numbers.
    `answer` is the beginning of what the receiver said last: it may repeat what it was told, so it goes with the
    comment."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id", "endpoint_id"], ["webhook_endpoint.site_id", "webhook_endpoint.id"]),
        sa.ForeignKeyConstraint(["site_id", "comment_id"], ["comment.site_id", "comment.id"]),
        sa.Index("ix_webhook_delivery_due", "state", "next_at"),
        sa.Index("ix_webhook_delivery_endpoint", "site_id", "endpoint_id", "id"),
        sa.Index("ix_webhook_delivery_comment", "site_id", "comment_id"),
        sa.Index("ix_webhook_delivery_expiry", "expires_at"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    endpoint_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    comment_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    event: Mapped[str] = mapped_column(sa.String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    happened_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(sa.String(10))
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    status: Mapped[int | None]
    answer: Mapped[str] = mapped_column(sa.String(500), default="")
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    expires_at: Mapped[datetime] = mapped_column(Moment)


def endpoints_of(session: Session, site_id: str) -> Sequence[WebhookEndpoint]:
    """The site's receivers, the oldest first."""
    query = sa.select(WebhookEndpoint).where(WebhookEndpoint.site_id == site_id).order_by(WebhookEndpoint.id)
    return session.scalars(query.execution_options(populate_existing=True)).all()


def find_endpoint(
    session: Session, site_id: str, endpoint_id: uuid.UUID, *, lock: bool = False
) -> WebhookEndpoint | None:
    """The site's receiver of this id; `lock` it for change, before any of its deliveries."""
    return session.get(
        WebhookEndpoint,
        (site_id, endpoint_id),
        populate_existing=True,
        with_for_update={"key_share": True} if lock else None,
    )


def find_delivery(
    session: Session, site_id: str, delivery_id: uuid.UUID, *, lock: bool = False
) -> WebhookDelivery | None:
    """The site's delivery of this id; `lock` it for change, behind its receiver."""
    return session.get(
        WebhookDelivery, (site_id, delivery_id), populate_existing=True, with_for_update=True if lock else None
    )


def next_due(session: Session, at: datetime, *, lock: bool = False) -> tuple[WebhookDelivery, WebhookEndpoint] | None:
    """The delivery, of whatever site, that has been due longest and whose receiver is neither off nor resting."""
    query = (
        sa.select(WebhookDelivery, WebhookEndpoint)
        .join(
            WebhookEndpoint,
            sa.and_(
                WebhookEndpoint.site_id == WebhookDelivery.site_id, WebhookEndpoint.id == WebhookDelivery.endpoint_id
            ),
        )
        .where(
            WebhookDelivery.state == WAITING,
            WebhookDelivery.next_at <= at,
            WebhookEndpoint.disabled_at.is_(None),
            sa.or_(WebhookEndpoint.rests_until.is_(None), WebhookEndpoint.rests_until <= at),
        )
        .order_by(WebhookDelivery.next_at, WebhookDelivery.id)
        .limit(1)
        .execution_options(populate_existing=True)
    )
    if lock:  # SQLite ignores it: there the transaction holds the whole database
        query = query.with_for_update(of=WebhookDelivery, skip_locked=True)
    found = session.execute(query).first()
    return (found[0], found[1]) if found else None


def deliveries_of(
    session: Session, site_id: str, endpoint_id: uuid.UUID, *, state: str | None, before: uuid.UUID | None, limit: int
) -> Sequence[WebhookDelivery]:
    """The receiver's deliveries, the newest first; of this state; older than the one of the id `before`."""
    query = sa.select(WebhookDelivery).where(
        WebhookDelivery.site_id == site_id, WebhookDelivery.endpoint_id == endpoint_id
    )
    if state is not None:
        query = query.where(WebhookDelivery.state == state)
    if before is not None:
        query = query.where(WebhookDelivery.id < before)
    query = query.order_by(WebhookDelivery.id.desc()).limit(limit).execution_options(populate_existing=True)
    return session.scalars(query).all()


def count_deliveries(session: Session, site_id: str) -> dict[tuple[uuid.UUID, str], int]:
    """How many deliveries the site's receivers have, by receiver and state; what is not there is none."""
    rows = session.execute(
        sa.select(WebhookDelivery.endpoint_id, WebhookDelivery.state, sa.func.count())
        .where(WebhookDelivery.site_id == site_id)
        .group_by(WebhookDelivery.endpoint_id, WebhookDelivery.state)
    )
    return {(endpoint_id, state): count for endpoint_id, state, count in rows}


def give_up_waiting(session: Session, site_id: str, endpoint_id: uuid.UUID, at: datetime, reason: str) -> None:
    """What waits for this receiver becomes a dead letter, to be looked at and sent again; of what was tried before, the
    reason why it was not taken stays."""
    why = sa.case((WebhookDelivery.reason == "", reason), else_=WebhookDelivery.reason)
    session.execute(
        sa.update(WebhookDelivery)
        .where(
            WebhookDelivery.site_id == site_id,
            WebhookDelivery.endpoint_id == endpoint_id,
            WebhookDelivery.state == WAITING,
        )
        .values(state=DEAD, ended_at=at, reason=why)
    )


def revive(
    session: Session, site_id: str, endpoint_id: uuid.UUID, at: datetime, expires_at: datetime,
    only: uuid.UUID | None = None,
) -> int:  # fmt: skip
    """Have the receiver's dead letters, or `only` this one, sent again with all their attempts; how many."""
    query = sa.update(WebhookDelivery).where(
        WebhookDelivery.site_id == site_id,
        WebhookDelivery.endpoint_id == endpoint_id,
        WebhookDelivery.state == DEAD,
    )
    if only is not None:
        query = query.where(WebhookDelivery.id == only)
    query = query.values(state=WAITING, attempts=0, next_at=at, ended_at=None, expires_at=expires_at)
    return int(session.execute(query.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]


def forget_deliveries(session: Session, site_id: str, comment_id: uuid.UUID, at: datetime) -> None:
    """What waits to be told of this comment is not told any more, and no answer is kept in which a receiver may have
    repeated it."""
    of_it = sa.update(WebhookDelivery).where(
        WebhookDelivery.site_id == site_id, WebhookDelivery.comment_id == comment_id
    )
    waiting = of_it.where(WebhookDelivery.state.in_((WAITING, DEAD)))
    session.execute(waiting.values(state=DROPPED, ended_at=at, reason="its comment was erased"))
    session.execute(of_it.values(answer=""))


def remove_endpoint(session: Session, endpoint: WebhookEndpoint) -> None:
    """Delete a receiver with everything that was told to it."""
    session.execute(
        sa.delete(WebhookDelivery).where(
            WebhookDelivery.site_id == endpoint.site_id, WebhookDelivery.endpoint_id == endpoint.id
        )
    )
    session.delete(endpoint)
    session.flush()
