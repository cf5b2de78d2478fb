"""`/t/<site>/report?comment=…`: report a comment as illegal without JavaScript, and see what was decided."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from markupsafe import Markup

from commentsvc.adapters.current import current_deps
from commentsvc.domain.content_text import ContentText
from commentsvc.domain.content_texts import content_text
from commentsvc.errors import NotFound, RateLimited, ValidationFailed
from commentsvc.models.site import Site
from commentsvc.portal.base import page, portal, reader
from commentsvc.portal.forms import ReceiptForm, ReportForm
from commentsvc.portal.place import place_of
from commentsvc.portal.receipt_text import read_receipt
from commentsvc.portal.thread import comment_id
from commentsvc.portal.words import PageWords, words_for_reader
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.report_comment import ReportDraft, read_report, report_comment, reportable


@portal.get("/t/<site:site>/report")
def report(site: str) -> Response:
    """The form, nothing ticked."""
    return _form(current_deps(), site, ReportForm(formdata=None))


@portal.post("/t/<site:site>/report")
def send_report(site: str) -> Response:
    """Take the report in. Whatever is refused, what was typed stays in the form."""
    deps, form = current_deps(), ReportForm()
    found, words, text = _words(deps, site)
    which = comment_id(request.args.get("comment"))
    if which is None:
        return _nowhere(found, words, text)
    if not form.validate():
        return _form(deps, site, form, said=words.own.form_unchecked, status=400)
    draft = ReportDraft(
        comment=which,
        why=form.why.data or "",
        good_faith=form.good_faith.data,
        name=form.name.data or "",
        email=form.email.data,
        lang=words.lang,
    )
    try:
        received = report_comment(deps, site, draft, reader())
    except ValidationFailed as problem:
        return _form(deps, site, form, errors=_told(problem, form, text), status=problem.status)
    except RateLimited as problem:
        answer = _form(deps, site, form, said=words.messages["rate_limited"], status=problem.status)
        answer.headers["Retry-After"] = str(problem.retry_after)
        return answer
    except NotFound:
        return _nowhere(found, words, text)
    return page("reported.html", 201, site=found, words=words, text=text, received=received)


@portal.get("/t/<site:site>/report/outcome")
def report_outcome(site: str) -> Response:
    """Where number and secret of a report are put in; with the link, the script puts them in."""
    return _ask(current_deps(), site)


@portal.post("/t/<site:site>/report/outcome")
def show_report(site: str) -> Response:
    """What became of a report. Reads only."""
    deps, form = current_deps(), ReceiptForm()
    typed = form.receipt.data or ""
    put_in = read_receipt(typed)
    if put_in is None:
        return _ask(deps, site, typed, 422)
    try:
        found = read_report(deps, site, *put_in)
    except NotFound as problem:
        return _ask(deps, site, typed, problem.status)
    where, words, text = _words(deps, site)
    return page("report_outcome.html", site=where, words=words, text=text, report=found)


def _words(deps: Deps, site_id: str) -> tuple[Site, PageWords, ContentText]:
    site = find_site(deps, site_id)
    words = words_for_reader(site)
    return site, words, content_text(words.lang)


def _form(
    deps: Deps,
    site_id: str,
    form: ReportForm,
    *,
    said: str = "",
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    site, words, text = _words(deps, site_id)
    try:
        _, comment, thread = reportable(deps, site_id, comment_id(request.args.get("comment")))
    except NotFound:
        return _nowhere(site, words, text)
    values: dict[str, Any] = {
        "comment": comment,
        "html": Markup(comment.html),  # noqa: S704 - the output of domain.markup, the one sanitiser
        "location": f"{thread.url}#comment-{comment.id}",
        "back": place_of(site, thread, words.lang).path(anchor=f"comment-{comment.id}", comment=str(comment.id)),
        "months": deps.settings.report_months,
    }
    return page(
        "report.html", status, site=site, words=words, text=text, form=form, said=said, errors=errors or {}, **values
    )


def _nowhere(site: Site, words: PageWords, text: ContentText) -> Response:
    """The same for a comment that is hidden, that was erased, and that never was."""
    return page("report_nothing.html", 404, site=site, words=words, text=text)


def _ask(deps: Deps, site_id: str, typed: str = "", status: int = 200) -> Response:
    site, words, text = _words(deps, site_id)
    said = text.unknown if status != 200 else ""
    return page("report_open.html", status, site=site, words=words, text=text, typed=typed, said=said)


def _told(problem: ValidationFailed, form: ReportForm, text: ContentText) -> dict[str, str]:
    """What is wrong, beside its field, in the reader's language."""
    why = text.too_long if (form.why.data or "").strip() else text.need_why
    words = {"why": why, "name": text.too_long, "email": text.bad_email, "good_faith": text.need_faith}
    return {name: words[name] for name in problem.fields if name in words}
