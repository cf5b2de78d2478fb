"""Who did what when: moderation decisions, and every other act of an operator on a site."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from commentsvc.models.database import Json, Model, Moment, SiteId


class Decision(Model):
    """One moderation decision; `undoes` names the decision it took back, `batch` what it was made together with (a
    ban). `entry` and `seen_from` as of `AuditEvent`."""

    __tablename__ = "decision"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id", "comment_id"], ["comment.site_id", "comment.id"]),
        sa.Index("ix_decision_comment", "site_id", "comment_id", "id"),
        sa.Index("ix_decision_batch", "site_id", "batch"),
        sa.Index("ix_decision_at", "site_id", "at", "id"),
        sa.Index("ix_decision_actor", "site_id", "actor", "at", "id"),
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
    batch: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    entry: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    seen_from: Mapped[str] = mapped_column(sa.String(50), default="", server_default="")


class AuditEvent(Model):
    """Any other act: `export.consent-log`, `notice.publish`, `thread.close`, `site.change`, `token.add`, …

    `kind` is `domain.trail.act_kind` of the action. `entry` is the entry of the site's log that commits to it (None:
    none could be written); `seen_from` the truncated address it was done from, empty for the command line and the
    worker.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.Index("ix_audit_event_at", "site_id", "at", "id"),
        sa.Index("ix_audit_event_actor", "site_id", "actor", "at", "id"),
        sa.Index("ix_audit_event_kind", "site_id", "kind", "at", "id"),
        sa.Index("ix_audit_event_target", "site_id", "target", "at", "id"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(sa.String(64))
    actor_name: Mapped[str] = mapped_column(sa.String(200))
    action: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[str] = mapped_column(sa.String(12), default="", server_default="")
    target: Mapped[str] = mapped_column(sa.String(200), default="")
    detail: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    entry: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    seen_from: Mapped[str] = mapped_column(sa.String(50), default="", server_default="")
