"""Who did what when: searched, and taken out as a file that proves it."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from commentsvc.clock import now
from commentsvc.console.base import console, page
from commentsvc.console.forms import ActivityExportForm, ActivityForm, asked, choices, show_errors
from commentsvc.console.gate import Entry, for_site
from commentsvc.domain.permissions import holds
from commentsvc.domain.trail import DECISION, KINDS
from commentsvc.errors import ValidationFailed
from commentsvc.exchange.trail_row import TRAIL_FORMATS
from commentsvc.usecases.export_trail import export_trail
from commentsvc.usecases.list_activity import ActivityPage, list_activity, list_actors, read_trail_filter

_NAMES = ("who", "kind", "from", "to", "target")


@console.get("/<site>/activity")
@for_site("moderate", "audit")
def activity(entry: Entry) -> Any:
    """Decisions and, for those who may see the whole trail, every other act, as far as they are searched for."""
    form, rest, status = _form(entry), [], 200
    search = {name: value for name in _NAMES if (value := asked(name))}
    try:
        wanted = read_trail_filter(search)
        found = list_activity(entry.deps, entry.actor, entry.site.id, wanted, cursor=asked("cursor"))
    except ValidationFailed as problem:
        found, rest, status = ActivityPage([], None), show_errors(form, problem), 422
    return page("activity.html", status, found=found, form=form, rest=rest, search=search, export=ActivityExportForm())


@console.post("/<site>/activity/export")
@for_site("audit")
def activity_export(entry: Entry) -> Any:
    """The file; a POST, because the export is itself written down."""
    form = ActivityExportForm()
    if not form.validate():
        return page("problem.html", 422, title="Nothing was exported", detail="Please go back and choose a format.")
    format = TRAIL_FORMATS[form.format.data]
    wanted = read_trail_filter({name: request.form.get(name) for name in _NAMES})
    rows = export_trail(entry.deps, entry.actor, entry.site.id, wanted, format=format.name)
    answer = Response(format.write(rows), content_type=format.media_type)
    name = f"activity-{entry.site.id}-{now():%Y-%m-%d}.{format.ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _form(entry: Entry) -> ActivityForm:
    form = ActivityForm(request.args)
    who = list_actors(entry.deps, entry.actor, entry.site.id)
    form.who.choices = choices([("", "anybody"), *_told_apart(who)])
    kinds = KINDS if holds(entry.actor.scopes, "audit") else {DECISION: KINDS[DECISION]}
    form.kind.choices = choices([("", "anything"), *kinds.items()])
    return form


def _told_apart(who: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """People who have the same name get the end of their reference beside it."""
    names = [name for _, name in who]
    return [(ref, f"{name} ({ref[-6:]})" if names.count(name) > 1 else name) for ref, name in who]
