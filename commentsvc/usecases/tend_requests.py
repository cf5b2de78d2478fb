"""What time does to requests and holds: reminders, the end of what is personal in them, the end of a hold."""

from __future__ import annotations

import uuid
from datetime import datetime

from commentsvc.clock import now
from commentsvc.domain.deadline import REMIND_BEFORE, reminder_stage
from commentsvc.domain.request import State, Step
from commentsvc.models import hold as holds
from commentsvc.models import request as requests
from commentsvc.models.database import writing
from commentsvc.models.erasing import have_scrubbed
from commentsvc.models.request import DueRequest, SubjectRequest
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.request_steps import REMINDER_MAIL, WORKER, take_step, tell_admins
from commentsvc.usecases.set_hold import end_hold

AT_MOST = 50
"""Rows of one round, each in a transaction of its own."""


def tend_requests(deps: Deps) -> int:
    """Everything of this kind that is due now, on every site; how much it was. Run twice, it finds nothing."""
    session, at = deps.session, now()
    due = [found for found in requests.due_before(session, at + REMIND_BEFORE[0]) if _stage(found, at)]
    over, ended = requests.to_forget(session, at, AT_MOST), holds.holds_that_ended(session, AT_MOST)
    session.rollback()
    for found in due:
        _remind(deps, found.site_id, found.id)
    for site_id, request_id in over:
        _forget(deps, site_id, request_id)
    for site_id, hold_id in ended:
        end_hold(deps, site_id, hold_id, WORKER)
    return len(due) + len(over) + len(ended)


def _stage(request: DueRequest | SubjectRequest, at: datetime) -> int:
    """The reminder that is due and not out yet; 0 where there is none."""
    stage = reminder_stage(request.due_at, at)
    return stage if stage > request.reminded else 0


def _remind(deps: Deps, site_id: str, request_id: uuid.UUID) -> None:
    """Tell the admins, once for each stage; of those that passed while no worker ran, only the last."""
    with writing(deps.session) as session:
        request = requests.find_request(session, site_id, request_id, lock=True)
        stage = _stage(request, now()) if request else 0
        if request is None or request.state != State.OPEN or not stage:
            return
        request.reminded = stage
        take_step(deps, find_site(deps, site_id), request, Step.REMINDED, WORKER, told={"stage": stage})
        tell_admins(deps, request, REMINDER_MAIL, stage=stage)


def _forget(deps: Deps, site_id: str, request_id: uuid.UUID) -> None:
    with writing(deps.session) as session:
        request = requests.find_request(session, site_id, request_id, lock=True)
        if request is None or request.forget_at is None or request.forget_at > now():
            return
        have_scrubbed(session, site_id, now())
        if request.state == State.UNCONFIRMED:
            session.delete(request)
        else:
            requests.forget_in_request(session, request)
            take_step(deps, find_site(deps, site_id), request, Step.FORGOTTEN, WORKER)
