"""Queries that read all of one site's evidence once, in constant memory, to check that it fits together."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from commentsvc.models.consent import ConsentEvent, ConsentRecordBody, RecordSalt
from commentsvc.models.log import LogCheckpoint, LogEntry, LogTile
from commentsvc.models.notice import Notice

_AT_ONCE = 1_000


def placed_entries(session: Session, site_id: str) -> Iterator[tuple[int, bytes, bytes]]:
    """Index, leaf data and leaf hash of every entry that has its place, in order."""
    query = (
        sa.select(LogEntry.leaf_index, LogEntry.data, LogEntry.leaf_hash)
        .where(LogEntry.site_id == site_id, LogEntry.leaf_index.is_not(None))
        .order_by(LogEntry.leaf_index)
    )
    yield from map(tuple, session.execute(query.execution_options(yield_per=_AT_ONCE)))


def tile_hashes(session: Session, site_id: str, level: int, index: int) -> bytes:
    """The hashes of a tile, empty where there is none. Nothing of it is kept in the session."""
    query = sa.select(LogTile.hashes).where(
        LogTile.site_id == site_id, LogTile.level == level, LogTile.tile_index == index
    )
    return session.scalar(query) or b""


def checkpoint_notes(session: Session, site_id: str) -> Iterator[str]:
    """Every checkpoint of the log, by size."""
    query = sa.select(LogCheckpoint.note).where(LogCheckpoint.site_id == site_id).order_by(LogCheckpoint.size)
    yield from session.scalars(query.execution_options(yield_per=_AT_ONCE))


def opened_events(session: Session, site_id: str) -> Iterator[tuple[bytes, bytes, bytes, bytes]]:
    """Commitment, leaf data, salt and snapshot of every consent event that can still be opened."""
    query = (
        sa.select(ConsentEvent.commitment, LogEntry.data, RecordSalt.salt, ConsentRecordBody.snapshot)
        .join(LogEntry, (LogEntry.site_id == ConsentEvent.site_id) & (LogEntry.id == ConsentEvent.entry))
        .join(RecordSalt, (RecordSalt.site_id == ConsentEvent.site_id) & (RecordSalt.event_id == ConsentEvent.id))
        .join(
            ConsentRecordBody,
            (ConsentRecordBody.site_id == ConsentEvent.site_id) & (ConsentRecordBody.event_id == ConsentEvent.id),
        )
        .where(ConsentEvent.site_id == site_id)
    )
    yield from map(tuple, session.execute(query.execution_options(yield_per=_AT_ONCE)))


def notice_bodies(session: Session, site_id: str) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every notice."""
    query = sa.select(Notice.sha256, Notice.body).where(Notice.site_id == site_id)
    yield from map(tuple, session.execute(query.execution_options(yield_per=_AT_ONCE)))
