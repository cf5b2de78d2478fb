"""The privacy notice: what is in force, every version ever published, and a plain editor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import make_response, redirect, request, url_for

from commentsvc.console.base import console, page, say
from commentsvc.console.forms import ActForm, NoticeForm, show_errors
from commentsvc.console.gate import Entry, for_site
from commentsvc.domain.notice import parse_manifest
from commentsvc.domain.notice_texts import LANGUAGES
from commentsvc.errors import Conflict, NotFound, Problem, ValidationFailed
from commentsvc.models.notice import Notice, all_notices, find_notice, notice_in_force, notices_in_force
from commentsvc.usecases.publish_notice import draft_notice, publish_notice

PURPOSE_TEXTS = {"label": "Label", "description": "Description", "retention": "How long"}
"""The words of a purpose that can be edited; what it is for and on what basis stays."""


@console.get("/<site>/notice")
@for_site("admin")
def notices(entry: Entry) -> Any:
    """The notice in force in each language, and all versions."""
    session, site_id = entry.deps.session, entry.site.id
    current = notices_in_force(session, site_id)
    manifests = {notice.sha256: parse_manifest(notice.body) for notice in current}
    missing = [lang for lang in LANGUAGES if lang not in {notice.lang for notice in current}]
    return page(
        "notices.html",
        current=current,
        manifests=manifests,
        every=all_notices(session, site_id),
        missing=missing,
        outdated=[n.lang for n in current if _outdated(entry, manifests[n.sha256])],
    )


@console.get("/<site>/notice/text/<sha256>")
@for_site("moderate")
def notice_text(entry: Entry, sha256: str) -> Any:
    """One version as people read it; its exact bytes are at the public address that is linked."""
    notice = find_notice(entry.deps.session, entry.site.id, sha256)
    if notice is None:
        raise NotFound("This site never published a notice of this name.")
    newest = notice_in_force(entry.deps.session, entry.site.id, notice.lang)
    return page(
        "notice_text.html",
        notice=notice,
        manifest=parse_manifest(notice.body),
        in_force=newest is not None and newest.sha256 == notice.sha256,
        size=len(notice.body),
    )


@console.route("/<site>/notice/<lang>", methods=["GET", "POST"])
@for_site("admin")
def notice(entry: Entry, lang: str) -> Any:
    """Edit the words in one language; preview first, then publish as a new version."""
    current = notice_in_force(entry.deps.session, entry.site.id, lang)
    if current is None and lang not in LANGUAGES:
        raise NotFound("There is no notice in this language.")
    base = draft_notice(entry.deps, entry.actor, entry.site.id, lang, {})
    form = NoticeForm(data={**base, "version": str(current.version if current else 0)})
    if request.method == "GET":
        return _editor(form, lang, current, base["purposes"])
    purposes = _purposes(base["purposes"], request.form)
    if not form.validate():
        return _editor(form, lang, current, purposes, status=422)
    changes = {name: _plain(form[name].data) for name in ("title", "summary", "text")} | {"purposes": purposes}
    try:
        if "publish" not in request.form:
            preview = draft_notice(entry.deps, entry.actor, entry.site.id, lang, changes)
            return _editor(form, lang, current, purposes, preview=preview)
        made = publish_notice(entry.deps, entry.actor, entry.site.id, lang, changes, _version(form))
    except (ValidationFailed, Conflict) as problem:
        return _editor(form, lang, current, purposes, status=problem.status, problem=problem)
    say(f"Version {made.version} ({lang}) is in force. Forms opened before show it when they are sent.")
    return redirect(url_for("console.notices", site=entry.site.id), 303)


def _editor(
    form: NoticeForm,
    lang: str,
    current: Notice | None,
    purposes: list[dict[str, Any]],
    *,
    status: int = 200,
    preview: Mapping[str, Any] | None = None,
    problem: Problem | None = None,
) -> Any:
    rest = show_errors(form, problem) if problem else []
    return make_response(
        page(
            "notice.html",
            status,
            form=form,
            lang=lang,
            current=current,
            purposes=purposes,
            texts=PURPOSE_TEXTS,
            preview=preview,
            rest=rest,
            act=ActForm(),
        )
    )


def _purposes(base: list[dict[str, Any]], sent: Mapping[str, str]) -> list[dict[str, Any]]:
    """The purposes with the words that were sent; nothing else of a purpose can be changed here."""
    return [
        {**purpose, **{text: _plain(sent.get(f"{purpose['id']}.{text}", purpose[text])) for text in PURPOSE_TEXTS}}
        for purpose in base
    ]


def _plain(text: str | None) -> str:
    """Browsers send CR LF; the manifest has LF only."""
    return (text or "").replace("\r\n", "\n").strip()


def _version(form: NoticeForm) -> int:
    return int(form.version.data) if (form.version.data or "").isdigit() else -1


def _outdated(entry: Entry, manifest: Mapping[str, Any]) -> bool:
    """Whether the site's controller was changed after this notice was published."""
    told, site = manifest["controller"], entry.site
    return [told["name"], told["address"], told["contact"], told["privacy_url"]] != [
        site.controller_name,
        site.controller_address,
        site.controller_contact,
        site.privacy_url,
    ]
