"""The privacy notice: which languages are in force, every version ever published, and the editor."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Response, make_response, redirect, request, url_for

from commentsvc.console.base import console, page, say
from commentsvc.console.forms import NoticeForm
from commentsvc.console.gate import Entry, for_site
from commentsvc.console.notice_editor import (
    CONSEQUENCES,
    GROUP_NAMES,
    editor_fields,
    field_errors,
    field_label,
    other_errors,
    sent_fields,
)
from commentsvc.domain.minors import MINOR, MINOR_TEXTS, with_minor
from commentsvc.domain.notice import BASES, CONSENT_BASIS, PUBLISH, PURPOSES, parse_manifest, rests_on_consent
from commentsvc.domain.notice_change import shortened
from commentsvc.domain.notice_fields import changes_of, fields_of, with_basis
from commentsvc.domain.notice_texts import LANGUAGES
from commentsvc.errors import Conflict, NotFound, Problem, ValidationFailed
from commentsvc.models.notice import all_notices, find_notice, notice_in_force
from commentsvc.usecases.publish_notice import draft_notice, publish_notice
from commentsvc.usecases.review_notice import (
    NoticeReview,
    affected_records,
    decided,
    language_states,
    our_notice,
    review_notice,
)
from commentsvc.usecases.serve_notice import offered_notice
from commentsvc.widget import words

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
        purposes=PURPOSES,
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
    """Edit the notice in one language. One button publishes; every other shows what publishing would mean."""
    current = notice_in_force(entry.deps.session, entry.site.id, lang)
    if current is None and lang not in LANGUAGES:
        raise NotFound("There is no notice in this language.")
    editor = _Editor(entry, lang, current.version if current else 0)
    if request.method == "GET":
        return editor.shown()
    editor.take(request.form)
    if not editor.form.validate():
        return editor.shown(status=422)
    try:
        if "publish" not in request.form:
            return editor.shown()
        ask = editor.form.reach.data == "ask-again"
        changes = decided(entry.deps, entry.actor, entry.site.id, lang, editor.changes(), ask)
        made = publish_notice(entry.deps, entry.actor, entry.site.id, lang, changes, _version(editor.form))
    except (ValidationFailed, Conflict) as problem:
        return editor.shown(status=problem.status, problem=problem)
    say(f"Version {made.version} ({lang}) is in force. Forms opened before show it when they are sent.")
    return redirect(url_for("console.notices", site=entry.site.id), 303)


class _Editor:
    """One language's fields between a request and the page that answers it."""

    def __init__(self, entry: Entry, lang: str, version: int) -> None:
        self.entry, self.lang, self.version = entry, lang, version
        self.form = NoticeForm(data={"version": str(version)})
        base = draft_notice(entry.deps, entry.actor, entry.site.id, lang, {})
        self.offered = [item["id"] for item in base["purposes"]]
        self.basis = next(item["basis"] for item in base["purposes"] if item["id"] == PUBLISH)
        self.ours = our_notice(entry.deps, entry.actor, entry.site.id, lang, self.basis)
        missing = [item for item in self.ours["purposes"] if item["id"] not in self.offered]
        self.base = {**base, "purposes": [*base["purposes"], *missing]}
        self.fields = fields_of(self.base)

    def take(self, sent: Mapping[str, str]) -> None:
        """What the browser sent; a field to go back to our text gets it."""
        self.fields = sent_fields(self.base, sent)
        offered = request.form.getlist("offer")
        self.offered = [name for name in PURPOSES if name == PUBLISH or name in offered]
        basis = self.fields[f"{PUBLISH}.basis"]
        if basis in BASES and basis != self.basis:
            before = fields_of(self.ours)
            self.ours = our_notice(self.entry.deps, self.entry.actor, self.entry.site.id, self.lang, basis)
            self.fields = with_basis(self.fields, before, fields_of(self.ours), basis)
        ours = fields_of(self.ours)
        if (name := sent.get("reset", "")) in ours:
            self.fields[name] = ours[name]

    def changes(self) -> dict[str, Any]:
        """What `draft_notice` is to change."""
        return changes_of(self.base, self.fields, self.offered)

    def shown(self, *, status: int = 200, problem: Problem | None = None) -> Any:
        """The page with everything that was typed. What cannot be published is not previewed, but kept."""
        review: NoticeReview | None = None
        try:
            review = review_notice(self.entry.deps, self.entry.actor, self.entry.site.id, self.lang, self.changes())
        except ValidationFailed as refused:
            problem, status = refused, refused.status
        fields = editor_fields(self.fields, fields_of(self.ours), problem)
        values = {
            "form": self.form,
            "lang": self.lang,
            "version": self.version,
            "fields": fields,
            "offered": self.offered,
            "purposes": [{"id": item["id"], "required": item["required"]} for item in self.base["purposes"]],
            "controller": self.base["controller"],
            "minor": [f"{MINOR}.{part}" for part in MINOR_TEXTS if MINOR in self.base],
            "bases": BASES,
            "consent_basis": CONSENT_BASIS,
            "consequences": CONSEQUENCES,
            "groups": GROUP_NAMES,
            "errors": field_errors(problem),
            "wrong_groups": {name.partition(".")[0] for name in field_errors(problem)},
            "rest": other_errors(problem, fields),
            "field_label": field_label,
            "shortened": shortened,
            "widget_words": _widget_words(self.lang),
            "review": review,
            "public": offered_notice(self.entry.deps, review.manifest, "preview") if review else None,
            "affected": affected_records(self.entry.deps, self.entry.actor, self.entry.site.id),
        }
        return make_response(page("notice.html", status, **values))


def _widget_words(lang: str) -> dict[str, Any] | None:
    """What the script says around the form in this language; None where it speaks English."""
    try:
        told: dict[str, Any] = json.loads(words(lang).bytes)
    except KeyError:
        return None
    return told


def _version(form: NoticeForm) -> int:
    return int(form.version.data) if (form.version.data or "").isdigit() else -1


def _outdated(entry: Entry, manifest: Mapping[str, Any]) -> bool:
    """Whether the site's controller, or what it asks younger readers, was changed after this notice was published."""
    told, site = manifest["controller"], entry.site
    meant = with_minor(manifest, site.age_of_consent, rests_on_consent=rests_on_consent(manifest))
    if meant.get(MINOR) != manifest.get(MINOR):
        return True
    return [told["name"], told["address"], told["contact"], told["privacy_url"]] != [
        site.controller_name,
        site.controller_address,
        site.controller_contact,
        site.privacy_url,
    ]
