"""Who did what when on a site: moderation decisions and every other act of an operator, newest first, searchable."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commentsvc.domain.permissions import holds
from commentsvc.domain.trail import DECISION, KINDS, Place, TrailFilter, place_of
from commentsvc.errors import ValidationFailed
from commentsvc.models import trail
from commentsvc.models.audit import AuditEvent, Decision
from commentsvc.models.log import LogEntry
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.export_consent_log import read_filter

LONGEST_WHO, LONGEST_TARGET = 64, 200


@dataclass(frozen=True)
class Act:
    """One line. `action` is `comment.<verb>` for a decision (then `comment` is set), else the act's own name.

    `seen_from` is the truncated address, empty for the command line and the worker. `committed`: the site's log commits
    to it, as entry `log_index` (None: it still waits for the next checkpoint).
    """

    id: uuid.UUID
    at: datetime
    by: str
    by_ref: str
    action: str
    target: str
    detail: dict[str, Any]
    comment: uuid.UUID | None = None
    author_name: str = ""
    kind: str = DECISION
    seen_from: str = ""
    committed: bool = False
    log_index: int | None = None


@dataclass(frozen=True)
class ActivityPage:
    """`next` is the cursor of the next page, None on the last one."""

    acts: list[Act]
    next: str | None


def read_trail_filter(given: Mapping[str, str | None]) -> TrailFilter:
    """The filter that these texts mean: `who`, `kind`, `from`, `to`, `target`; empty ones do not filter. A time is RFC
    3339 with its zone, or a day (UTC): `from` begins with it, `to` includes it.

    Raises:
        ValidationFailed: with every bad field at once.
    """
    asked = {name: (given.get(name) or "").strip() or None for name in ("who", "kind", "target")}
    fields: dict[str, list[str]] = {}
    times = None
    try:
        times = read_filter({"from": given.get("from"), "to": given.get("to")})
    except ValidationFailed as problem:
        fields |= problem.fields
    if asked["kind"] is not None and asked["kind"] not in KINDS:
        fields["kind"] = [f"One of {', '.join(KINDS)}."]
    for name, longest in (("who", LONGEST_WHO), ("target", LONGEST_TARGET)):
        text = asked[name]
        if text is not None and (len(text) > longest or "\x00" in text):
            fields[name] = [f"At most {longest} characters of text."]
    if fields or times is None:
        raise ValidationFailed("This is no search of the activity.", fields=fields)
    return TrailFilter(begin=times.from_, end=times.to, **asked)


def list_activity(
    deps: Deps,
    actor: Actor,
    site_id: str,
    wanted: TrailFilter | None = None,
    *,
    cursor: str | None = None,
    limit: int = 50,
) -> ActivityPage:
    """Up to `limit` acts from `cursor` on. A moderator sees decisions; the other acts need `audit`.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks both `moderate` and `audit`.
        ValidationFailed: `cursor`.
    """
    require(actor, site_id, "moderate", "audit")
    wanted, before = wanted or TrailFilter(), _before(cursor)
    decided = trail.newest(deps.session, Decision, site_id, wanted, before, limit + 1)
    found: list[tuple[Place, trail.Told[Any]]] = [(told.place, told) for told in decided]
    if holds(actor.scopes, "audit"):
        others = trail.newest(deps.session, AuditEvent, site_id, wanted, before, limit + 1)
        found += [(told.place, told) for told in others]
    found.sort(key=lambda pair: pair[0], reverse=True)
    shown = [told for _, told in found[:limit]]
    ids = [told.act.comment_id for told in decided]
    comments = trail.comments_named(deps.session, site_id, ids) if ids else {}
    acts = [_decision(told, comments) if isinstance(told.act, Decision) else _event(told) for told in shown]
    return ActivityPage(acts, next=shown[-1].place.cursor() if len(found) > limit else None)


def list_actors(deps: Deps, actor: Actor, site_id: str) -> list[tuple[str, str]]:
    """Everybody whose acts `list_activity` shows to `actor`, as (reference, name), by name.

    Raises:
        NotFound, Forbidden: as `list_activity`.
    """
    require(actor, site_id, "moderate", "audit")
    found = dict(trail.actors(deps.session, Decision, site_id))
    if holds(actor.scopes, "audit"):
        found |= dict(trail.actors(deps.session, AuditEvent, site_id))
    return sorted(found.items(), key=lambda one: (one[1].casefold(), one[0]))


def decision_detail(decision: Decision) -> dict[str, Any]:
    """What a decision's line says beside who, what and when."""
    return {"from": decision.from_status, "to": decision.to_status, "reason": decision.reason}


def _before(cursor: str | None) -> Place | None:
    try:
        return place_of(cursor) if cursor else None
    except (ValueError, OverflowError):
        raise ValidationFailed(fields={"cursor": ["This is not a cursor that an earlier page gave."]}) from None


def _decision(told: trail.Told[Decision], comments: Mapping[uuid.UUID, tuple[str, str]]) -> Act:
    made = told.act
    status, name = comments.get(made.comment_id, ("erased", ""))
    return Act(
        id=made.id,
        at=made.at,
        by=made.actor_name,
        by_ref=made.actor,
        action=f"comment.{made.action}",
        target=str(made.comment_id),
        detail=decision_detail(made),
        comment=made.comment_id,
        author_name="" if status == "erased" else name,
        seen_from=made.seen_from,
        **_logged(told.entry),
    )


def _event(told: trail.Told[AuditEvent]) -> Act:
    event = told.act
    return Act(
        id=event.id,
        at=event.at,
        by=event.actor_name,
        by_ref=event.actor,
        action=event.action,
        target=event.target,
        detail=event.detail,
        kind=event.kind,
        seen_from=event.seen_from,
        **_logged(told.entry),
    )


def _logged(entry: LogEntry | None) -> dict[str, Any]:
    committed = entry is not None and entry.refused is None
    return {"committed": committed, "log_index": entry.leaf_index if entry is not None and committed else None}
