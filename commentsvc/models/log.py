"""The site's log as stored: entries (pending until they have an index), tiles, its size and root, checkpoints."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.database import Model, Moment, SiteId


class LogEntry(Model):
    """One leaf. `leaf_index` is NULL while pending; `promise` is the site key's signature that it will be included
    by `deadline`. `refused` says why the integrator will never include it."""

    __tablename__ = "log_entry"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.UniqueConstraint("site_id", "leaf_index"),
        sa.Index("ix_log_entry_leaf_hash", "site_id", "leaf_hash"),
        sa.Index(
            "ix_log_entry_pending",
            "site_id",
            "id",
            sqlite_where=sa.text("leaf_index IS NULL AND refused IS NULL"),
            postgresql_where=sa.text("leaf_index IS NULL AND refused IS NULL"),
        ),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    type: Mapped[str] = mapped_column(sa.String(20))
    data: Mapped[bytes] = mapped_column(sa.LargeBinary)
    leaf_hash: Mapped[bytes] = mapped_column(sa.LargeBinary)
    promise: Mapped[bytes] = mapped_column(sa.LargeBinary)
    deadline: Mapped[datetime] = mapped_column(Moment)
    leaf_index: Mapped[int | None] = mapped_column(sa.BigInteger)
    refused: Mapped[str | None] = mapped_column(sa.String(200))


class LogTile(Model):
    """Up to 256 hashes of 32 bytes at (level, tile_index) in the c2sp.org/tlog-tiles layout."""

    __tablename__ = "log_tile"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id"], ["site.id"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True)
    tile_index: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    hashes: Mapped[bytes] = mapped_column(sa.LargeBinary)


class LogState(Model):
    """Size and root of the tree; the row every integrator of the site locks first. Made with the site."""

    __tablename__ = "log_state"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id"], ["site.id"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    size: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    root: Mapped[bytes] = mapped_column(sa.LargeBinary)


class LogCheckpoint(Model):
    """A signed checkpoint (C2SP signed note) of the tree at `size`, kept for ever."""

    __tablename__ = "log_checkpoint"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id"], ["site.id"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    size: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    root: Mapped[bytes] = mapped_column(sa.LargeBinary)
    note: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(Moment)


def latest_checkpoint(session: Session, site_id: str) -> LogCheckpoint | None:
    """The checkpoint of the largest size, or None before the first."""
    return session.scalars(
        sa.select(LogCheckpoint).where(LogCheckpoint.site_id == site_id).order_by(LogCheckpoint.size.desc()).limit(1)
    ).first()


def checkpoints_after(session: Session, site_id: str, after: int, up_to: int, limit: int) -> list[LogCheckpoint]:
    """Up to `limit` checkpoints larger than `after` and at most of size `up_to`, by size."""
    return list(
        session.scalars(
            sa.select(LogCheckpoint)
            .where(LogCheckpoint.site_id == site_id, LogCheckpoint.size > after, LogCheckpoint.size <= up_to)
            .order_by(LogCheckpoint.size)
            .limit(limit)
        )
    )


def index_of_leaf(session: Session, site_id: str, leaf_hash: bytes, size: int) -> int | None:
    """Where the leaf stands among the first `size` entries; None when it does not (unknown, pending or refused)."""
    return session.scalar(
        sa.select(sa.func.min(LogEntry.leaf_index)).where(
            LogEntry.site_id == site_id, LogEntry.leaf_hash == leaf_hash, LogEntry.leaf_index < size
        )
    )


def pending_entries(session: Session, site_id: str, limit: int | None = None) -> list[LogEntry]:
    """Entries that wait for an index, in the order they were written; at most `limit`, None means all."""
    return list(
        session.scalars(
            sa.select(LogEntry)
            .where(LogEntry.site_id == site_id, LogEntry.leaf_index.is_(None), LogEntry.refused.is_(None))
            .order_by(LogEntry.id)
            .limit(limit)
        )
    )


@dataclass(frozen=True)
class Unplaced:
    """Entries without an index: how many are `waiting`, the earliest `deadline` among their promises (None: nothing
    waits), how many are `overdue`; and why others were refused, with how many each."""

    waiting: int = 0
    deadline: datetime | None = None
    overdue: int = 0
    refused: tuple[tuple[str, int], ...] = ()


def unplaced_entries(session: Session, site_id: str, at: datetime) -> Unplaced:
    """What of the site's log has no place in its tree at the time `at`."""
    late = sa.func.sum(sa.case((LogEntry.deadline < at, 1), else_=0))
    rows = session.execute(
        sa.select(LogEntry.refused, sa.func.count(), sa.func.min(LogEntry.deadline), late)
        .where(LogEntry.site_id == site_id, LogEntry.leaf_index.is_(None))
        .group_by(LogEntry.refused)
    )
    found = {reason: (int(count), deadline, int(overdue)) for reason, count, deadline, overdue in rows}
    waiting, deadline, overdue = found.pop(None, (0, None, 0))
    refused = sorted(((reason, count) for reason, (count, _, _) in found.items()), key=lambda one: (-one[1], one[0]))
    return Unplaced(waiting, deadline, overdue, tuple(refused))


def sites_with_pending_entries(session: Session) -> list[str]:
    """Keys of the sites whose log has something to integrate."""
    return list(
        session.scalars(
            sa.select(LogEntry.site_id)
            .where(LogEntry.leaf_index.is_(None), LogEntry.refused.is_(None))
            .distinct()
            .order_by(LogEntry.site_id)
        )
    )
