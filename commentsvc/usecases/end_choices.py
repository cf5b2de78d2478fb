"""End choices that belong to no comment when their time is over, and let their records go when that was promised."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from commentsvc.domain.choices import MONTHS
from commentsvc.domain.consent import CHOICE, EventType
from commentsvc.domain.consent_history import HOLDING
from commentsvc.domain.retention import Rule, months_before
from commentsvc.models import retention as kept
from commentsvc.models.consent import ConsentRecord, ConsentRecordBody, lock_record, newest_body, newest_event
from commentsvc.models.notice import CHOICES, all_notices
from commentsvc.models.site import Site
from commentsvc.models.told import Told, all_told, find_told
from commentsvc.usecases.append_event import RecordFacts, append_event
from commentsvc.usecases.consent_receipt import choice_ends
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.end_comment import BY, kept_months
from commentsvc.usecases.erase_comment import erase_record_in_transaction

_PAGE = 500
_SHORT_MONTHS = timedelta(days=3)
"""Six months back from a day and six months on to it may differ by as much."""


def expire_choices(
    deps: Deps, site: Site, at: datetime, after: uuid.UUID | None, limit: int
) -> tuple[int, uuid.UUID | None]:
    """Inside the caller's write transaction: end the choices, behind the event `after`, that hold no longer: `expired`,
    or `erased` where the notice promised to keep no record beyond. Returns how many there were of the next `limit`, and
    behind which event to go on, None at the end."""
    given_before = _given_before(at)
    standing = kept.standing_choices(site.id, given_before)
    found = find_told(deps.session, site.id, _stands, standing, given_before, after, limit)
    ended = 0
    for _, record_id in found.rows:
        lock_record(deps.session, site.id, record_id)
        body = newest_body(deps.session, site.id, record_id)
        if body is None or not _is_over(body, at):
            continue
        _end(deps, site, record_id, body, at)
        ended += 1
    return ended, found.after


def _end(deps: Deps, site: Site, record_id: uuid.UUID, body: ConsentRecordBody, at: datetime) -> None:
    if kept_months(deps, site, body.notice_sha256) == 0:
        erase_record_in_transaction(deps, site, record_id, by=BY, rule=Rule.CHOICE)
        return
    facts = RecordFacts.again(deps.session.get_one(ConsentRecord, (site.id, record_id)), body)
    off = dict.fromkeys(body.purposes, False)
    append_event(deps, site, facts, EventType.EXPIRED, at=at, by=BY, purposes=off)


def erase_choices(deps: Deps, site: Site, at: datetime, limit: int) -> int:
    """Inside the caller's write transaction: erase up to `limit` records of choices that ended as long ago as the
    notice promised to keep them; how many."""
    erased = 0
    for event_id, record_id in islice(_ended_before(deps, site, at), limit):
        lock_record(deps.session, site.id, record_id)
        last = newest_event(deps.session, site.id, record_id)
        if last is not None and last.id == event_id:  # given again, or erased, until it was locked
            erase_record_in_transaction(deps, site, record_id, by=BY, rule=Rule.RECORD)
            erased += 1
    return erased


def choices_over(deps: Deps, site: Site, at: datetime) -> Iterator[uuid.UUID]:
    """The records of choices whose time is over, which `expire_choices` would end."""
    given_before = _given_before(at)
    standing = kept.standing_choices(site.id, given_before)
    for _, record_id in all_told(deps.session, site.id, _stands, standing, given_before, _PAGE):
        body = newest_body(deps.session, site.id, record_id)
        if body is not None and _is_over(body, at):
            yield record_id


def ended_before(deps: Deps, site: Site, at: datetime) -> Iterator[uuid.UUID]:
    """The records that `erase_choices` would erase."""
    return (record_id for _, record_id in _ended_before(deps, site, at))


def _ended_before(deps: Deps, site: Site, at: datetime) -> Iterator[tuple[uuid.UUID, uuid.UUID]]:
    for notice in all_notices(deps.session, site.id, CHOICES):
        cutoff = months_before(at, kept_months(deps, site, notice.sha256))
        ended = kept.ended_choices(site.id, notice.sha256, cutoff)
        yield from all_told(deps.session, site.id, partial(_has_ended, notice.sha256), ended, cutoff, _PAGE)


def _stands(told: Told) -> bool:
    return told[0]["kind"] == CHOICE and any(row["state"] in HOLDING for row in told)


def _has_ended(notice: str, told: Told) -> bool:
    return told[0]["kind"] == CHOICE and told[0]["notice_sha256"] == notice and not _stands(told)


def _given_before(at: datetime) -> datetime:
    return months_before(at, MONTHS) + _SHORT_MONTHS


def _is_over(body: ConsentRecordBody, at: datetime) -> bool:
    until = choice_ends(body)
    return any(body.purposes.values()) and until is not None and until <= at
