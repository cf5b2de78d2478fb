"""The papers that data protection law asks for: read them, print them, take them along."""

from __future__ import annotations

from typing import Any

from flask import Response

from commentsvc.clock import now
from commentsvc.console.base import console, page
from commentsvc.console.gate import Entry, for_site
from commentsvc.domain.paper import Paper
from commentsvc.errors import NotFound
from commentsvc.exchange.paper import FORMATS
from commentsvc.usecases.write_paper import PAPERS, PROCESSOR, write_paper, write_processor_record


@console.get("/<site>/papers")
@for_site("export")
def papers(entry: Entry) -> Any:
    """Which there are, and how much of each is still blank."""
    found = [_paper(entry, name) for name in _offered(entry)]
    return page("papers.html", found=found, formats=FORMATS)


@console.get("/<site>/papers/<name>")
@for_site("export")
def paper(entry: Entry, name: str) -> Any:
    """One of them, to read and print."""
    return page("paper.html", paper=_paper(entry, name), formats=FORMATS)


@console.get("/<site>/papers/<name>.<ending>")
@for_site("export")
def paper_file(entry: Entry, name: str, ending: str) -> Response:
    """One of them as a file."""
    if ending not in FORMATS:
        raise NotFound("There is no such format.")
    found, form = _paper(entry, name), FORMATS[ending]
    answer = Response(form.write(found), content_type=form.media_type)
    file = f"{name}-{entry.site.id}-{now():%Y-%m-%d}.{form.ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer


def _offered(entry: Entry) -> tuple[str, ...]:
    """The record of all controllers is for administrators of the whole installation."""
    return (*PAPERS, PROCESSOR) if entry.actor.site_id is None else PAPERS


def _paper(entry: Entry, name: str) -> Paper:
    if name == PROCESSOR and name in _offered(entry):
        return write_processor_record(entry.deps, entry.actor)
    return write_paper(entry.deps, entry.actor, entry.site.id, name)
