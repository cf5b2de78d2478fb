"""Make the consent log ready to be exported: visit the log's leaves in their order and keep the lines of their records.

An export takes what is ready and opens the snapshots of the rest (`usecases.write_consent_log`), so it is right
however far this is; and each event is a leaf, so a record comes by again when something happened to it.

Most records say what many others said, to the letter. So of each only its shape is found, and what rows a shape has is
asked once, of the very function that an export asks (`export_consent_log.rows_of`), with a stand-in of that shape.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from commentsvc.clock import iso
from commentsvc.domain.consent_history import ERASED
from commentsvc.exchange.consent_line import Wording, own_values, take_apart, wording_name
from commentsvc.models import consent_line, line_source
from commentsvc.models.consent_log import LoggedEvent, LoggedRecord
from commentsvc.models.database import writing
from commentsvc.models.line_source import SourceEvent, dashed
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.export_consent_log import rows_of

LEAVES_AT_ONCE = 200
"""Small enough that on SQLite, where the lock stops every writer, each transaction holds it for some 10 ms."""
MOST_SHAPES = 1_000
"""Shapes whose rows are remembered."""
NOBODY = uuid.UUID(int=0)


class Shape(NamedTuple):
    """What decides on a record's rows, but for the values that are its own (`exchange.consent_line.own_values`).

    `events`: of each its type, the first event that was at the same time, and its purposes (JSON; None once erased).
    `begun`: the event it began with. `told`: the snapshot's shared part.
    """

    kind: str
    begun: int
    events: tuple[tuple[str, int, str | None], ...]
    told: bytes | None


class Rows(NamedTuple):
    """The rows of a shape: its wording with its name, and which event's time each of the record's own times is."""

    name: str
    wording: Wording
    times: tuple[int, ...]


def sites_to_ready(deps: Deps) -> list[str]:
    """Every site whose log has leaves that were not visited."""
    found = consent_line.sites_behind(deps.session)
    deps.session.rollback()
    return found


def ready_consent_lines(deps: Deps, site_id: str, leaves: int = LEAVES_AT_ONCE) -> bool:
    """Visit the next `leaves` leaves of the site's log, in one transaction; whether more wait. While somebody changes a
    record of the site, nothing is done: that is left for the next round."""
    with writing(deps.session) as session:
        if not consent_line.lock_lines(session, site_id, shared=False):
            return False
        first, size = line_source.leaves_to_visit(session, site_id)
        end = min(first + leaves, size)
        lines: list[Sequence[Any]] = []
        wordings: dict[str, Wording] = {}
        for events in line_source.records_of_leaves(session, site_id, first, end):
            if (made := _line(events)) is not None:
                rows, line = made
                wordings[rows.name] = rows.wording
                lines.append(line)
        line_source.keep_wordings(session, site_id, wordings)
        line_source.keep_lines(session, site_id, lines)
        line_source.note_visited(session, site_id, end)
    return end < size


def _line(events: Sequence[SourceEvent]) -> tuple[Rows, Sequence[Any]] | None:
    """The line of the record whose events these are. None: it names no purpose, or its beginning is not in the log."""
    first = next((event for event in events if event.begun), None)
    if first is None or first.leaf_index is None:
        return None
    newest = next((event for event in reversed(events) if event.snapshot is not None), None)
    if any(event.type == ERASED for event in events):
        newest = None
    told = page = None
    if newest is not None:
        opened = orjson.loads(newest.snapshot or b"")
        told, page = _shared(opened), opened["record"]["context"]["page"]
    rows = _rows(Shape(first.kind, events.index(first), _past(events), told))
    if rows is None:
        return None
    own = {
        "subject": dashed(newest.subject_id) if newest is not None else None,
        "record": dashed(first.record_id),
        "page": page,
        "comment": dashed(first.comment_id),
        "commitment": first.record_commitment.hex(),
        "log_index": first.leaf_index,
    }
    said = own_values(own, [iso(events[place].at) for place in rows.times])
    at = round(first.at.timestamp() * 1000)
    return rows, (at, first.event_id, first.record_id, first.comment_id, rows.name, said)


def _past(events: Sequence[SourceEvent]) -> tuple[tuple[str, int, str | None], ...]:
    times: dict[datetime, int] = {}
    return tuple((event.type, times.setdefault(event.at, place), event.purposes) for place, event in enumerate(events))


def _shared(opened: dict[str, Any]) -> bytes:
    """A snapshot with what the rows take from it and records share; of what is the record's own, nothing."""
    record = opened["record"]
    names = ("purposes", "indication_method", "notice", "language")
    shared = {name: record[name] for name in names} | {"context": {"page": None}}
    return orjson.dumps({"record": shared, "event": {"by": opened["event"]["by"]}})


@lru_cache(maxsize=MOST_SHAPES)
def _rows(shape: Shape) -> Rows | None:
    """The rows of every record of this shape; None without any."""
    moments = [datetime.fromtimestamp(same, UTC) for _, same, _ in shape.events]
    record = LoggedRecord(NOBODY, shape.kind, b"", moments[shape.begun], NOBODY, 0)
    events = [
        LoggedEvent(
            NOBODY, type, at, None, None if purposes is None else orjson.loads(purposes),
            None if purposes is None else shape.told, b"", 0,
        )
        for (type, _, purposes), at in zip(shape.events, moments, strict=True)
    ]  # fmt: skip
    rows = list(rows_of(record, events, None))
    if not rows:
        return None
    wording, times = take_apart(rows)
    places = {iso(at): same for (_, same, _), at in zip(shape.events, moments, strict=True)}
    return Rows(wording_name(wording), wording, tuple(places[time] for time in times))
