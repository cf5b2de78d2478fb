"""Decide about a report: take the comment down with a statement to its author, or leave it, with reasons to whoever
reported it (DSA Art. 16(5) and (6)).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from commentsvc import clock
from commentsvc.domain.content import ACTED, ANSWER_MAX, GONE, KEPT, OPEN, PERSON, StatementDraft, plain, too_long
from commentsvc.domain.moderation import Status
from commentsvc.domain.plain_text import has_ink
from commentsvc.domain.retention import months_before
from commentsvc.errors import Conflict, NotFound, ValidationFailed
from commentsvc.models import content, queue
from commentsvc.models.audit import Decision
from commentsvc.models.comment import Comment
from commentsvc.models.content import ContentReport
from commentsvc.models.database import writing
from commentsvc.models.site import Site
from commentsvc.usecases.access import require
from commentsvc.usecases.decide_comments import HIDING, DecisionDraft, check_decisions, decide_in_transaction
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.note_fact import note_fact
from commentsvc.usecases.queue_mail import queue_mail
from commentsvc.usecases.record_act import record_act
from commentsvc.usecases.report_comment import DECIDED_MAIL


@dataclass(frozen=True)
class ReportDecision:
    """`action` takes the comment down (`decide_comments.HIDING`) with a `statement` to its author; None leaves it as it
    is. `answer` is told to whoever reported it; without an action it is needed."""

    action: str | None
    answer: str = ""
    statement: StatementDraft | None = None
    reason: str = ""


def decide_report(deps: Deps, actor: Actor, site_id: str, report_id: uuid.UUID, wanted: ReportDecision) -> str:
    """Carry it out in one transaction; returns the report's state. An action answers every open report about the same
    comment; leaving it answers this one alone.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `moderate`; or there is no such report.
        Conflict: it is decided already, or the comment cannot be decided so any more. ValidationFailed: by field.
    """
    require(actor, site_id, "moderate")
    site = find_site(deps, site_id)
    found = deps.session.get(ContentReport, (site_id, report_id))
    if found is None:
        raise NotFound("There is no such report.")
    draft = _draft(found.comment_id, wanted)
    with writing(deps.session) as session:
        comment = queue.lock_comments(session, site_id, [found.comment_id])[found.comment_id]
        reports = {report.id: report for report in content.reports_about(session, site_id, comment.id, lock=True)}
        report = reports.get(report_id)
        if report is None or report.state != OPEN:
            raise Conflict("This report is decided already.")
        decision = None
        if draft is not None:
            past = queue.decisions_of(session, site_id, [comment.id]).get(comment.id, [])
            decision = decide_in_transaction(deps, actor, site, draft, comment, past, reported=True)
        elif comment.status == Status.PUBLISHED and not has_ink(wanted.answer):
            raise ValidationFailed(
                fields={"answer": ["Say why the comment stays: who reported it has a right to know."]}
            )
        answered = [one for one in reports.values() if one.state == OPEN] if decision else [report]
        for one in answered:
            state = KEPT if comment.status == Status.PUBLISHED else ACTED
            _close(deps, site, one, state, answer=plain(wanted.answer), by=actor.name, decision=decision)
            record_act(deps, site_id, actor, "report.decide", str(one.id), {"state": state})
        return report.state


def close_reports(deps: Deps, site: Site, comment: Comment) -> None:
    """Inside the caller's write transaction, which erases the comment: nothing is left to decide, and what a report
    quotes of it goes too. Who reported it can still see that."""
    for report in content.reports_about(deps.session, site.id, comment.id, lock=True):
        if report.state == OPEN:
            _close(deps, site, report, GONE)
        report.why = report.answer = ""


def _draft(comment_id: uuid.UUID, wanted: ReportDecision) -> DecisionDraft | None:
    if too_long(wanted.answer, ANSWER_MAX):
        raise ValidationFailed(fields={"answer": [f"At most {ANSWER_MAX} characters of text."]})
    if wanted.action is None:
        return None
    draft = DecisionDraft(comment_id, wanted.action, wanted.reason, statement=wanted.statement)
    try:
        check_decisions([draft])
    except ValidationFailed as problem:
        fields = {name.split(".")[-1]: said for name, said in problem.fields.items()}
        raise ValidationFailed(problem.detail, fields=fields) from problem
    if wanted.action not in HIDING or wanted.statement is None:
        raise ValidationFailed(fields={"action": [f"One of {', '.join(HIDING)}, with a statement for the author."]})
    return draft


def _close(
    deps: Deps,
    site: Site,
    report: ContentReport,
    state: str,
    *,
    answer: str = "",
    by: str = "",
    decision: Decision | None = None,
) -> None:
    at = clock.now()
    report.state, report.answer, report.decided_at, report.decided_by = state, answer, at, by
    report.means = PERSON if by else ""
    report.decision_id = decision.id if decision else None
    report.expires_at = months_before(at, -deps.settings.report_months)
    told = {"report": str(report.id), "comment": str(report.comment_id), "state": state}
    report.decided_entry = note_fact(deps, site, "report.decided", told)
    if report.email is not None:
        queue_mail(deps, site.id, DECIDED_MAIL, facts={"report": str(report.id)})
