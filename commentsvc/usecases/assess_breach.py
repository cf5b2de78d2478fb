"""Who was affected by a breach between two moments: counted, and person by person as opaque references (Art. 33 and 34
GDPR). It tells what was stored, never what was read: the service does not watch its readers or its operators' disks.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from commentsvc import clock
from commentsvc.clock import iso
from commentsvc.errors import ValidationFailed
from commentsvc.models import affected
from commentsvc.models.affected import AffectedPerson
from commentsvc.models.database import new_id, writing
from commentsvc.models.snapshot import snapshot
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.record_act import record_act

BATCH = 500
HOURS = timedelta(hours=72)
"""Art. 33(1) GDPR: until when the authority has to be told, from when it was noticed."""


@dataclass(frozen=True)
class Window:
    """From when until before when somebody may have had access, and when that was noticed."""

    begin: datetime
    end: datetime
    noticed_at: datetime | None = None

    @property
    def due_at(self) -> datetime | None:
        """Until when the authority has to be told."""
        return self.noticed_at + HOURS if self.noticed_at else None


@dataclass(frozen=True)
class Assessment:
    """The numbers for one site. `people` is at most how many persons: whoever gave no address is counted with each
    comment. `reachable` have an address that is stored. `erased` and `ended` are records and comments that were there
    in the window and are not any more: nothing but their number is left. `others` counts by kind (how many, with
    address)."""

    site_id: str
    window: Window
    people: int
    reachable: int
    with_code: int
    comments: int
    published: int
    named: int
    websites: int
    records: int
    erased: int
    ended: int
    others: dict[str, tuple[int, int]]


def read_window(begin: str, end: str, noticed_at: str = "") -> Window:
    """The window that these texts mean: RFC 3339 with zone; without one, and for a day alone, UTC.

    Raises:
        ValidationFailed: by field: no time, or an end that is not behind the beginning.
    """
    fields: dict[str, list[str]] = {}
    times = {
        name: _moment(name, text, fields) for name, text in (("from", begin), ("to", end), ("noticed_at", noticed_at))
    }
    first, last = times["from"], times["to"]
    for name in ("from", "to"):
        if times[name] is None:
            fields.setdefault(name, ["This is needed."])
    if first and last and first >= last:
        fields["to"] = ["The end lies before the beginning."]
    if fields or first is None or last is None:
        raise ValidationFailed("Nothing was counted.", fields=fields)
    return Window(first, last, times["noticed_at"])


def assess_breach(deps: Deps, actor: Actor, site_id: str, window: Window) -> Assessment:
    """Count. Written into the audit log.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `subjects`.
    """
    require(actor, site_id, "subjects")
    find_site(deps, site_id)
    with writing(deps.session) as session:
        record_act(deps, site_id, actor, "breach.assess", site_id, _told(window))
    with snapshot(deps.replica.up_to_date(deps.session.get_bind())) as session:
        sums = dict.fromkeys(("people", "reachable", "with_code", *_SUMMED), 0)
        for person in _people(session, site_id, window.end):
            sums["people"] += 1
            sums["reachable"] += person.address
            sums["with_code"] += person.address_code
            for name in _SUMMED:
                sums[name] += getattr(person, name)
        erased, ended = affected.ended_since(session, site_id, window.begin, window.end)
        others = affected.others_before(session, site_id, window.end)
    return Assessment(site_id=site_id, window=window, **sums, erased=erased, ended=ended, others=others)


def export_affected(deps: Deps, actor: Actor, site_id: str, window: Window) -> Iterator[AffectedPerson]:
    """Every person who is still there, by reference, as of the moment the first is taken; memory does not grow with
    them. Written into the audit log now; the caller's session may be gone while it is read.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `subjects`.
    """
    require(actor, site_id, "subjects")
    find_site(deps, site_id)
    with writing(deps.session):
        record_act(deps, site_id, actor, "breach.export", str(new_id()), _told(window))
    return _stream(deps.replica.up_to_date(deps.session.get_bind()), site_id, window.end)


def _stream(bind: Any, site_id: str, end: datetime) -> Iterator[AffectedPerson]:
    with snapshot(bind) as session:
        yield from _people(session, site_id, end)


_SUMMED = ("comments", "published", "named", "websites", "records")


def _people(session: Session, site_id: str, end: datetime) -> Iterator[AffectedPerson]:
    last: uuid.UUID | None = None
    while True:
        batch = affected.people_before(session, site_id, end, last, BATCH)
        for person in batch:
            if person.comments or person.records or person.address:
                yield person
        if len(batch) < BATCH:
            return
        last = batch[-1].subject_id
        session.expunge_all()


def _moment(name: str, text: str, fields: dict[str, list[str]]) -> datetime | None:
    if not text.strip():
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        fields[name] = ["A time such as 2026-01-31T09:30 (UTC) or 2026-01-31T09:30:00+01:00."]
        return None
    if name == "noticed_at" and moment > clock.now():
        fields[name] = ["This is in the future."]
    return moment


def _told(window: Window) -> dict[str, Any]:
    noticed = {"noticed_at": iso(window.noticed_at)} if window.noticed_at else {}
    return {"from": iso(window.begin), "to": iso(window.end)} | noticed
