"""What every use-case about a request does the same way: write a step with its proof, and close it.

Called inside a write transaction of another use-case, the request locked.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commentsvc import clock
from commentsvc.clock import iso
from commentsvc.domain.request import KEEP_PERSONAL, Kind, State, Step
from commentsvc.models.database import new_id
from commentsvc.models.request import RequestEvent, SubjectRequest, forget_in_request
from commentsvc.models.site import Site
from commentsvc.usecases.append_event import Promise
from commentsvc.usecases.append_fact import append_fact
from commentsvc.usecases.deps import Actor, Deps

READER = Actor(ref="reader", name="", site_id=None, scopes=frozenset())
"""Who acts when the person does; nothing is said of who that is."""
WORKER = Actor(ref="worker", name="commentsvc", site_id=None, scopes=frozenset())
"""Who acts when nobody pressed a button."""


@dataclass(frozen=True)
class StepTaken:
    """A step that is now on file; `promise` is the log's."""

    event_id: uuid.UUID
    entry: uuid.UUID
    promise: Promise


def take_step(
    deps: Deps,
    site: Site,
    request: SubjectRequest,
    step: Step,
    by: Actor,
    *,
    note: str = "",
    told: Mapping[str, Any] | None = None,
) -> StepTaken:
    """Write `step` into the request's history and commit to it in the log as `request.<step>`.

    The log's fact names the request, its kind and state, by when it is due, who acted (an operator's reference or
    `reader`) and what `told` adds; never the person, their words or `note`.
    """
    fact = append_fact(
        deps,
        site,
        f"request.{step}",
        {
            **(told or {}),
            "request": str(request.id),
            "kind": request.kind,
            "state": request.state,
            "received_at": iso(request.received_at),
            "due_at": iso(request.due_at),
            "by": by.ref,
        },
    )
    event = RequestEvent(
        site_id=site.id,
        id=new_id(),
        request_id=request.id,
        type=step.value,
        at=clock.now(),
        actor=by.ref,
        actor_name=by.name,
        note=note,
        entry=fact.entry,
    )
    deps.session.add(event)
    deps.session.flush()
    return StepTaken(event.id, fact.entry, fact.promise)


def close_request(
    deps: Deps, site: Site, request: SubjectRequest, state: State, by: Actor, *, outcome: str = "", note: str = ""
) -> StepTaken:
    """End it as `state` says. What is personal in it goes after `KEEP_PERSONAL`; of an erasure that was carried out at
    once, so whoever still has to write to its address takes it from `request` before."""
    request.state, request.outcome, request.closed_at = state.value, outcome, clock.now()
    request.forget_at = request.closed_at + KEEP_PERSONAL
    taken = take_step(deps, site, request, Step(state.value), by, note=note, told={"outcome": outcome})
    if request.kind == Kind.ERASURE and state is State.ANSWERED:
        forget_in_request(deps.session, request)
    return taken
