"""Who did what when on a site: moderation decisions and every other act of an operator, newest first."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commentsvc.domain.permissions import holds
from commentsvc.models import review
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.list_threads import parse_cursor


@dataclass(frozen=True)
class Act:
    """One line. `action` is `comment.<verb>` for a decision (then `comment` is set), else the audit line's action."""

    id: uuid.UUID
    at: datetime
    by: str
    by_ref: str
    action: str
    target: str
    detail: dict[str, Any]
    comment: uuid.UUID | None = None
    author_name: str = ""


@dataclass(frozen=True)
class ActivityPage:
    """`next` is the cursor of the next page, None on the last one."""

    acts: list[Act]
    next: str | None


def list_activity(
    deps: Deps, actor: Actor, site_id: str, *, cursor: str | None = None, limit: int = 50
) -> ActivityPage:
    """Up to `limit` acts from `cursor` on. A moderator sees decisions; the other acts need `audit`.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks both `moderate` and `audit`.
        ValidationFailed: `cursor`.
    """
    require(actor, site_id, "moderate", "audit")
    before = parse_cursor(cursor)
    acts = [
        Act(
            id=decision.id,
            at=decision.at,
            by=decision.actor_name,
            by_ref=decision.actor,
            action=f"comment.{decision.action}",
            target=str(decision.comment_id),
            detail={"from": decision.from_status, "to": decision.to_status, "reason": decision.reason},
            comment=decision.comment_id,
            author_name="" if status == "erased" else name,
        )
        for decision, status, name in review.recent_decisions(deps.session, site_id, before, limit + 1)
    ]
    if holds(actor.scopes, "audit"):
        acts += [
            Act(event.id, event.at, event.actor_name, event.actor, event.action, event.target, event.detail)
            for event in review.recent_audit_events(deps.session, site_id, before, limit + 1)
        ]
    acts.sort(key=lambda act: act.id, reverse=True)
    return ActivityPage(acts[:limit], next=str(acts[limit - 1].id) if len(acts) > limit else None)
