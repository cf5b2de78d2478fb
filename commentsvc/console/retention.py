"""How long a site keeps what: the periods, what the next run would let go, and what the last ones did."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from commentsvc.console.base import console, page, say
from commentsvc.console.forms import ActForm, RetentionForm, show_errors, values
from commentsvc.console.gate import Entry, for_site
from commentsvc.domain.retention import PERIODS
from commentsvc.errors import Problem, ValidationFailed
from commentsvc.usecases.change_retention import change_retention
from commentsvc.usecases.count_queue import COUNTED
from commentsvc.usecases.plan_retention import RetentionPlan, plan_retention
from commentsvc.usecases.run_retention import run_retention


@console.route("/<site>/retention", methods=["GET", "POST"])
@for_site("admin")
def retention(entry: Entry) -> Any:
    """Show it; a POST changes the periods."""
    plan = plan_retention(entry.deps, entry.actor, entry.site.id)
    form, status, rest = _form(plan), 200, []
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                change_retention(entry.deps, entry.actor, entry.site.id, values(form))
            except ValidationFailed as problem:
                rest = show_errors(form, problem)
            else:
                say("Saved. Nothing goes by what you changed before a day has passed. What would go now stands below.")
                return redirect(url_for("console.retention", site=entry.site.id), 303)
    return page(
        "retention.html", status, found=plan, form=form, rest=rest, act=ActForm(), periods=PERIODS, most=COUNTED
    )


@console.post("/<site>/retention/run")
@for_site("admin")
def retention_run(entry: Entry) -> Any:
    """Let go now what the dry run showed."""
    if ActForm().validate():
        try:
            run = run_retention(entry.deps, entry.actor, entry.site.id, go_on=_for_a_while())
        except Problem as problem:
            say(problem.detail or problem.title, "bad")
        else:
            more = "" if run.finished else " There is more; the worker goes on, or press again."
            say(f"{sum(run.gone.values())} went.{more}" if run.gone else f"There was nothing to let go.{more}")
    return redirect(url_for("console.retention", site=entry.site.id), 303)


def _for_a_while(steps: int = 40) -> Any:
    """A request ends; what is left is the worker's."""
    left = iter(range(steps))
    return lambda: next(left, None) is not None


def _form(plan: RetentionPlan) -> RetentionForm:
    form = RetentionForm(obj=plan.policy)
    old = [notice for notice in plan.notices if not notice.in_force and (notice.comments or notice.chosen)]
    form.old_notices.choices = [(notice.sha256, notice.sha256) for notice in old]
    if request.method != "POST":
        form.old_notices.data = sorted(plan.policy.old_notices)
    return form
