"""Who was affected by a breach, for the notification: the numbers, the clock, and the list to take along."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from commentsvc.clock import now
from commentsvc.console.base import console, page
from commentsvc.console.forms import BreachForm, show_errors
from commentsvc.console.gate import Entry, for_site
from commentsvc.errors import ValidationFailed
from commentsvc.exchange.affected_csv import MEDIA_TYPE, write_affected_csv
from commentsvc.usecases.assess_breach import Assessment, Window, assess_breach, export_affected, read_window


@console.route("/<site>/breach", methods=["GET", "POST"])
@for_site("subjects")
def breach(entry: Entry) -> Any:
    """Ask between when; a POST, because it is recorded, answers with the numbers."""
    form = BreachForm()
    if request.method == "GET":
        return _page(form)
    if not form.validate():
        return _page(form, 422)
    try:
        window = _window(form)
        found = assess_breach(entry.deps, entry.actor, entry.site.id, window)
    except ValidationFailed as problem:
        return _page(form, 422, rest=show_errors(form, problem))
    return _page(form, found=found)


@console.post("/<site>/breach/people")
@for_site("subjects")
def breach_people(entry: Entry) -> Any:
    """The people as CSV."""
    form = BreachForm()
    if not form.validate():
        return _page(form, 422)
    try:
        window = _window(form)
        people = export_affected(entry.deps, entry.actor, entry.site.id, window)
    except ValidationFailed as problem:
        return _page(form, 422, rest=show_errors(form, problem))
    site = entry.site.id
    answer = Response(write_affected_csv((site, person) for person in people), content_type=MEDIA_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="affected-{site}-{now():%Y-%m-%d}.csv"'
    return answer


def _window(form: BreachForm) -> Window:
    return read_window(form.from_.data or "", form.to.data or "", form.noticed_at.data or "")


def _page(
    form: BreachForm, status: int = 200, found: Assessment | None = None, rest: list[str] | None = None
) -> tuple[str, int]:
    return page("breach.html", status, form=form, found=found, rest=rest or [], now=now())
