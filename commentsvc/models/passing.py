"""State that expires: used form tokens, idempotent answers, counted rate limits; and work for later."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from commentsvc.models.database import Json, Model, Moment, SiteId


class UsedNoticeToken(Model):
    """A served-notice token that already brought a comment or a choice; its key refuses the second."""

    __tablename__ = "used_notice_token"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.Index("ix_used_notice_token_expiry", "expires_at"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    nonce: Mapped[str] = mapped_column(sa.String(43), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)


class IdempotentAnswer(Model):
    """Which comment an Idempotency-Key made. The answer is built again from it: no text and no secret is kept."""

    __tablename__ = "idempotent_answer"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id", "comment_id"], ["comment.site_id", "comment.id"]),
        sa.Index("ix_idempotent_answer_expiry", "expires_at"),
        sa.Index("ix_idempotent_answer_comment", "site_id", "comment_id"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    key_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    body_digest: Mapped[str] = mapped_column(sa.String(64))
    comment_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    expires_at: Mapped[datetime] = mapped_column(Moment)


class RateWindow(Model):
    """A counted window of a rate limit, when several processes share limits through the database."""

    __tablename__ = "rate_window"
    __table_args__ = (sa.Index("ix_rate_window_expiry", "expires_at"),)

    key: Mapped[str] = mapped_column(sa.String(200), primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(Moment)


class OutboxTask(Model):
    """Work for later, written in the transaction that calls for it and claimed by one worker at a time."""

    __tablename__ = "outbox_task"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.Index("ix_outbox_task_due", "failed_at", "run_at"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    payload: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    run_at: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(sa.String(500))
    failed_at: Mapped[datetime | None] = mapped_column(Moment)


class Heartbeat(Model):
    """When a background part last said it was alive (readiness)."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
