"""Tell spam services what moderators decided, where a site turned that on and it is not what the service said."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from commentsvc import clock
from commentsvc.models.comment import Comment
from commentsvc.models.database import new_id, writing
from commentsvc.models.finding import drop_finding
from commentsvc.models.passing import OutboxTask
from commentsvc.models.spam_service import (
    DECIDED,
    HONEST,
    SPAM,
    WAITING,
    SpamCheck,
    SpamService,
    checks_of,
    find_service,
)
from commentsvc.models.thread import Thread
from commentsvc.usecases.call_spam_service import called, facts_of
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.judge_by_services import BEING_CHECKED
from commentsvc.usecases.learn_decisions import taught_by

REPORT = "report-to-spam-service"
"""The outbox task; its payload names the comment and the service."""
AFTER = timedelta(minutes=10)
"""How long a decision stands before it is told: most that are taken back are taken back at once."""


def note_decision(deps: Deps, comment: Comment) -> None:
    """Inside the transaction of a decision: nobody is asked any more about what a moderator decided, and services that
    were asked are told of it later."""
    session, at = deps.session, clock.now()
    for check in checks_of(session, comment.site_id, comment.id).values():
        if check.state == WAITING:
            check.state = DECIDED
        if check.sent_at is not None:
            told = {"comment": str(comment.id), "kind": check.kind}
            session.add(OutboxTask(site_id=comment.site_id, id=new_id(), kind=REPORT, payload=told, run_at=at + AFTER))
    if BEING_CHECKED in comment.held_reasons:
        drop_finding(session, comment, BEING_CHECKED)
    session.flush()


def report_decision(deps: Deps, site_id: str, payload: dict[str, Any]) -> None:
    """Tell the service where the comment stands by now, unless it said so itself or was told before. Raises
    `OutboundError`; then it is tried again."""
    site, comment_id, kind = find_site(deps, site_id), uuid.UUID(payload["comment"]), str(payload["kind"])
    session = deps.session
    comment = session.get(Comment, (site_id, comment_id), populate_existing=True)
    check = checks_of(session, site_id, comment_id).get(kind)
    service = find_service(session, site_id, kind)
    if comment is None or check is None or service is None:
        return
    spam = taught_by(comment)
    if spam is None or not _is_news(service, check, spam):
        return
    facts, ref = facts_of(comment, session.get_one(Thread, (site_id, comment.thread_id)), check), check.ref
    called(deps, site, service, lambda asked: deps.spam.tell(asked, facts, spam=spam))
    with writing(session):
        found = checks_of(session, site_id, comment_id).get(kind)
        if found is not None and found.ref == ref:
            found.told = SPAM if spam else HONEST


def _is_news(service: SpamService, check: SpamCheck, spam: bool) -> bool:
    said = check.told or check.state
    return service.enabled and service.reports and check.sent_at is not None and said != (SPAM if spam else HONEST)
