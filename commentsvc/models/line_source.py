"""What the lines of the consent log are made of, read for many records at once, and putting the lines in their place.

Each is one statement, prepared once, whatever the number of records; nothing comes or goes as an object of the ORM.
Ids are text here, as the database has them (`dashed` gives the form that everybody writes).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from commentsvc.domain.consent import STAFF
from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentEvent, ConsentRecord, ConsentRecordBody
from commentsvc.models.consent_line import ConsentLine, ConsentLineState, ConsentWording
from commentsvc.models.consent_log import found_first
from commentsvc.models.database import SiteId
from commentsvc.models.log import LogEntry, LogState
from commentsvc.models.prepared import Prepared


class SourceEvent(NamedTuple):
    """One event of a record, with what is the same for all of the record's (`kind`, `record_commitment`, `comment_id`).

    `begun`: the record began with it. Subject, purposes (JSON) and snapshot are None once its body was erased.
    """

    record_id: str
    event_id: str
    begun: bool
    kind: str
    record_commitment: bytes
    leaf_index: int | None
    type: str
    at: datetime
    subject_id: str | None
    purposes: str | None
    snapshot: bytes | str | None
    comment_id: str | None


def dashed(id: str | None) -> str | None:
    """The id as UUIDs are written."""
    if id is None or len(id) != 32:
        return id
    return f"{id[:8]}-{id[8:12]}-{id[12:16]}-{id[16:20]}-{id[20:]}"


def leaves_to_visit(session: Session, site_id: str) -> tuple[int, int]:
    """The first leaf of the site's log that was not visited, and how many there are. For whoever holds the lines
    alone."""
    row = _LEAVES.first(session, site=site_id)
    return (row[0], row[1]) if row else (0, 0)


def note_visited(session: Session, site_id: str, visited: int) -> None:
    """The leaves before this one have been visited."""
    _VISITED.run(session, site=site_id, visited=visited)


def records_of_leaves(session: Session, site_id: str, first: int, end: int) -> list[list[SourceEvent]]:
    """The readers' records that have an event among the leaves [first, end): all events of each, oldest first."""
    rows = _SOURCE.all(session, site=site_id, first=first, end=end, staff=STAFF)
    return [[SourceEvent._make(row) for row in events] for _, events in groupby(rows, itemgetter(0))]


def keep_wordings(session: Session, site_id: str, wordings: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Store the wordings of these names, unless they are known."""
    for name, rows in wordings.items():
        _NEW_WORDING.run(session, site=site_id, id=name, rows=orjson.dumps(rows).decode())


def keep_lines(session: Session, site_id: str, lines: Sequence[Sequence[Any]]) -> None:
    """Store these lines, each in the place of the one there was of its record: the columns of `ConsentLine` but the
    site's, in their order, with ids as text and times in milliseconds."""
    if lines:
        _NEW_LINES.run(session, site=site_id, lines=orjson.dumps(lines).decode())


_SITE = sa.bindparam("site", type_=SiteId)


def _text(column: Any, dialect: str) -> Any:
    """An id, without making an object of it."""
    return sa.cast(column, sa.Text) if dialect == "postgresql" else sa.type_coerce(column, sa.Text)


def _source(dialect: str) -> sa.Select[Any]:
    """Ids are handed from step to step as a set that is found first: a planner that knows nothing of the tables could
    otherwise read every event of the site to find the few."""
    event, record, body = ConsentEvent.__table__.c, ConsentRecord.__table__.c, ConsentRecordBody.__table__.c
    entry, comment, other = LogEntry.__table__.c, Comment.__table__.c, ConsentEvent.__table__.alias("visited").c
    leaves = sa.select(entry.id).where(
        entry.site_id == _SITE,
        entry.leaf_index >= sa.bindparam("first", type_=sa.BigInteger),
        entry.leaf_index < sa.bindparam("end", type_=sa.BigInteger),
    )
    touched = sa.select(other.record_id).where(other.site_id == _SITE, found_first(other.entry, leaves, dialect))
    theirs = sa.select(_text(comment.id, dialect))
    theirs = theirs.where(comment.site_id == _SITE, comment.record_id == event.record_id).limit(1)
    # As text: a driver takes bytes from PostgreSQL in hexadecimal, twice as many.
    snapshot = sa.func.convert_from(body.snapshot, "UTF8") if dialect == "postgresql" else body.snapshot
    return (
        sa.select(
            _text(event.record_id, dialect), _text(event.id, dialect), event.entry == record.entry,
            record.kind, record.commitment, entry.leaf_index, event.type, event.at,
            _text(body.subject_id, dialect), sa.type_coerce(body.purposes, sa.Text),
            sa.type_coerce(snapshot, sa.Text), theirs.scalar_subquery(),
        )
        .select_from(ConsentEvent.__table__)
        .join(ConsentRecord.__table__, sa.and_(record.site_id == event.site_id, record.id == event.record_id))
        .join(LogEntry.__table__, sa.and_(entry.site_id == event.site_id, entry.id == event.entry))
        .outerjoin(ConsentRecordBody.__table__, sa.and_(body.site_id == event.site_id, body.event_id == event.id))
        .where(event.site_id == _SITE, record.kind != sa.bindparam("staff"))
        .where(found_first(event.record_id, touched, dialect))
        .order_by(event.record_id, event.id)
    )  # fmt: skip


def _rows_of(lines: Any, dialect: str) -> sa.Select[Any]:
    """The lines that are handed over as one JSON text, as rows of their table."""
    columns = [column for column in ConsentLine.__table__.columns if column.name != "site_id"]
    each = (sa.func.json_array_elements if dialect == "postgresql" else sa.func.json_each)(lines).table_valued("value")
    if dialect == "postgresql":
        values: list[Any] = [
            sa.cast(each.c.value.op("->>")(place), column.type) for place, column in enumerate(columns)
        ]
    else:
        values = [sa.func.json_extract(each.c.value, f"$[{place}]") for place in range(len(columns))]
    return sa.select(_SITE, *values).select_from(each).where(sa.true())  # SQLite wants a condition before ON CONFLICT


def _new_lines(dialect: str) -> Any:
    lines = sa.bindparam("lines", type_=sa.Text)
    given = _rows_of(sa.cast(lines, postgresql.JSON) if dialect == "postgresql" else lines, dialect)
    new = _insert[dialect](ConsentLine.__table__).from_select(list(ConsentLine.__table__.columns.keys()), given)
    changed = [column for column in ConsentLine.__table__.columns if not column.primary_key]
    return new.on_conflict_do_update(
        index_elements=["site_id", "at", "event_id"], set_={column: new.excluded[column.name] for column in changed}
    )


def _new_wording(dialect: str) -> Any:
    values = {"site_id": _SITE, "id": sa.bindparam("id"), "rows": sa.bindparam("rows", type_=sa.Text)}
    return _insert[dialect](ConsentWording.__table__).values(values).on_conflict_do_nothing()


def _visited(dialect: str) -> Any:
    visited = sa.bindparam("visited", type_=sa.BigInteger)
    new = _insert[dialect](ConsentLineState.__table__).values(site_id=_SITE, visited=visited)
    return new.on_conflict_do_update(index_elements=["site_id"], set_={"visited": visited})


_insert: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_SOURCE, _NEW_LINES, _NEW_WORDING = Prepared(_source), Prepared(_new_lines), Prepared(_new_wording)
_VISITED = Prepared(_visited)
_LEAVES = Prepared(
    lambda _dialect: (
        sa.select(sa.func.coalesce(ConsentLineState.visited, 0), LogState.size)
        .select_from(LogState)
        .outerjoin(ConsentLineState, ConsentLineState.site_id == LogState.site_id)
        .where(LogState.site_id == _SITE)
    )
)
