"""The consent log made ready to be written: a row a record, derived from its events and thrown away when they change.

A record's rows in the export are its `ConsentWording`, which many share, with the values of its `ConsentLine` filled in
(`exchange.consent_line`). The log itself says what is to be made ready: every event is a leaf, and the worker visits
the leaves in their order (`usecases.ready_consent_lines`). So a record without a line has an event whose leaf was not
visited yet, and `waiting_records` finds it. Whoever changes what a record says calls `forget_line` or `move_lines` in
the same transaction.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentEvent, ConsentRecord, ConsentRecordBody
from commentsvc.models.consent_log import LoggedRecord, records_by_id
from commentsvc.models.database import Json, Model, Moment, SiteId
from commentsvc.models.log import LogEntry, LogState
from commentsvc.models.prepared import Prepared

AT_ONCE = 500
"""Records named in one statement."""


class ConsentWording(Model):
    """What the rows of many records say alike, a mapping a purpose; `id` is its hash."""

    __tablename__ = "consent_wording"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id"], ["site.id"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    rows: Mapped[list[dict[str, Any]]] = mapped_column(Json)


class ConsentLine(Model):
    """One record at its place in the log's order: `at` and `event_id` are those of the event it began with. `said` is a
    JSON array of what it says that others do not."""

    __tablename__ = "consent_line"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id", "event_id"], ["consent_event.site_id", "consent_event.id"]),
        sa.ForeignKeyConstraint(["site_id", "record_id"], ["consent_record.site_id", "consent_record.id"]),
        sa.ForeignKeyConstraint(["site_id", "wording"], ["consent_wording.site_id", "consent_wording.id"]),
        sa.Index("ix_consent_line_wording", "site_id", "wording", "event_id"),
        {"sqlite_with_rowid": False},  # so that they lie in the order in which they are read
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    event_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    comment_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    wording: Mapped[str] = mapped_column(sa.String(32))
    said: Mapped[str] = mapped_column(sa.Text)


class ConsentLineState(Model):
    """How many leaves of the site's log were visited; no row: none."""

    __tablename__ = "consent_line_state"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id"], ["site.id"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    visited: Mapped[int] = mapped_column(sa.BigInteger, default=0)


class ReadyLine(NamedTuple):
    """A line as an export reads it; `status` is that of its comment now, None without one."""

    wording: str
    said: str
    status: str | None


def forget_line(session: Session, site_id: str, record_id: uuid.UUID) -> None:
    """What the record says has changed or is gone: it has no line until the worker makes one anew."""
    lock_lines(session, site_id, shared=True)
    _FORGET.run(session, site=site_id, record=record_id)


def move_lines(session: Session, site_id: str, old: uuid.UUID, new: uuid.UUID) -> None:
    """After bodies of the person `old` were given to `new`: their lines name `new`, too."""
    lock_lines(session, site_id, shared=True)
    bodies = sa.select(ConsentRecordBody.record_id).where(
        ConsentRecordBody.site_id == site_id, ConsentRecordBody.subject_id == new
    )
    records = session.scalars(bodies.distinct()).all()
    for first in range(0, len(records), AT_ONCE):
        some = records[first : first + AT_ONCE]
        began = sa.select(ConsentEvent.at).where(ConsentEvent.site_id == site_id, ConsentEvent.record_id.in_(some))
        times = session.scalars(began).all()  # which is how lines are found
        moved = sa.update(ConsentLine).where(
            ConsentLine.site_id == site_id, ConsentLine.at.in_(times), ConsentLine.record_id.in_(some)
        )
        said = sa.func.replace(ConsentLine.said, str(old), str(new))
        session.execute(moved.values(said=said), execution_options={"synchronize_session": False})


def lock_lines(session: Session, site_id: str, *, shared: bool) -> bool:
    """Hold the site's lines until the transaction ends: those who change records hold them together, the worker alone.

    False when they cannot be had alone now: the worker never waits, so that nobody comes to wait behind it. What is
    read from then on is what everybody who held them has committed. SQLite's write transaction is alone already.
    """
    if session.get_bind().dialect.name != "postgresql":
        return True
    lock = sa.func.pg_advisory_xact_lock_shared if shared else sa.func.pg_try_advisory_xact_lock
    digest = hashlib.sha256(b"commentsvc/consent-lines\0" + site_id.encode()).digest()
    held = session.connection().execute(sa.select(lock(int.from_bytes(digest[:8], signed=True)))).scalar_one()
    return shared or bool(held)


def sites_behind(session: Session) -> list[str]:
    """The sites in whose logs leaves wait to be visited."""
    visited = sa.func.coalesce(ConsentLineState.visited, 0)
    return list(
        session.scalars(
            sa.select(LogState.site_id)
            .outerjoin(ConsentLineState, ConsentLineState.site_id == LogState.site_id)
            .where(LogState.size > visited)
            .order_by(LogState.site_id)
        )
    )


def find_wording(session: Session, site_id: str, name: str) -> list[dict[str, Any]]:
    """The rows of the wording of this name."""
    query = sa.select(ConsentWording.rows).where(ConsentWording.site_id == site_id, ConsentWording.id == name)
    return session.scalars(query).one()


def waiting_records(session: Session, site_id: str, most: int) -> list[LoggedRecord] | None:
    """The readers' records that have no line, in the order in which they were made; None when `most` or more leaves
    wait to be visited."""
    visited = session.scalar(sa.select(ConsentLineState.visited).where(ConsentLineState.site_id == site_id)) or 0
    size = session.scalar(sa.select(LogState.size).where(LogState.site_id == site_id)) or 0
    pending = session.scalar(
        sa.select(sa.func.count()).where(LogEntry.site_id == site_id, LogEntry.leaf_index.is_(None))
    )
    if size - visited + (pending or 0) >= most:
        return None
    touched = _touched(session, site_id, sa.or_(LogEntry.leaf_index.is_(None), LogEntry.leaf_index >= visited))
    waiting: list[LoggedRecord] = []
    for first in range(0, len(touched), AT_ONCE):
        some = records_by_id(session, site_id, touched[first : first + AT_ONCE])
        times = {record.at for record in some}
        ready = sa.select(ConsentLine.event_id).where(ConsentLine.site_id == site_id, ConsentLine.at.in_(times))
        known = set(session.scalars(ready))
        waiting += [record for record in some if record.event_id not in known]
    return sorted(waiting, key=lambda record: (record.at, record.event_id))


def last_place(session: Session, site_id: str) -> tuple[datetime, uuid.UUID] | None:
    """Where the last line stands; None without any."""
    row = session.execute(
        sa.select(ConsentLine.at, ConsentLine.event_id)
        .where(ConsentLine.site_id == site_id)
        .order_by(ConsentLine.at.desc(), ConsentLine.event_id.desc())
        .limit(1)
    ).first()
    return (row.at, row.event_id) if row else None


def lines_between(
    session: Session,
    site_id: str,
    *,
    begin: datetime | None,
    end: datetime | None,
    after: LoggedRecord | None,
    before: LoggedRecord | None,
    batch: int,
) -> Iterator[Sequence[Any]]:
    """The lines of records made in [begin, end) that stand behind `after` and in front of `before`, in the log's order:
    rows like `ReadyLine`, `batch` at once."""
    line, comment = ConsentLine.__table__.c, Comment.__table__.c  # rows as they are: the ORM's cost as much again
    query = (
        sa.select(line.wording, line.said, comment.status)
        .select_from(ConsentLine.__table__)
        .outerjoin(Comment.__table__, sa.and_(comment.site_id == line.site_id, comment.id == line.comment_id))
        .where(line.site_id == site_id)
        .order_by(line.at, line.event_id)
    )
    if begin is not None:
        query = query.where(line.at >= begin)
    if end is not None:
        query = query.where(line.at < end)
    if after is not None:
        query = query.where(_stands > _place(after))
    if before is not None:
        query = query.where(_stands < _place(before))
    yield from session.connection().execute(query, execution_options={"yield_per": batch}).partitions()


def _place(record: LoggedRecord) -> sa.Tuple:
    return sa.tuple_(sa.literal(record.at, Moment), sa.literal(record.event_id, sa.Uuid))


def _touched(session: Session, site_id: str, *which: sa.ColumnElement[bool]) -> list[uuid.UUID]:
    """The records whose events have these entries. In two steps: a planner without statistics could read every event
    of the site to find the few."""
    entries = session.scalars(sa.select(LogEntry.id).where(LogEntry.site_id == site_id, *which)).all()
    found: set[uuid.UUID] = set()
    for first in range(0, len(entries), AT_ONCE):
        named = ConsentEvent.entry.in_(entries[first : first + AT_ONCE])
        found.update(session.scalars(sa.select(ConsentEvent.record_id).where(ConsentEvent.site_id == site_id, named)))
    return sorted(found)


def _forget(_dialect: str) -> sa.Delete:
    """By the place that the record's beginning gives the line: an index of lines by record would be written, at random,
    for each of them."""
    site = sa.bindparam("site", type_=SiteId)
    began = sa.select(ConsentEvent.at, ConsentEvent.id).join(
        ConsentRecord, sa.and_(ConsentRecord.site_id == ConsentEvent.site_id, ConsentRecord.entry == ConsentEvent.entry)
    )
    began = began.where(ConsentRecord.site_id == site, ConsentRecord.id == sa.bindparam("record", type_=sa.Uuid))
    first = began.order_by(ConsentEvent.id).limit(1).scalar_subquery()
    return sa.delete(ConsentLine).where(ConsentLine.site_id == site, _stands == first)


_stands = sa.tuple_(ConsentLine.at, ConsentLine.event_id)
_FORGET = Prepared(_forget)
