"""Write down what an operator did on a site, and commit the site's log to it: the trail can be proven."""

from __future__ import annotations

from typing import Any

from commentsvc import clock
from commentsvc.domain.trail import act_kind
from commentsvc.models.audit import AuditEvent
from commentsvc.models.database import new_id
from commentsvc.models.site import find_site
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.note_fact import note_fact


def record_act(
    deps: Deps, site_id: str, actor: Actor, action: str, target: str = "", detail: dict[str, Any] | None = None
) -> None:
    """Write, inside the caller's transaction, that `actor` did `action` to `target`, and from where.

    `action` is `thing.verb`, for example `token.add`; `target` names the thing by its id or key. `detail` is plain JSON
    without floats and holds nothing personal of a reader and no secret. The log learns a salted commitment only; while
    the site's key is gone the act is written down without one.
    """
    event = AuditEvent(
        site_id=site_id,
        id=new_id(),
        at=clock.now(),
        actor=actor.ref,
        actor_name=actor.name,
        action=action,
        kind=act_kind(action),
        target=target,
        detail=detail or {},
        seen_from=actor.seen_from,
    )
    site = find_site(deps.session, site_id)
    if site is not None:
        told = {"act": str(event.id), "actor": actor.ref, "target": target, "detail": event.detail}
        event.entry = note_fact(deps, site, action, told | {"from": actor.seen_from})
    deps.session.add(event)
