"""Have a new comment wait until the site's spam services were asked. The asking is the worker's (`check_spam`)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from commentsvc import clock
from commentsvc.domain.judgement import Finding, Verdict
from commentsvc.domain.moderation import Status
from commentsvc.domain.notice import parse_manifest
from commentsvc.domain.notice_services import checked_by
from commentsvc.models.comment import Comment
from commentsvc.models.consent import newest_body
from commentsvc.models.database import new_id, random_id
from commentsvc.models.notice import find_notice
from commentsvc.models.passing import OutboxTask
from commentsvc.models.prepared import NewRow
from commentsvc.models.spam_service import WAITING, SpamCheck, SpamService, checks_of, forget_check, services_on
from commentsvc.usecases.deps import Deps

if TYPE_CHECKING:
    from commentsvc.usecases.judge_comment import Candidate

CHECK = "check-spam"
"""The outbox task; its payload names the comment, the service and the `ref` of the check."""
BEING_CHECKED = "being-checked"


def judge_by_services(deps: Deps, candidate: Candidate) -> Iterable[Finding]:
    """One finding for each service that is on and that the notice its author agreed to names: until it answered, or for
    a bounded time, the comment waits. Another text is asked about anew, under another `ref`."""
    session, comment = deps.session, candidate.comment
    if not candidate.known.has(SpamService):
        return []
    asked = checks_of(session, comment.site_id, comment.id) if candidate.edited else {}
    services = services_on(session, comment.site_id)
    named = _named(deps, comment) if services else []
    return [_plan(deps, candidate, service, asked.get(service.kind)) for service in services if service.name in named]


def _named(deps: Deps, comment: Comment) -> list[str]:
    body = newest_body(deps.session, comment.site_id, comment.record_id)
    notice = find_notice(deps.session, comment.site_id, body.notice_sha256) if body and body.notice_sha256 else None
    return checked_by(parse_manifest(notice.body)) if notice else []


def _plan(deps: Deps, candidate: Candidate, service: SpamService, before: SpamCheck | None) -> Finding:
    session, comment, at = deps.session, candidate.comment, clock.now()
    goes_on = not candidate.edited or comment.status == Status.PUBLISHED
    if before is not None:
        goes_on |= before.state == WAITING and before.goes_on
        forget_check(session, before, at)
    check = {
        "site_id": comment.site_id,
        "comment_id": comment.id,
        "kind": service.kind,
        "ref": (ref := random_id()),
        "state": WAITING,
        "goes_on": goes_on,
        "due_at": at + timedelta(minutes=service.wait_minutes),
        "told": "",
    }
    told = _payload(comment.id, service.kind, ref)
    task = {"site_id": comment.site_id, "id": new_id(), "kind": CHECK, "payload": told, "run_at": at, "attempts": 0}
    candidate.keep(session, [NewRow(SpamCheck, check), NewRow(OutboxTask, task)])
    return Finding(BEING_CHECKED, f"{service.name} is being asked whether this is spam.", Verdict.HOLD)


def _payload(comment_id: uuid.UUID, kind: str, ref: uuid.UUID) -> dict[str, str]:
    return {"comment": str(comment_id), "kind": kind, "ref": str(ref)}
