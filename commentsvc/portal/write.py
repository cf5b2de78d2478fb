"""`/t/<site>/write?url=…`: the form without JavaScript, and what the reader gets for it: the state and the receipt."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

import orjson
from flask import Response, request

from commentsvc.adapters.current import current_deps
from commentsvc.domain.notice import parse_manifest
from commentsvc.errors import ConsentRequired, NotFound, NoticeStale, Problem, RateLimited, TokenExpired, TokenUsed
from commentsvc.models.notice import COMMENTS, find_notice
from commentsvc.portal.base import page, portal, reader
from commentsvc.portal.forms import CommentForm
from commentsvc.portal.place import Place, find_place
from commentsvc.portal.receipt_text import receipt_file, receipt_text
from commentsvc.portal.thread import comment_id
from commentsvc.portal.trap_label import TRAP_LABELS
from commentsvc.portal.words import default_words, of_manifest, wanted_language
from commentsvc.usecases.check_draft import CommentDraft
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.own_comment import read_comment
from commentsvc.usecases.post_comment import post_comment
from commentsvc.usecases.serve_notice import offered_notice, serve_notice

PURPOSE = "purpose."
NEEDS_SCRIPT = frozenset({"remember-me"})
"""Purposes this page cannot carry out, so it does not offer them (law 7)."""

MINOR = "minor"
FIELDS = {
    "author.name": "name",
    "author.email": "email",
    "author.website": "website",
    "body": "body",
    "consent.minor": MINOR,
}
"""The form's name of each field that a refusal may name."""


@portal.get("/t/<site:site>/write")
def write(site: str) -> Response:
    """The form with the notice in force, nothing ticked. Opening it mints the token."""
    deps = current_deps()
    place = find_place(deps, site)
    form = CommentForm(formdata=None, data={"parent": request.args.get("reply", "")})
    return _page(deps, place, form, _serve(deps, place))


@portal.post("/t/<site:site>/write")
def post(site: str) -> Response:
    """Post the comment. Whatever is refused, the text stays in the form."""
    deps = current_deps()
    place = find_place(deps, site)
    form = CommentForm()
    if not form.validate():
        notice = _fresh(deps, place, form, None)
        return _page(deps, place, form, notice, said=of_manifest(notice).own.form_unchecked, status=400)
    try:
        posted = post_comment(deps, site, _draft(place, form), reader(), form.attempt.data or None)
    except Problem as problem:
        return _refused(deps, place, form, problem)
    shown = find_notice(deps.session, site, form.notice.data or "")
    manifest = parse_manifest(shown.body) if shown else {}
    words = of_manifest(manifest) if manifest else default_words("en")
    return page(
        "posted.html",
        201,
        place=place,
        posted=posted,
        words=words,
        receipt=receipt_text(place.site, posted, manifest, words),
        file=receipt_file(place.site, posted, form.notice.data or ""),
    )


def _draft(place: Place, form: CommentForm) -> CommentDraft:
    given = {name.removeprefix(PURPOSE): True for name in request.form if name.startswith(PURPOSE)}
    sent = {name: value for name, value in request.form.items(multi=True) if name != "csrf_token"}
    where = {"url": place.url, "key": place.key}
    return CommentDraft(
        page_url=place.url,
        page_key=place.key,
        parent=comment_id(form.parent.data),
        author_name=form.name.data or "",
        author_email=form.email.data or None,
        author_website=form.website.data or None,
        body=form.body.data or "",
        notice=form.notice.data or "",
        token=form.token.data or "",
        purposes=given,
        minor=MINOR in request.form,
        not_offered=NEEDS_SCRIPT,
        form={"trap": form.subject.data or ""},
        signals={"gpc": request.headers.get("Sec-GPC") == "1"},
        digest=hashlib.sha256(orjson.dumps([where, sent], option=orjson.OPT_SORT_KEYS)).hexdigest(),
    )


def _refused(deps: Deps, place: Place, form: CommentForm, problem: Problem) -> Response:
    """The form again, with what is wrong beside the field it is wrong in."""
    errors = {_field(name): messages for name, messages in problem.fields.items()}
    notice = _fresh(deps, place, form, problem)
    words = notice["messages"]
    if isinstance(problem, ConsentRequired):
        required = next(purpose["id"] for purpose in notice["purposes"] if purpose["required"])
        errors = {name: messages for name, messages in errors.items() if name == MINOR}
        errors[PURPOSE + required] = [words["consent_required"]]
    said = problem.detail or problem.title
    if isinstance(problem, NoticeStale):
        said = words["notice_changed"]
    elif isinstance(problem, TokenExpired):
        said = words["form_expired"]
    elif isinstance(problem, TokenUsed):
        said = of_manifest(notice).own.sent_before
    elif errors:
        said = words["check_fields"]
    answer = _page(deps, place, form, notice, said=said, errors=errors, status=problem.status)
    if isinstance(problem, RateLimited):
        answer.headers["Retry-After"] = str(problem.retry_after)
    return answer


def _field(name: str) -> str:
    if name.startswith("consent.purposes."):
        return PURPOSE + name.removeprefix("consent.purposes.")
    return FIELDS.get(name, name)


def _serve(deps: Deps, place: Place, before: str | None = None) -> dict[str, Any]:
    lang = wanted_language(deps, place.site.id)
    return serve_notice(deps, place.site.id, lang, place.param, reader(), before=before)


def _fresh(deps: Deps, place: Place, form: CommentForm, problem: Problem | None) -> dict[str, Any]:
    """The notice for another attempt: what the refusal brought, a new one, or the old one while no more are served."""
    if problem is not None and "notice" in problem.extra:
        served: dict[str, Any] = problem.extra["notice"]
        return served
    try:
        return _serve(deps, place, form.token.data)
    except RateLimited:
        notice = find_notice(deps.session, place.site.id, form.notice.data or "")
        if notice is None or notice.kind != COMMENTS:
            raise
        return offered_notice(deps, parse_manifest(notice.body), notice.sha256) | {"token": form.token.data}


def _page(
    deps: Deps,
    place: Place,
    form: CommentForm,
    notice: dict[str, Any],
    *,
    said: str = "",
    errors: dict[str, list[str]] | None = None,
    status: int = 200,
) -> Response:
    known = (errors or {}).keys() & {*FIELDS.values(), *(PURPOSE + purpose["id"] for purpose in notice["purposes"])}
    others = [message for name, messages in (errors or {}).items() if name not in known for message in messages]
    return page(
        "write.html",
        status,
        place=place,
        form=form,
        notice=notice,
        purposes=[purpose for purpose in notice["purposes"] if purpose["id"] not in NEEDS_SCRIPT],
        ticked=_ticked(form, notice),
        words=of_manifest(notice),
        attempt=secrets.token_urlsafe(24),
        trap_label=TRAP_LABELS.get(notice["lang"], TRAP_LABELS["en"]),
        answers=_answered(deps, place, form.parent.data),
        said=said,
        errors=errors or {},
        others=others,
        limit=deps.settings.body_limit,
    )


def _ticked(form: CommentForm, notice: dict[str, Any]) -> set[str]:
    """What the reader ticked, as long as it was beside the same words; another notice begins with nothing ticked."""
    if form.notice.data != notice["sha256"]:
        return set()
    return {name for name in request.form if name.startswith(PURPOSE) or name == MINOR}


def _answered(deps: Deps, place: Place, parent: str | None) -> dict[str, Any] | None:
    """The public comment that is answered, for the form to show; None for a comment of its own."""
    found = comment_id(parent)
    if found is None:
        return None
    try:
        comment = read_comment(deps, place.site.id, found, None).comment
    except NotFound:
        return None
    return {"id": str(comment.id), "name": comment.author_name}
