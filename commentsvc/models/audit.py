"""Who did what when: moderation decisions, and every other act of an operator on a site."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.clock import now
from commentsvc.models.database import Json, Model, Moment, SiteId, new_id


class Actor(Protocol):
    """What an audit line needs to know of who acted."""

    @property
    def ref(self) -> str: ...

    @property
    def name(self) -> str: ...


class Decision(Model):
    """One moderation decision; `undoes` names the decision it took back."""

    __tablename__ = "decision"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id", "comment_id"], ["comment.site_id", "comment.id"]),
        sa.Index("ix_decision_comment", "site_id", "comment_id", "id"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    comment_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    action: Mapped[str] = mapped_column(sa.String(10))
    from_status: Mapped[str] = mapped_column(sa.String(10))
    to_status: Mapped[str] = mapped_column(sa.String(10))
    actor: Mapped[str] = mapped_column(sa.String(64))
    actor_name: Mapped[str] = mapped_column(sa.String(200))
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    at: Mapped[datetime] = mapped_column(Moment)
    undoes: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)


class AuditEvent(Model):
    """Any other act: `export.consent-log`, `notice.publish`, `thread.close`, `site.change`, `token.add`, …"""

    __tablename__ = "audit_event"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id"], ["site.id"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(sa.String(64))
    actor_name: Mapped[str] = mapped_column(sa.String(200))
    action: Mapped[str] = mapped_column(sa.String(60))
    target: Mapped[str] = mapped_column(sa.String(200), default="")
    detail: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)


def record_audit(
    session: Session, site_id: str, actor: Actor, action: str, target: str = "", detail: dict[str, Any] | None = None
) -> None:
    """Write, inside the caller's transaction, that `actor` (anything with `ref` and `name`) did `action` to `target`.

    `action` is `thing.verb`, for example `token.add`; `target` names the thing by its id or key. `detail` is plain JSON
    and holds nothing personal of a reader and no secret.
    """
    session.add(
        AuditEvent(
            site_id=site_id,
            id=new_id(),
            at=now(),
            actor=actor.ref,
            actor_name=actor.name,
            action=action,
            target=target,
            detail=detail or {},
        )
    )
