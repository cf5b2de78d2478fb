"""The consent tables: stub and events stay for ever, body and salt can be erased (laws 1, 3 and 5).

`ConsentRecord` and `ConsentEvent` hold nothing personal and are append-only: triggers refuse update, delete and
truncate. What a person agreed to stands in `ConsentRecordBody` (one canonical snapshot an event, the exact bytes the
commitment covers) and the salt that opens the commitment in `RecordSalt`.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.database import Json, Model, Moment, SiteId
from commentsvc.models.log import LogEntry


class ConsentRecord(Model):
    """The permanent stub; `kind` is consent, acknowledgement, choice, imported or staff."""

    __tablename__ = "consent_record"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id", "entry"], ["log_entry.site_id", "log_entry.id"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    commitment: Mapped[bytes] = mapped_column(sa.LargeBinary)
    entry: Mapped[uuid.UUID] = mapped_column(sa.Uuid)


class ConsentEvent(Model):
    """What happened to a record, when, and the log entry that proves it."""

    __tablename__ = "consent_event"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id", "record_id"], ["consent_record.site_id", "consent_record.id"]),
        sa.ForeignKeyConstraint(["site_id", "entry"], ["log_entry.site_id", "log_entry.id"]),
        sa.Index("ix_consent_event_record", "site_id", "record_id", "id"),
        sa.Index("ix_consent_event_at", "site_id", "at"),
        sa.Index("ix_consent_event_entry", "site_id", "entry"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    type: Mapped[str] = mapped_column(sa.String(20))
    at: Mapped[datetime] = mapped_column(Moment)
    commitment: Mapped[bytes] = mapped_column(sa.LargeBinary)
    entry: Mapped[uuid.UUID] = mapped_column(sa.Uuid)


class ConsentRecordBody(Model):
    """What the event's commitment covers: `snapshot` is canonical JSON; the columns beside it are for finding it.

    The body of an `erased` event names no subject and no notice: it proves the erasure and nothing about anybody.
    """

    __tablename__ = "consent_record_body"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id", "event_id"], ["consent_event.site_id", "consent_event.id"]),
        sa.ForeignKeyConstraint(["site_id", "record_id"], ["consent_record.site_id", "consent_record.id"]),
        sa.Index("ix_consent_record_body_record", "site_id", "record_id", "event_id"),
        sa.Index("ix_consent_record_body_subject", "site_id", "subject_id"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    event_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    subject_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    notice_sha256: Mapped[str | None] = mapped_column(sa.String(64))
    purposes: Mapped[dict[str, bool]] = mapped_column(Json)
    snapshot: Mapped[bytes] = mapped_column(sa.LargeBinary)


class RecordSalt(Model):
    """The 32 random bytes that open one event's commitment; deleting them is what makes erasure final."""

    __tablename__ = "record_salt"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id", "event_id"], ["consent_event.site_id", "consent_event.id"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    event_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    salt: Mapped[bytes] = mapped_column(sa.LargeBinary)


def events_of(
    session: Session, site_id: str, record_id: uuid.UUID
) -> list[tuple[ConsentEvent, ConsentRecordBody | None]]:
    """The record's events, oldest first, each with its body unless that was erased."""
    rows = session.execute(
        sa.select(ConsentEvent, ConsentRecordBody)
        .outerjoin(
            ConsentRecordBody,
            sa.and_(
                ConsentRecordBody.site_id == ConsentEvent.site_id,
                ConsentRecordBody.event_id == ConsentEvent.id,
            ),
        )
        .where(ConsentEvent.site_id == site_id, ConsentEvent.record_id == record_id)
        .order_by(ConsentEvent.id)
    )
    return [(event, body) for event, body in rows]


class OpenedEvent(NamedTuple):
    """An event that was not erased, with what opens and proves it; salt and entry are None only after damage."""

    event: ConsentEvent
    body: ConsentRecordBody
    salt: RecordSalt | None
    entry: LogEntry | None


def opened_events(session: Session, site_id: str, record_id: uuid.UUID) -> list[OpenedEvent]:
    """The record's events that were not erased, oldest first, read in one statement."""
    return opened_events_of(session, site_id, [record_id])[record_id]


def opened_events_of(
    session: Session, site_id: str, record_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, list[OpenedEvent]]:
    """The events of each of these records that were not erased, oldest first, read in one statement."""
    rows = session.execute(
        sa.select(ConsentEvent, ConsentRecordBody, RecordSalt, LogEntry)
        .join(ConsentRecordBody, _same_event(ConsentRecordBody))
        .outerjoin(RecordSalt, _same_event(RecordSalt))
        .outerjoin(LogEntry, sa.and_(LogEntry.site_id == ConsentEvent.site_id, LogEntry.id == ConsentEvent.entry))
        .where(ConsentEvent.site_id == site_id, ConsentEvent.record_id.in_(record_ids))
        .order_by(ConsentEvent.id)
    )
    found: dict[uuid.UUID, list[OpenedEvent]] = {record_id: [] for record_id in record_ids}
    for row in rows:
        opened = OpenedEvent(*row)
        found[opened.event.record_id].append(opened)
    return found


def _same_event(table: type[ConsentRecordBody] | type[RecordSalt]) -> sa.ColumnElement[bool]:
    return sa.and_(table.site_id == ConsentEvent.site_id, table.event_id == ConsentEvent.id)


def lock_record(session: Session, site_id: str, record_id: uuid.UUID) -> None:
    """Hold the record until the transaction ends, so that its next event follows the newest one. For records without a
    comment: with one, the comment is locked, thread first (`models.erasing.comment_of_record`)."""
    stub = sa.select(ConsentRecord.id).where(ConsentRecord.site_id == site_id, ConsentRecord.id == record_id)
    session.execute(stub.with_for_update(key_share=True)).all()


def newest_body(session: Session, site_id: str, record_id: uuid.UUID) -> ConsentRecordBody | None:
    """What the record's newest event that was not erased says; None when nothing is left."""
    return session.scalar(
        sa.select(ConsentRecordBody)
        .where(ConsentRecordBody.site_id == site_id, ConsentRecordBody.record_id == record_id)
        .order_by(ConsentRecordBody.event_id.desc())
        .limit(1)
    )


def newest_event(session: Session, site_id: str, record_id: uuid.UUID) -> ConsentEvent | None:
    """The record's newest event, or None before the first."""
    return session.scalar(
        sa.select(ConsentEvent)
        .where(ConsentEvent.site_id == site_id, ConsentEvent.record_id == record_id)
        .order_by(ConsentEvent.id.desc())
        .limit(1)
    )
