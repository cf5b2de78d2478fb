"""Requests as operators see them: the list with its clock, and one with everything that is known of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commentsvc.clock import now
from commentsvc.domain.deadline import days_left, due_at, extended_due_at
from commentsvc.domain.request import Kind, State, reference
from commentsvc.errors import NotFound
from commentsvc.models import request as requests
from commentsvc.models.comment import Comment
from commentsvc.models.erasing import comment_of_record
from commentsvc.models.hold import Hold, holds_on
from commentsvc.models.person_data import Extent, count_restricted, extent_of
from commentsvc.models.request import RequestEvent, SubjectRequest
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.request_steps import can_mail

PAGE = 50


@dataclass(frozen=True)
class RequestView:
    """A request in the list. `days_left` is negative once it is overdue; None where it is closed."""

    request: SubjectRequest
    reference: str
    days_left: int | None

    @property
    def overdue(self) -> bool:
        """Whether its time is over and it is not answered."""
        return self.days_left is not None and self.days_left < 0


@dataclass(frozen=True)
class RequestList:
    """A page of requests; `next` is where the next one begins. `open` counts all that wait."""

    requests: list[RequestView]
    next: int | None
    open: int


@dataclass(frozen=True)
class RequestReview:
    """One request. `extent` is what is stored of its person (None: nothing, or it is about one comment), `comment` the
    one it is about, `restricted` how many comments are restricted because of it, `first_due` and `last_due` the two
    ends the law knows."""

    view: RequestView
    events: Sequence[RequestEvent]
    holds: Sequence[Hold]
    extent: Extent | None
    comment: Comment | None
    restricted: int
    can_mail: bool
    can_extend: bool
    first_due: datetime
    last_due: datetime


def list_requests(deps: Deps, actor: Actor, site_id: str, *, closed: bool = False, offset: int = 0) -> RequestList:
    """Open requests, what is due first on top; or the closed ones. Unconfirmed ones are nobody's to see.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `subjects`.
    """
    require(actor, site_id, "subjects")
    find_site(deps, site_id)
    rows = requests.list_requests(deps.session, site_id, closed=closed, offset=max(offset, 0), limit=PAGE + 1)
    further = max(offset, 0) + PAGE if len(rows) > PAGE else None
    views = [_view(request) for request in rows[:PAGE]]
    return RequestList(views, further, requests.count_open(deps.session, site_id))


def review_request(deps: Deps, actor: Actor, site_id: str, request_id: uuid.UUID) -> RequestReview:
    """One request with its history, its holds, and what it is about.

    Raises:
        NotFound, Forbidden: like `list_requests`; no such request, or its address is not confirmed yet.
    """
    require(actor, site_id, "subjects")
    find_site(deps, site_id)
    session = deps.session
    request = requests.find_request(session, site_id, request_id)
    if request is None or request.state == State.UNCONFIRMED:
        raise NotFound("There is no such request.")
    comment = comment_of_record(session, site_id, request.record_id) if request.record_id else None
    whole = request.subject_id if request.record_id is None or request.kind == Kind.IMPERSONATION else None
    return RequestReview(
        view=_view(request),
        events=requests.events_of_request(session, site_id, request_id),
        holds=holds_on(session, site_id, request_id=request_id),
        extent=extent_of(session, site_id, whole) if whole else None,
        comment=comment,
        restricted=count_restricted(session, site_id, request_id),
        can_mail=can_mail(deps, request),
        can_extend=not request.is_closed and request.extended_at is None and now() < request.due_at,
        first_due=due_at(request.received_at),
        last_due=extended_due_at(request.received_at),
    )


def _view(request: SubjectRequest) -> RequestView:
    left = None if request.is_closed else days_left(request.due_at, now())
    return RequestView(request, reference(request.id), left)
