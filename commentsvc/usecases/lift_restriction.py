"""End a restriction at the time its person was told of (Art. 18(3) GDPR)."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from commentsvc.domain.request import Step
from commentsvc.models.comment import Comment
from commentsvc.models.database import new_id, writing
from commentsvc.models.learned import plan_lesson
from commentsvc.models.passing import OutboxTask
from commentsvc.models.person_data import lock_some
from commentsvc.models.request import SubjectRequest, events_of_request, find_request
from commentsvc.models.visibility import set_restriction
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.request_steps import WORKER, take_step

LIFT = "lift-restriction"
"""The outbox task; its payload names the request and the announcement."""
BATCH = 50


def lift_later(deps: Deps, request: SubjectRequest, at: datetime, announced: uuid.UUID) -> None:
    """Inside the caller's write transaction: have the worker lift it then."""
    payload = {"request": str(request.id), "announced": str(announced)}
    deps.session.add(OutboxTask(site_id=request.site_id, id=new_id(), kind=LIFT, payload=payload, run_at=at))
    deps.session.flush()


def lift_restriction(deps: Deps, site_id: str, payload: dict[str, Any]) -> None:
    """Show again what was restricted because of the request, in small transactions. Nothing is lifted where it was
    restricted once more since the announcement, or announced anew. Harmless twice."""
    site, request_id = find_site(deps, site_id), uuid.UUID(payload["request"])
    events = events_of_request(deps.session, site_id, request_id)
    last = [event for event in events if event.type in (Step.ANNOUNCED, Step.RESTRICTED, Step.OBJECTED)][-1:]
    if not last or last[0].id != uuid.UUID(payload["announced"]):
        return
    lifted = 0
    while True:
        with writing(deps.session) as session:
            here = Comment.site_id == site_id, Comment.restricted_by == request_id
            comments = lock_some(session, BATCH, *here)
            for comment in comments:
                set_restriction(session, comment, None)
                plan_lesson(session, site_id, comment.id)
            lifted += len(comments)
            if not comments:
                request = find_request(session, site_id, request_id, lock=True)
                if request is not None and lifted:
                    take_step(deps, site, request, Step.UNRESTRICTED, WORKER, told={"comments": lifted})
                return
