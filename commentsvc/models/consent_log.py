"""Named queries of the consent log export: records in the order they were made, in batches; never a salt."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from commentsvc.domain.consent import STAFF
from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentEvent, ConsentRecord, ConsentRecordBody
from commentsvc.models.log import LogEntry


class LoggedRecord(NamedTuple):
    """A record's stub with the event it began with: `at` and `event_id` are its place in the order of the log."""

    record_id: uuid.UUID
    kind: str
    commitment: bytes
    at: datetime
    event_id: uuid.UUID
    leaf_index: int | None


class LoggedEvent(NamedTuple):
    """An event; purposes, snapshot and subject are None once its body was erased."""

    record_id: uuid.UUID
    type: str
    at: datetime
    subject_id: uuid.UUID | None
    purposes: dict[str, bool] | None
    snapshot: bytes | None
    commitment: bytes
    leaf_index: int | None


class LoggedComment(NamedTuple):
    """The comment a record belongs to."""

    record_id: uuid.UUID
    comment_id: uuid.UUID
    status: str


def records_after(
    session: Session,
    site_id: str,
    *,
    begin: datetime | None,
    end: datetime | None,
    subject: uuid.UUID | None,
    after: LoggedRecord | None,
    limit: int,
) -> list[LoggedRecord]:
    """Up to `limit` records of readers whose first event lies in [begin, end), behind `after`, oldest first.

    `subject` keeps the records whose first event still names this person.
    """
    first = _first_events(site_id)
    if begin is not None:
        first = first.where(ConsentEvent.at >= begin)
    if end is not None:
        first = first.where(ConsentEvent.at < end)
    if subject is not None:
        named = sa.select(ConsentRecordBody.event_id).where(
            ConsentRecordBody.site_id == site_id, ConsentRecordBody.subject_id == subject
        )
        first = first.where(found_first(ConsentEvent.id, named, session.get_bind().dialect.name))
    if after is not None:
        first = first.where(
            ConsentEvent.at >= after.at,
            sa.or_(ConsentEvent.at > after.at, ConsentEvent.id > after.event_id),
        )
    rows = session.execute(first.order_by(ConsentEvent.at, ConsentEvent.id).limit(limit))
    return [LoggedRecord(*row) for row in rows]


def records_by_id(session: Session, site_id: str, record_ids: Sequence[uuid.UUID]) -> list[LoggedRecord]:
    """Those of these records that are readers', in the order in which they were made."""
    named = _first_events(site_id).where(ConsentEvent.record_id.in_(record_ids))
    # Sorted here: asked for the order of an index, SQLite would walk through all events in it to find the few.
    found = [LoggedRecord(*row) for row in session.execute(named)]
    return sorted(found, key=lambda record: (record.at, record.event_id))


def found_first(column: Any, found: sa.Select[Any], dialect: str) -> sa.ColumnElement[bool]:
    """Whether the column is among what this finds, which is read before anything else: a planner that knows nothing of
    what it finds could otherwise read every row to look for the few."""
    return column == sa.any_(sa.func.array(found.scalar_subquery())) if dialect == "postgresql" else column.in_(found)


def _first_events(site_id: str) -> sa.Select[uuid.UUID, str, bytes, datetime, uuid.UUID, int | None]:
    """The records of readers, each with the event it began with."""
    return (
        sa.select(
            ConsentRecord.id, ConsentRecord.kind, ConsentRecord.commitment,
            ConsentEvent.at, ConsentEvent.id, LogEntry.leaf_index,
        )
        .join(
            ConsentRecord,
            sa.and_(
                ConsentRecord.site_id == ConsentEvent.site_id,
                ConsentRecord.id == ConsentEvent.record_id,
                ConsentRecord.entry == ConsentEvent.entry,  # the stub names the entry of its first event
            ),
        )
        .join(LogEntry, sa.and_(LogEntry.site_id == ConsentEvent.site_id, LogEntry.id == ConsentEvent.entry))
        .where(ConsentEvent.site_id == site_id, ConsentRecord.kind != STAFF)
    )  # fmt: skip


def events_of_records(
    session: Session, site_id: str, record_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, list[LoggedEvent]]:
    """The events of these records, each record's oldest first."""
    rows = session.execute(
        sa.select(
            ConsentEvent.record_id, ConsentEvent.type, ConsentEvent.at,
            ConsentRecordBody.subject_id, ConsentRecordBody.purposes, ConsentRecordBody.snapshot,
            ConsentEvent.commitment, LogEntry.leaf_index,
        )
        .outerjoin(LogEntry, sa.and_(LogEntry.site_id == ConsentEvent.site_id, LogEntry.id == ConsentEvent.entry))
        .outerjoin(
            ConsentRecordBody,
            sa.and_(
                ConsentRecordBody.site_id == ConsentEvent.site_id,
                ConsentRecordBody.event_id == ConsentEvent.id,
            ),
        )
        .where(ConsentEvent.site_id == site_id, ConsentEvent.record_id.in_(record_ids))
        # Each record's in their order, which is that of an index. Asked for the order of all together, SQLite walks
        # through every event of the site to find the few.
        .order_by(ConsentEvent.record_id, ConsentEvent.id)
    )  # fmt: skip
    found: dict[uuid.UUID, list[LoggedEvent]] = {}
    for row in rows:
        event = LoggedEvent(*row)
        found.setdefault(event.record_id, []).append(event)
    return found


def comments_of_records(
    session: Session, site_id: str, record_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, LoggedComment]:
    """The comment of each of these records that has one."""
    rows = session.execute(
        sa.select(Comment.record_id, Comment.id, Comment.status).where(
            Comment.site_id == site_id, Comment.record_id.in_(record_ids)
        )
    )
    return {row[0]: LoggedComment(*row) for row in rows}
