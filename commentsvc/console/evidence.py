"""How strong a site's evidence is, what makes it stronger, and taking it out for somebody who asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Response, redirect, url_for

from commentsvc.clock import now
from commentsvc.console.base import console, page, say
from commentsvc.console.forms import ActForm, RecordForm, TilesForm, WitnessForm, asked, show_errors
from commentsvc.console.gate import Entry, for_site
from commentsvc.errors import Conflict, NotFound, ValidationFailed
from commentsvc.usecases.change_site import change_site
from commentsvc.usecases.change_witnesses import MAX_WITNESSES, add_witness, remove_witness
from commentsvc.usecases.evidence_status import evidence_status
from commentsvc.usecases.export_evidence import choose, export_evidence
from commentsvc.usecases.export_log import export_log


@console.get("/<site>/evidence")
@for_site("export")
def evidence(entry: Entry) -> Any:
    """Show it; `?record=` fills in the record whose evidence is wanted."""
    return _page(entry)


@console.post("/<site>/evidence/record")
@for_site("subjects")
def evidence_record(entry: Entry) -> Any:
    """The archive about the records that the form names; a POST, because it is noted who took it."""
    form = RecordForm()
    if form.validate():
        try:
            chosen = choose((form.record.data or "").split(), None, None)
            export = export_evidence(entry.deps, entry.actor, entry.site.id, chosen)
        except ValidationFailed as problem:
            show_errors(form, problem)
        except NotFound as problem:
            form.record.errors = [problem.detail]
        else:
            return _archive(entry, "evidence", export.chunks)
    return _page(entry, 422, record=form)


@console.post("/<site>/evidence/log")
@for_site("export")
def evidence_log(entry: Entry) -> Any:
    """The whole log's hashes as an archive."""
    try:
        export = export_log(entry.deps, entry.actor, entry.site.id)
    except NotFound as problem:
        say(problem.detail, "warn")
        return _back(entry)
    return _archive(entry, "log", export.chunks)


@console.post("/<site>/evidence/witnesses")
@for_site("admin")
def evidence_witness(entry: Entry) -> Any:
    """Take and show the cosignatures of one more witness."""
    form = WitnessForm()
    if form.validate():
        try:
            add_witness(entry.deps, entry.actor, entry.site.id, (form.vkey.data or "").strip())
        except (ValidationFailed, Conflict) as problem:
            form.vkey.errors = [problem.detail]
        else:
            say("The witness is named. It counts from the first checkpoint that it cosigns.")
            return _back(entry, "witnesses")
    return _page(entry, 422, witness=form)


@console.post("/<site>/evidence/witnesses/removed")
@for_site("admin")
def evidence_witness_removed(entry: Entry) -> Any:
    """Take and show a witness's cosignatures no more."""
    form = WitnessForm()
    try:
        remove_witness(entry.deps, entry.actor, entry.site.id, form.vkey.data or "")
    except NotFound as problem:
        say(problem.detail, "warn")
    else:
        say("The witness is taken off. What it cosigned stays stored, and counts again if you name it again.")
    return _back(entry, "witnesses")


@console.post("/<site>/evidence/tiles")
@for_site("admin")
def evidence_tiles(entry: Entry) -> Any:
    """Publish the hashes of the log, or no more."""
    form = TilesForm()
    change_site(entry.deps, entry.actor, entry.site.id, {"publish_tiles": form.publish_tiles.data})
    say("The hashes of the log are public." if form.publish_tiles.data else "The hashes of the log are not published.")
    return _back(entry, "hashes")


def _page(
    entry: Entry, status: int = 200, record: RecordForm | None = None, witness: WitnessForm | None = None
) -> tuple[str, int]:
    public_url, site = entry.deps.settings.public_url, entry.site
    return page(
        "evidence.html",
        status,
        found=evidence_status(entry.deps, entry.actor, site.id),
        record=record or RecordForm(formdata=None, record=asked("record")),
        witness=witness or WitnessForm(formdata=None),
        tiles=TilesForm(formdata=None, publish_tiles=site.publish_tiles),
        act=ActForm(formdata=None),
        most=MAX_WITNESSES,
        verify_url=f"{public_url}/verify",
        log_url=f"{public_url}/api/v1/sites/{site.id}/log",
        may_change="evidence_tiles" in entry.pages,
        may_open="evidence_record" in entry.pages,
    )


def _archive(entry: Entry, what: str, chunks: Iterator[bytes]) -> Response:
    answer = Response(chunks, content_type="application/zip")
    name = f"{what}-{entry.site.id}-{now():%Y-%m-%d}.zip"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _back(entry: Entry, anchor: str | None = None) -> Any:
    return redirect(url_for("console.evidence", site=entry.site.id, _anchor=anchor), 303)
