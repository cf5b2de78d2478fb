"""Ask a spam service about a comment that waits for it, and let the comment go on by the normal path.

A service that is down must neither let spam through nor hold comments for ever: what it did not answer within its time
goes on as on a site that publishes nothing before somebody looked, so that only trusted authors are published then.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from commentsvc import clock
from commentsvc.domain.judgement import Finding, Verdict, first_status
from commentsvc.domain.moderation import Status
from commentsvc.models import posting
from commentsvc.models.comment import Comment
from commentsvc.models.database import writing
from commentsvc.models.finding import add_findings, drop_finding, findings_of
from commentsvc.models.site import Site
from commentsvc.models.spam_service import (
    HONEST,
    SILENT,
    SPAM,
    WAITING,
    SpamCheck,
    SpamService,
    checks_of,
    find_service,
    overdue_checks,
)
from commentsvc.models.thread import Thread
from commentsvc.models.visibility import lock_threads_of, set_status
from commentsvc.usecases.call_spam_service import called, facts_of
from commentsvc.usecases.deps import Deps, SpamAnswer
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.judge_by_services import BEING_CHECKED
from commentsvc.usecases.tell_reply import tell_reply

SERVICE, UNCHECKED = "service", "unchecked"
HOLDS_AT = 50
"""The score of a service's from which on it counts as calling a comment spam."""
AT_ONCE = 100


def check_spam(deps: Deps, site_id: str, payload: dict[str, Any]) -> None:
    """Ask about the comment once, unless nothing waits for the answer any more. Raises `OutboundError`; then it is
    tried again, until `end_overdue_checks` ends the waiting."""
    site, kind, ref = find_site(deps, site_id), str(payload["kind"]), uuid.UUID(payload["ref"])
    comment_id = uuid.UUID(payload["comment"])
    with writing(deps.session) as session:
        comment, check = _locked(session, site_id, comment_id, kind, ref)
        service = find_service(session, site_id, kind)
        if comment is None or check is None:
            return
        if service is None or not _is_wanted(service, comment):
            _settle(deps, site, comment, check, HONEST, [])
            return
        if clock.now() >= check.due_at:
            _end(deps, site, comment, check, service)
            return
        check.sent_at = clock.now()  # known before it is out, so that an erasure knows whom to tell
        facts = facts_of(comment, session.get_one(Thread, (site_id, comment.thread_id)), check)
    answer = called(deps, site, service, lambda asked: deps.spam.ask(asked, facts))
    with writing(deps.session) as session:
        comment, check = _locked(session, site_id, comment_id, kind, ref)
        if comment is not None and check is not None:
            check.score = answer.score
            found = _found(service, answer)
            _settle(deps, site, comment, check, SPAM if found else HONEST, found)


def end_overdue_checks(deps: Deps) -> int:
    """Let what was not answered in time go on, on every site; how many."""
    late = [(one.site_id, one.comment_id, one.kind, one.ref) for one in _overdue(deps)]
    for site_id, comment_id, kind, ref in late:
        with writing(deps.session) as session:
            comment, check = _locked(session, site_id, comment_id, kind, ref)
            service = find_service(session, site_id, kind)
            if comment is not None and check is not None and service is not None:
                _end(deps, find_site(deps, site_id), comment, check, service)
    return len(late)


def _overdue(deps: Deps) -> Sequence[SpamCheck]:
    found = overdue_checks(deps.session, clock.now(), AT_ONCE)
    deps.session.rollback()
    return found


def _locked(
    session: Session, site_id: str, comment_id: uuid.UUID, kind: str, ref: uuid.UUID
) -> tuple[Comment | None, SpamCheck | None]:
    """The comment, thread first, and what waits under this `ref`: no longer there once the text is another."""
    lock_threads_of(session, site_id, Comment.id == comment_id)
    comment = session.get(Comment, (site_id, comment_id), populate_existing=True, with_for_update={"key_share": True})
    check = checks_of(session, site_id, comment_id).get(kind)
    return comment, check if check is not None and (check.ref, check.state) == (ref, WAITING) else None


def _is_wanted(service: SpamService, comment: Comment) -> bool:
    return service.enabled and comment.status == Status.PENDING and comment.restricted_by is None


def _found(service: SpamService, answer: SpamAnswer) -> list[Finding]:
    if answer.spam or (answer.score is not None and answer.score >= HOLDS_AT):
        sure = f", with {answer.score} of 100" if answer.score is not None else ""
        return [Finding(SERVICE, f"{service.name} calls this spam{sure}.", Verdict.HOLD)]
    return []


def _end(deps: Deps, site: Site, comment: Comment, check: SpamCheck, service: SpamService) -> None:
    told = f"{service.name} did not say in time whether this is spam."
    _settle(deps, site, comment, check, SILENT, [Finding(UNCHECKED, told, Verdict.HOLD)])


def _settle(deps: Deps, site: Site, comment: Comment, check: SpamCheck, state: str, found: Sequence[Finding]) -> None:
    """Inside the caller's transaction: note the end of the check, and once it was the last one that the comment waited
    for, let it go on. Silence is no reason of its own: it only takes the way past moderators."""
    session = deps.session
    check.state = state
    session.flush()
    checks = checks_of(session, site.id, comment.id).values()
    add_findings(session, comment, found, clock.now())
    if any(one.state == WAITING for one in checks):
        return
    drop_finding(session, comment, BEING_CHECKED)
    if comment.status != Status.PENDING or comment.restricted_by is not None or not check.goes_on:
        return
    others = [
        Finding(one.reason, one.because, Verdict(one.verdict), one.rule_id)
        for one in findings_of(session, site.id, [comment.id]).get(comment.id, [])
        if one.reason != UNCHECKED
    ]
    moderation = "before" if any(one.state == SILENT for one in checks) else site.moderation
    status = first_status(moderation, posting.is_trusted(session, site, comment), others)
    if status is not Status.PENDING:
        drop_finding(session, comment, UNCHECKED)
        set_status(session, comment, status.value)
        tell_reply(deps, site, comment)
