"""Records counted and found by what they say, in the lines that the worker keeps ready (`models.consent_line`).

What many records say alike is their wording, and there are few of these: so a question about all records of a site is
asked of its wordings, and then of the lines that have one. A record without a line is named by the log and asked for
itself. Only where too many have none (the worker has just begun, or there is none) is every record asked.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from commentsvc.models.by_time import CLOCKS_DIFFER, first_id
from commentsvc.models.consent import ConsentEvent
from commentsvc.models.consent_line import ConsentLine, ConsentWording, waiting_records

Told = Sequence[Mapping[str, Any]]
"""What a wording says: a mapping a purpose, with columns of `exchange.consent_row`."""
MOST_WAITING = 10_000
_AT_ONCE = 100
"""Parts of one statement; SQLite takes five hundred."""


class FoundRecords(NamedTuple):
    """Rows (event id, record id), and behind which event the next page begins, None on the last one."""

    rows: Sequence[Any]
    after: uuid.UUID | None


def count_told(session: Session, site_id: str, most: int) -> list[tuple[Told, int]]:
    """What the site's records with a line say, and how many say it, none counted further than `most`."""
    told = _wordings(session, site_id)
    names, counted = list(told), dict[str, int]()
    for first in range(0, len(names), _AT_ONCE):
        parts = []
        for name in names[first : first + _AT_ONCE]:
            having = sa.select(ConsentLine.event_id).where(ConsentLine.site_id == site_id, ConsentLine.wording == name)
            count = sa.select(sa.func.count()).select_from(having.limit(most).subquery())
            parts.append(sa.select(sa.literal(name), count.scalar_subquery()))
        counted.update((name, count) for name, count in session.execute(sa.union_all(*parts)))
    return [(told[name], count) for name, count in counted.items() if count]


def records_without_line(session: Session, site_id: str) -> list[uuid.UUID] | None:
    """The readers' records that no line tells of; None where these are too many."""
    waiting = waiting_records(session, site_id, MOST_WAITING)
    return None if waiting is None else [record.record_id for record in waiting]


def find_told(
    session: Session,
    site_id: str,
    says: Callable[[Told], bool],
    exact: sa.Select[*tuple[Any, ...]],
    began_by: datetime,
    after: uuid.UUID | None,
    limit: int,
) -> FoundRecords:
    """Of the next `limit` records that say it and began by then, the rows of `exact` (first ids of an event and
    of its record, from `ConsentEvent`, in order). There may be fewer rows, or none, where more records follow."""
    waiting = waiting_records(session, site_id, MOST_WAITING)
    if waiting is None:
        rows = session.execute((exact if after is None else exact.where(ConsentEvent.id > after)).limit(limit)).all()
        return FoundRecords(rows, rows[-1][0] if len(rows) == limit else None)
    places = {(one.event_id, one.record_id) for one in waiting if one.at <= began_by and _follows(one.event_id, after)}
    for name, told in _wordings(session, site_id).items():
        if says(told):
            places.update(
                (event, record) for event, record in session.execute(lines_of(site_id, name, began_by, after, limit))
            )
    page = sorted(places)[:limit]
    rows = session.execute(exact.where(ConsentEvent.record_id.in_([record for _, record in page]))).all()
    return FoundRecords(rows, page[-1][0] if len(page) == limit else None)


def all_told(
    session: Session,
    site_id: str,
    says: Callable[[Told], bool],
    exact: sa.Select[*tuple[Any, ...]],
    began_by: datetime,
    at_once: int,
) -> Iterator[Any]:
    """The rows of every page of `find_told`, each page read when it is come to."""
    after: uuid.UUID | None = None
    while True:
        found = find_told(session, site_id, says, exact, began_by, after, at_once)
        yield from found.rows
        if (after := found.after) is None:
            return


def lines_of(
    site_id: str, wording: str, began_by: datetime, after: uuid.UUID | None, limit: int
) -> sa.Select[uuid.UUID, uuid.UUID]:
    """Selects (event id, record id) of up to `limit` lines that have this wording and began by then, by event."""
    query = sa.select(ConsentLine.event_id, ConsentLine.record_id).where(
        ConsentLine.site_id == site_id,
        ConsentLine.wording == wording,
        ConsentLine.event_id < first_id(began_by + CLOCKS_DIFFER),
        ConsentLine.at <= began_by,
    )
    if after is not None:
        query = query.where(ConsentLine.event_id > after)
    return query.order_by(ConsentLine.event_id).limit(limit)


def _follows(event_id: uuid.UUID, after: uuid.UUID | None) -> bool:
    return after is None or event_id > after


def _wordings(session: Session, site_id: str) -> dict[str, Told]:
    query = sa.select(ConsentWording.id, ConsentWording.rows).where(ConsentWording.site_id == site_id)
    return {name: rows for name, rows in session.execute(query.order_by(ConsentWording.id))}
