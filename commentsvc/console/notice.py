"""The privacy notice: which languages are in force, every version ever published, and the editor."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Response, redirect, request, url_for

from commentsvc.console.base import console, page, say
from commentsvc.console.gate import Entry, for_site
from commentsvc.console.notice_page import NoticeEditor, number
from commentsvc.domain.minors import MINOR, with_minor
from commentsvc.domain.notice import PURPOSES, parse_manifest, rests_on_consent
from commentsvc.domain.notice_escrow import escrow_months
from commentsvc.domain.notice_texts import LANGUAGES
from commentsvc.errors import Conflict, NotFound, ValidationFailed
from commentsvc.models.notice import all_notices, find_notice, notice_in_force
from commentsvc.usecases.keep_notice_draft import discard_notice_draft, notice_drafts
from commentsvc.usecases.publish_notice import publish_notice
from commentsvc.usecases.review_notice import MOST_RECORDS, affected_records, decided, language_states

UNCHECKED = "This form is out of date. Nothing was kept or published; what you typed is here: press the button again."
SCRIPT = Path(__file__).parent / "form_preview.js"


@console.get("/<site>/notice")
@for_site("admin")
def notices(entry: Entry) -> Any:
    """The notice in force in each language and how they stand to each other, who agreed to what, and all versions."""
    session, site_id = entry.deps.session, entry.site.id
    states = language_states(entry.deps, entry.actor, site_id)
    every = all_notices(session, site_id)
    bodies = {notice.sha256: notice.body for notice in every}
    return page(
        "notices.html",
        states=states,
        every=every,
        missing=[lang for lang in LANGUAGES if lang not in {state.lang for state in states}],
        outdated=[s.lang for s in states if _outdated(entry, parse_manifest(bodies[s.sha256]))],
        affected=affected_records(entry.deps, entry.actor, site_id),
        most_records=MOST_RECORDS,
        purposes=PURPOSES,
        drafts=notice_drafts(entry.deps, entry.actor, site_id),
    )


@console.get("/<site>/notice/text/<sha256>")
@for_site("moderate", "export")
def notice_text(entry: Entry, sha256: str) -> Any:
    """One version as people read it; its exact bytes are at the public address that is linked."""
    notice = find_notice(entry.deps.session, entry.site.id, sha256)
    if notice is None:
        raise NotFound("This site never published a notice of this name.")
    newest = notice_in_force(entry.deps.session, entry.site.id, notice.lang, notice.kind)
    return page(
        "notice_text.html",
        notice=notice,
        manifest=parse_manifest(notice.body),
        in_force=newest is not None and newest.sha256 == notice.sha256,
        size=len(notice.body),
    )


@console.get("/form-preview.js")
def form_preview_script() -> Response:
    """The script inside the preview's frame. The frame has no origin of its own, so that it may be nobody's; the file
    holds nothing of anybody, and whoever asks gets it.
    """
    answer = Response(SCRIPT.read_bytes(), content_type="text/javascript; charset=utf-8")
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@console.route("/<site>/notice/<lang>", methods=["GET", "POST"])
@for_site("admin")
def notice(entry: Entry, lang: str) -> Any:
    """Edit the notice in one language. One button publishes; every other keeps a draft and shows what publishing would
    mean, but one that gives the draft up. Only a form that is out of date keeps nothing: it is shown again.
    """
    current = notice_in_force(entry.deps.session, entry.site.id, lang)
    if current is None and lang not in LANGUAGES:
        raise NotFound("There is no notice in this language.")
    editor = NoticeEditor(entry, lang, current.version if current else 0)
    if request.method == "GET":
        editor.take_draft()
        return editor.shown()
    editor.take(request.form)
    if not editor.form.validate():
        return editor.shown(status=400, problem=Conflict(UNCHECKED) if editor.form.csrf_token.errors else None)
    if "discard" in request.form:
        return _discarded(editor)
    editor.keep(overwrite="overwrite" in request.form)
    return _published(editor) if "publish" in request.form else editor.shown(status=409 if editor.rival else 200)


def _published(editor: NoticeEditor) -> Any:
    entry, lang = editor.entry, editor.lang
    try:
        ask = editor.form.reach.data == "ask-again"
        changes = decided(entry.deps, entry.actor, entry.site.id, lang, editor.changes(), ask)
        made = publish_notice(
            entry.deps, entry.actor, entry.site.id, lang, changes, number(editor.form.version.data, -1)
        )
    except (ValidationFailed, Conflict) as problem:
        return editor.shown(status=problem.status, problem=problem)
    discard_notice_draft(entry.deps, entry.actor, entry.site.id, lang, editor.revision)
    say(f"Version {made.version} ({made.lang}) is in force. Forms opened before show it when they are sent.")
    return redirect(url_for("console.notices", site=entry.site.id), 303)


def _discarded(editor: NoticeEditor) -> Any:
    entry, lang = editor.entry, editor.lang
    if discard_notice_draft(entry.deps, entry.actor, entry.site.id, lang, editor.revision):
        say("The draft is discarded. This is the notice as it is in force.")
    else:
        say("Somebody kept another draft meanwhile. It is shown here.", "warn")
    return redirect(url_for("console.notice", site=entry.site.id, lang=lang), 303)


def _outdated(entry: Entry, manifest: Mapping[str, Any]) -> bool:
    """Whether the site's controller, what it asks younger readers, or what it keeps after an
    erasure, was changed after this notice was published."""
    told, site = manifest["controller"], entry.site
    meant = with_minor(manifest, site.age_of_consent, rests_on_consent=rests_on_consent(manifest))
    if meant.get(MINOR) != manifest.get(MINOR) or escrow_months(manifest) != site.escrow_months:
        return True
    return [told["name"], told["address"], told["contact"], told["privacy_url"]] != [
        site.controller_name,
        site.controller_address,
        site.controller_contact,
        site.privacy_url,
    ]
