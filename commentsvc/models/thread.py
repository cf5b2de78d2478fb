"""Threads: one page's comments."""

from __future__ import annotations

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.database import Model, Moment, SiteId


class Thread(Model):
    """One page. `version` counts visible changes (the ETag); `published_count` is what counters show."""

    __tablename__ = "thread"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.UniqueConstraint("site_id", "key"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(1024))
    url: Mapped[str] = mapped_column(sa.Text)
    title: Mapped[str | None] = mapped_column(sa.String(300))
    created_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    published_count: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(sa.BigInteger, default=1)


def find_thread(session: Session, site_id: str, key: str, *, lock: bool = False) -> Thread | None:
    """The thread of this page key, or None; fresh and locked until the transaction ends, if asked for."""
    query = sa.select(Thread).where(Thread.site_id == site_id, Thread.key == key)
    if lock:  # leaves keys alone: comments that only refer to it are not held up
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.scalars(query).first()


def published_counts(session: Session, site_id: str, keys: list[str]) -> dict[str, int]:
    """Published comments per page key; unknown keys are absent."""
    rows = session.execute(
        sa.select(Thread.key, Thread.published_count).where(Thread.site_id == site_id, Thread.key.in_(keys))
    )
    return {key: count for key, count in rows}
