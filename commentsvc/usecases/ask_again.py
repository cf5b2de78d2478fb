"""Stop relying on what readers chose under earlier texts once a notice asks again: one event a record, in small steps.

The task is written in the transaction that puts the notice in force. Each step is a transaction of its own; a record
that was done has the purpose off, so that a step that is run twice, or by two workers, finds nothing left to do.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from commentsvc import clock
from commentsvc.domain.asking_again import asked_again, ended_by
from commentsvc.domain.consent import EventType, open_snapshot
from commentsvc.domain.notice import parse_manifest
from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentRecord, events_of, newest_body
from commentsvc.models.database import new_id, writing
from commentsvc.models.notice import find_notice, versions_of
from commentsvc.models.notice_use import records_relying_on
from commentsvc.models.passing import OutboxTask
from commentsvc.models.site import Site
from commentsvc.models.visibility import lock_threads_of
from commentsvc.usecases.append_event import RecordFacts, append_event
from commentsvc.usecases.ask_to_renew import ask_to_renew
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.record_act import record_act
from commentsvc.usecases.release_address import release_address
from commentsvc.usecases.take_turns import ROWS, let_others_write

ASK_AGAIN = "ask-again"
"""The outbox task; its payload is the notice's hash, where to go on, and how many choices were ended so far."""
BATCH = ROWS
STEPS = 20
"""Transactions of one task. What is left is another task's, so that promises and mail are not held up."""
SECOND_LOOK = timedelta(minutes=10)
"""Longer than a post takes: one that was being written when the notice came into force is found then."""
BY = "server"
WORKER = Actor(ref="worker", name="Asking again", site_id=None, scopes=frozenset({"admin"}))


@dataclass(frozen=True)
class _Asking:
    """What one notice ends: choices about `purposes` made under one of the `earlier` notices."""

    site: Site
    notice: str
    purposes: Sequence[str]
    earlier: frozenset[str]


def plan_asking_again(session: Any, site_id: str, notice_sha256: str) -> None:
    """Inside the caller's write transaction, which puts the notice in force: have the worker carry out what it says."""
    _leave(session, site_id, {"notice": notice_sha256}, timedelta(0))
    _leave(session, site_id, {"notice": notice_sha256}, SECOND_LOOK)


def ask_again(deps: Deps, site_id: str, payload: dict[str, Any]) -> None:
    """Append `expired` to each record that has a purpose on which the payload's notice asks again about.

    Processing stops with the event: whoever acts on a purpose looks at the newest one first.
    """
    asking = _asking(deps, site_id, payload["notice"])
    if asking is None:
        return
    after = uuid.UUID(payload["after"]) if "after" in payload else None
    ended = int(payload.get("ended", 0))
    for _ in range(STEPS):
        with writing(deps.session):
            more, after = _step(deps, asking, after)
        ended += more
        if after is None:
            break
        let_others_write()
    with writing(deps.session) as session:
        if after is not None:
            _leave(session, site_id, {"notice": asking.notice, "after": str(after), "ended": ended}, timedelta(0))
        elif ended:
            record_act(deps, site_id, WORKER, "notice.asked-again", asking.notice, {"ended": ended})


def _leave(session: Any, site_id: str, payload: dict[str, Any], wait: timedelta) -> None:
    session.add(OutboxTask(site_id=site_id, id=new_id(), kind=ASK_AGAIN, payload=payload, run_at=clock.now() + wait))


def _asking(deps: Deps, site_id: str, sha256: str) -> _Asking | None:
    site = find_site(deps, site_id)
    notice = find_notice(deps.session, site_id, sha256)
    if notice is None:
        return None
    versions = versions_of(deps.session, site_id, notice.lang)
    earlier = frozenset(one.sha256 for one in versions if one.version < notice.version)
    return _Asking(site, sha256, asked_again(parse_manifest(notice.body)), earlier)


def _step(deps: Deps, asking: _Asking, after: uuid.UUID | None) -> tuple[int, uuid.UUID | None]:
    """One transaction: how many choices it ended, and where the next one goes on (None: nothing is left)."""
    query = records_relying_on(asking.site.id, asking.earlier, asking.purposes, after)
    rows = deps.session.execute(query.limit(BATCH)).all()
    records = [record_id for _, record_id in rows]
    lock_threads_of(deps.session, asking.site.id, Comment.record_id.in_(records))
    ended = sum(_end(deps, asking, record_id) for record_id in records)
    return ended, rows[-1][0] if len(rows) == BATCH else None


def _end(deps: Deps, asking: _Asking, record_id: uuid.UUID) -> int:
    """Append `expired` for what the notice ends in this record; how many choices that is."""
    site = asking.site
    body = newest_body(deps.session, site.id, record_id)
    if body is None or body.notice_sha256 is None:  # erased until it was locked
        return 0
    events = [
        (event.type, one.purposes, open_snapshot(one.snapshot)["event"].get("notice"))
        for event, one in events_of(deps.session, site.id, record_id)
        if one is not None
    ]
    ended = ended_by(asking.purposes, asking.earlier, body.notice_sha256, events)
    if not ended:
        return 0
    facts = RecordFacts.again(deps.session.get_one(ConsentRecord, (site.id, record_id)), body)
    purposes = {**body.purposes, **dict.fromkeys(ended, False)}
    append_event(deps, site, facts, EventType.EXPIRED, at=clock.now(), by=BY, purposes=purposes, notice=asking.notice)
    ask_to_renew(deps, site, facts.subject_id, str(facts.record["language"]), ended, "changed")
    release_address(deps, site.id, facts.subject_id)
    return len(ended)
