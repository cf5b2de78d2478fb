"""What every use-case about a request does the same way: write a step with its proof, tell people of it, close it.

Called inside a write transaction of another use-case, the request locked.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commentsvc import clock
from commentsvc.clock import iso
from commentsvc.domain.permissions import roles_with
from commentsvc.domain.request import KEEP_PERSONAL, State, Step
from commentsvc.models.account import members_with
from commentsvc.models.database import new_id
from commentsvc.models.request import RequestEvent, SubjectRequest
from commentsvc.models.site import Site
from commentsvc.usecases.append_event import Promise
from commentsvc.usecases.append_fact import append_fact
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.queue_mail import KEPT, queue_mail

READER = Actor(ref="reader", name="", site_id=None, scopes=frozenset())
"""Who acts when the person does; nothing is said of who that is."""
WORKER = Actor(ref="worker", name="commentsvc", site_id=None, scopes=frozenset())
"""Who acts when nobody pressed a button."""


READER_MAIL = "request-reader"
"""A mail to who asked; its facts: the request's id, which sentences of `domain.request_text` to say, a day, and the
event whose note (the operator's own words) goes along."""
NEWS_MAIL = "request-opened"
"""The mail that tells an admin of a new request; its facts are the request's id and the account's."""
REMINDER_MAIL = "request-due"
"""The mail that reminds an admin; `stage` is `domain.deadline.reminder_stage`'s."""


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


def tell_reader(
    deps: Deps,
    request: SubjectRequest,
    *sentences: str,
    day: datetime | None = None,
    event: uuid.UUID | None = None,
    address: str | None = None,
) -> bool:
    """Have a mail sent to who asked that says these `sentences` (names in `domain.request_text.RequestText`); whether
    one goes. `address` is for what is erased in the same breath: it is kept with the mail until that was sent."""
    if not can_mail(deps, request) and address is None:
        return False
    facts: dict[str, Any] = {"request": str(request.id), "say": list(sentences)}
    if day is not None:
        facts["day"] = f"{day:%Y-%m-%d}"
    if event is not None:
        facts["event"] = str(event)
    whose = {"address": address} if address else {"subject_id": request.subject_id}
    return queue_mail(deps, request.site_id, READER_MAIL, facts=facts, good_for=KEPT, **whose) is not None


def can_mail(deps: Deps, request: SubjectRequest) -> bool:
    """Whether who asked can be told by mail; everybody else by post."""
    return deps.mailer.sender is not None and request.reply_address is not None


def tell_admins(deps: Deps, request: SubjectRequest, kind: str, **facts: Any) -> None:
    """Have a mail of this `kind` sent to everybody who answers requests on the site."""
    for account_id in members_with(deps.session, request.site_id, roles_with("subjects")):
        told = {"request": str(request.id), "account": str(account_id), **facts}
        queue_mail(deps, request.site_id, kind, facts=told, subject_id=request.subject_id)


def close_request(
    deps: Deps, site: Site, request: SubjectRequest, state: State, by: Actor, *, outcome: str = "", note: str = ""
) -> StepTaken:
    """End it as `state` says. What is personal in it goes after `KEEP_PERSONAL`."""
    request.state, request.outcome, request.closed_at = state.value, outcome, clock.now()
    request.forget_at = request.closed_at + KEEP_PERSONAL
    return take_step(deps, site, request, Step(state.value), by, note=note, told={"outcome": outcome})
