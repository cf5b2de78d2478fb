"""What people ask for about their own data: what waits and how long it may, one request with what can be done about it,
and a letter that came by post."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time
from typing import Any

from flask import Response, redirect, request, url_for

from commentsvc.clock import now
from commentsvc.console.base import console, page, say
from commentsvc.console.forms import ActForm, show_errors
from commentsvc.console.gate import Entry, for_site
from commentsvc.console.request_forms import HoldForm, LetterForm, RequestActForm
from commentsvc.domain.request import reference
from commentsvc.errors import NotFound, Problem, ValidationFailed
from commentsvc.usecases.act_on_request import RequestAct, act_on_request
from commentsvc.usecases.export_for_request import export_for_request
from commentsvc.usecases.open_letter import Letter, open_letter
from commentsvc.usecases.open_request import RequestDraft
from commentsvc.usecases.review_request import list_requests, review_request
from commentsvc.usecases.set_hold import HoldDraft, lift_hold, set_hold

SAID = {
    "note": "The note is on file.",
    "extend": "Extended.",
    "refuse": "Refused.",
    "withdraw": "Closed as withdrawn.",
    "copy": "Answered.",
    "erase": "What is surely theirs is erased; a person with very many comments takes the worker a few minutes.",
    "restrict": "Restricted: it is stored, and nobody is shown it.",
    "lift": "They are told; the restriction ends in seven days.",
    "object": "Taken down.",
    "done": "Answered.",
}


@console.get("/<site>/requests")
@for_site("subjects")
def requests(entry: Entry) -> Any:
    """What waits, what is due first on top; `?closed=1` shows what is done."""
    closed = bool(request.args.get("closed"))
    offset = request.args.get("offset", 0, type=int)
    found = list_requests(entry.deps, entry.actor, entry.site.id, closed=closed, offset=offset)
    return page("requests.html", found=found, closed=closed)


@console.route("/<site>/requests/<uuid:number>", methods=["GET", "POST"])
@for_site("subjects")
def subject_request(entry: Entry, number: uuid.UUID) -> Any:
    """One request; a POST does something about it."""
    form, status, rest = RequestActForm(), 200, []
    if request.method == "POST":
        status = 422
        if form.validate():
            draft = RequestAct(form.act.data or "", form.text.data or "", form.by_post.data, form.unconfirmed.data)
            try:
                act_on_request(entry.deps, entry.actor, entry.site.id, number, draft)
            except NotFound:
                raise
            except Problem as problem:
                status, rest = problem.status, _told(problem)
            else:
                say(SAID[draft.act])
                return _back(entry, number)
    return _one(entry, number, status, rest, form, HoldForm(formdata=None))


@console.post("/<site>/requests/<uuid:number>/hold")
@for_site("subjects")
def request_hold(entry: Entry, number: uuid.UUID) -> Any:
    """Set a legal hold on what the request is about."""
    form, rest = HoldForm(), []
    if form.validate():
        until = _end_of(form.until.data)
        draft = HoldDraft(form.why.data or "", until, claims=form.claims.data, request_id=number)
        try:
            set_hold(entry.deps, entry.actor, entry.site.id, draft)
        except ValidationFailed as problem:
            rest = show_errors(form, problem)
        except Problem as problem:
            rest = _told(problem)
        else:
            say("Held. Retention leaves it alone until then.")
            return _back(entry, number)
    return _one(entry, number, 422, rest, RequestActForm(formdata=None), form)


@console.post("/<site>/requests/<uuid:number>/hold/<uuid:hold>/lifted")
@for_site("subjects")
def hold_lifted(entry: Entry, number: uuid.UUID, hold: uuid.UUID) -> Any:
    """End a hold now."""
    if ActForm().validate():
        try:
            lift_hold(entry.deps, entry.actor, entry.site.id, hold)
        except Problem as problem:
            say(problem.detail or problem.title, "warn")
        else:
            say("The hold has ended.")
    return _back(entry, number)


@console.post("/<site>/requests/<uuid:number>/copy")
@for_site("subjects")
def request_copy(entry: Entry, number: uuid.UUID) -> Any:
    """The person's data as an archive, to send by post."""
    if not ActForm().validate():
        return _back(entry, number)
    made = export_for_request(entry.deps, entry.actor, entry.site.id, number)
    answer = Response(made.chunks, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{made.filename}"'
    return answer


@console.route("/<site>/requests/new", methods=["GET", "POST"])
@for_site("subjects")
def new_request(entry: Entry) -> Any:
    """Put a letter on file."""
    form, status, rest = LetterForm(), 200, []
    if request.method == "GET":
        form.received_on.data, form.lang.data = now().date(), entry.site.default_language
    else:
        status = 422
        if form.validate():
            try:
                made = open_letter(entry.deps, entry.actor, entry.site.id, _letter(form))
            except ValidationFailed as problem:
                rest = show_errors(form, problem)
            except NotFound as problem:
                rest = _told(problem)
            else:
                say(f"Request {made.reference} is open; it must be answered by {made.due_at:%Y-%m-%d}.")
                return _back(entry, made.id)
    return page("request_new.html", status, form=form, rest=rest)


def _one(
    entry: Entry, number: uuid.UUID, status: int, rest: list[str], form: RequestActForm, hold: HoldForm
) -> tuple[str, int]:
    found = review_request(entry.deps, entry.actor, entry.site.id, number)
    return page("request.html", status, found=found, form=form, hold=hold, rest=rest, reference=reference)


def _letter(form: LetterForm) -> Letter:
    record = None
    if form.record.data:
        try:
            record = uuid.UUID(form.record.data.strip())
        except ValueError:
            raise ValidationFailed(fields={"record": ["This is no number of a receipt."]}) from None
    draft = RequestDraft(
        form.kind.data or "", form.address.data, form.words.data or "", form.lang.data or "", record_id=record
    )
    came = form.received_on.data or now().date()
    return Letter(draft, _noon(came), form.identified.data or "", form.about.data)


def _noon(day: date) -> datetime:
    """Noon of that day (UTC): the middle of what is not known closer. Today it is now."""
    return min(datetime.combine(day, time(12), UTC), now())


def _end_of(day: date | None) -> datetime:
    return datetime.combine(day, time(23, 59, 59), UTC) if day else now()


def _told(problem: Problem) -> list[str]:
    return [text for texts in problem.fields.values() for text in texts] or [problem.detail or problem.title]


def _back(entry: Entry, number: uuid.UUID) -> Any:
    return redirect(url_for("console.subject_request", site=entry.site.id, number=number), 303)
