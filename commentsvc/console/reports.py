"""Reports of illegal content: read them beside the comment, decide, and say why to both sides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, url_for

from commentsvc.console.base import console, page, say
from commentsvc.console.forms import ReportDecisionForm
from commentsvc.console.gate import Entry, for_site
from commentsvc.console.wording import DONE
from commentsvc.domain.content import StatementDraft
from commentsvc.errors import Problem
from commentsvc.usecases.decide_report import ReportDecision, decide_report
from commentsvc.usecases.list_reports import list_reports


@console.get("/<site>/reports")
@for_site("moderate")
def reports(entry: Entry) -> Any:
    """Those that wait, and those that were decided."""
    return _page(entry)


@console.post("/<site>/reports/<uuid:report>")
@for_site("moderate")
def report_decided(entry: Entry, report: UUID) -> Any:
    """Take the comment down, or leave it."""
    form = ReportDecisionForm()
    if not form.validate():
        return redirect(url_for("console.reports", site=entry.site.id), 303)
    verb = form.verb.data or ""
    action = None if verb == "keep" else verb
    statement = StatementDraft(form.ground.data, form.rule.data or "", form.facts.data or "") if action else None
    wanted = ReportDecision(action, form.answer.data or "", statement, form.reason.data or "")
    try:
        decide_report(entry.deps, entry.actor, entry.site.id, report, wanted)
    except Problem as problem:
        said = [message for messages in problem.fields.values() for message in messages]
        say(" ".join(said) or problem.detail or problem.title, "bad")
        return _page(entry, 422 if said else problem.status, form, report)
    say(f"The comment is {DONE[action]}, and its author is told why." if action else "The report is answered.")
    return redirect(url_for("console.reports", site=entry.site.id), 303)


def _page(
    entry: Entry, status: int = 200, typed: ReportDecisionForm | None = None, which: UUID | None = None
) -> tuple[str, int]:
    found = list_reports(entry.deps, entry.actor, entry.site.id)
    forms = {
        report.id: typed if typed and report.id == which else ReportDecisionForm(formdata=None)
        for report in found.waiting
    }
    return page("reports.html", status, found=found, forms=forms)
