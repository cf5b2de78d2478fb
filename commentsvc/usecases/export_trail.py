"""Export who did what: one row an act, streamed, each with what opens its entry in the site's log."""

from __future__ import annotations

import base64
import heapq
import json
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from commentsvc.clock import iso
from commentsvc.domain.trail import DECISION, Place, TrailFilter
from commentsvc.exchange.trail_row import TrailRow
from commentsvc.ledger.entry import parse_leaf
from commentsvc.models import trail
from commentsvc.models.audit import AuditEvent, Decision
from commentsvc.models.database import new_id, writing
from commentsvc.models.snapshot import snapshot
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.list_activity import decision_detail
from commentsvc.usecases.record_act import record_act

BATCH = 200
"""Acts of each table read at once; all that an export ever holds in memory."""

A = TypeVar("A", Decision, AuditEvent)


def export_trail(
    deps: Deps, actor: Actor, site_id: str, wanted: TrailFilter, *, format: str = ""
) -> Generator[TrailRow, None, None]:
    """The acts that `wanted` asks for, oldest first. Checked and written down as an act itself now; read while they are
    taken, as they stood when the first was, on a connection of their own. When the last was taken, a second act says
    how many there were; a broken-off export has none.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `audit`.
    """
    require(actor, site_id, "audit")
    find_site(deps, site_id)
    export_id = str(new_id())
    with writing(deps.session):
        record_act(deps, site_id, actor, "export.audit", export_id, _told(wanted, format))
    return _stream(deps, deps.session.get_bind(), actor, site_id, wanted, export_id)


def _stream(
    deps: Deps, bind: Any, actor: Actor, site_id: str, wanted: TrailFilter, export_id: str
) -> Generator[TrailRow, None, None]:
    count = 0
    with snapshot(deps.replica.up_to_date(bind)) as session:
        decided = ((told.place, _decision(told)) for told in _all(session, Decision, site_id, wanted))
        others = ((told.place, _event(told)) for told in _all(session, AuditEvent, site_id, wanted))
        for _, row in heapq.merge(decided, others, key=lambda pair: pair[0]):
            count += 1
            yield row
    # The export was written down before its first row; a database that is busy now must not spoil a complete file.
    with suppress(OperationalError), Session(bind=bind) as session, writing(session):
        noted = replace(deps, session=session)
        record_act(noted, site_id, actor, "export.audit-complete", export_id, {"rows": count})


def _all(session: Session, model: type[A], site_id: str, wanted: TrailFilter) -> Iterator[trail.Told[A]]:
    last: Place | None = None
    while True:
        found = trail.oldest(session, model, site_id, wanted, last, BATCH)
        yield from found
        if len(found) < BATCH:
            return
        last = found[-1].place


def _decision(told: trail.Told[Decision]) -> TrailRow:
    made = told.act
    return TrailRow(
        id=str(made.id),
        at=iso(made.at),
        who=made.actor,
        name=made.actor_name,
        seen_from=made.seen_from,
        kind=DECISION,
        action=f"comment.{made.action}",
        target=str(made.comment_id),
        detail=_json(decision_detail(made)),
        **_proof(told),
    )


def _event(told: trail.Told[AuditEvent]) -> TrailRow:
    event = told.act
    return TrailRow(
        id=str(event.id),
        at=iso(event.at),
        who=event.actor,
        name=event.actor_name,
        seen_from=event.seen_from,
        kind=event.kind,
        action=event.action,
        target=event.target,
        detail=_json(event.detail),
        **_proof(told),
    )


def _proof(told: trail.Told[Any]) -> dict[str, Any]:
    entry, fact = told.entry, told.fact
    if entry is None:
        return {}
    return {
        "log_index": entry.leaf_index,
        "leaf_hash": entry.leaf_hash.hex(),
        "commitment": parse_leaf(entry.data).commitment.hex(),
        "salt": fact.salt.hex() if fact else None,
        "snapshot": base64.b64encode(fact.snapshot).decode() if fact else None,
    }


def _json(detail: dict[str, Any]) -> str:
    return json.dumps(detail, ensure_ascii=False, sort_keys=True)


def _told(wanted: TrailFilter, format: str) -> dict[str, Any]:
    """What the trail keeps of the search."""
    told = {
        "format": format or None,
        "who": wanted.who,
        "kind": wanted.kind,
        "from": iso(wanted.begin) if wanted.begin else None,
        "to": iso(wanted.end) if wanted.end else None,
        "target": wanted.target,
    }
    return {name: value for name, value in told.items() if value is not None}
