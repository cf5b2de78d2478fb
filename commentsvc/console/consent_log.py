"""Download the consent log: who agreed to what, when, shown which text."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from commentsvc.clock import now
from commentsvc.console.base import console, page
from commentsvc.console.forms import ExportForm, choices, chosen, show_errors
from commentsvc.console.gate import Entry, for_site
from commentsvc.domain.consent_history import STATES
from commentsvc.domain.notice import parse_manifest
from commentsvc.errors import ValidationFailed
from commentsvc.exchange.consent_log import FORMATS
from commentsvc.models.notice import CHOICES, COMMENTS, all_notices
from commentsvc.usecases.export_consent_log import read_filter
from commentsvc.usecases.write_consent_log import write_consent_log


@console.route("/<site>/consent-log", methods=["GET", "POST"])
@for_site("export")
def consent_log(entry: Entry) -> Any:
    """Choose what to download; a POST, because the download is itself recorded, answers with the file."""
    form = ExportForm()
    form.purpose.choices = choices([("", "any"), *chosen(_purposes(entry))])
    form.state.choices = choices([("", "any"), *chosen(STATES)])
    if request.method == "GET":
        return page("consent_log.html", form=form, rest=[])
    rest: list[str] = []
    if form.validate():
        try:
            return _file(entry, form)
        except ValidationFailed as problem:
            rest = show_errors(form, problem)
    return page("consent_log.html", 422, form=form, rest=rest)


def _file(entry: Entry, form: ExportForm) -> Response:
    format = FORMATS[form.format.data]
    names = {"from": form.from_, "to": form.to, "purpose": form.purpose, "state": form.state, "subject": form.subject}
    filters = read_filter({name: str(field.data or "").strip() for name, field in names.items()})
    chunks = write_consent_log(entry.deps, entry.actor, entry.site.id, filters, format)
    answer = Response(chunks, content_type=format.media_type)
    name = f"consent-log-{entry.site.id}-{now():%Y-%m-%d}.{format.ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _purposes(entry: Entry) -> list[str]:
    """Every purpose any notice of the site ever named."""
    every = (all_notices(entry.deps.session, entry.site.id, kind) for kind in (COMMENTS, CHOICES))
    manifests = (parse_manifest(notice.body) for notices in every for notice in notices)
    return sorted({purpose["id"] for manifest in manifests for purpose in manifest["purposes"]})
