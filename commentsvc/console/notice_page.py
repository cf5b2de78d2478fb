"""The page of the notice editor: one language's fields between a request and what answers it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import make_response, request

from commentsvc.console.base import page
from commentsvc.console.forms import NoticeForm
from commentsvc.console.gate import Entry
from commentsvc.console.notice_editor import (
    CONSEQUENCES,
    GROUP_NAMES,
    editor_fields,
    field_errors,
    field_label,
    other_errors,
    sent_fields,
)
from commentsvc.domain.minors import MINOR, MINOR_TEXTS
from commentsvc.domain.notice import BASES, CONSENT_BASIS, PUBLISH, PURPOSES
from commentsvc.domain.notice_change import shortened
from commentsvc.domain.notice_fields import changes_of, fields_of, with_basis
from commentsvc.errors import Conflict, Problem, ValidationFailed
from commentsvc.models.notice_draft import NoticeDraft
from commentsvc.usecases.keep_notice_draft import DraftText, discard_notice_draft, keep_notice_draft, notice_draft
from commentsvc.usecases.publish_notice import draft_notice
from commentsvc.usecases.review_notice import MOST_RECORDS, NoticeReview, affected_records, our_notice, review_notice
from commentsvc.usecases.serve_notice import not_carried_out, offered_notice
from commentsvc.widget import words


class NoticeEditor:
    """One language's fields between a request and the page that answers it."""

    def __init__(self, entry: Entry, lang: str, version: int) -> None:
        self.entry, self.lang, self.version = entry, lang, version
        self.form = NoticeForm(data={"version": str(version)})
        base = draft_notice(entry.deps, entry.actor, entry.site.id, lang, {})
        self.offered = self.offered_before = [item["id"] for item in base["purposes"]]
        self.basis = next(item["basis"] for item in base["purposes"] if item["id"] == PUBLISH)
        self.ours = our_notice(entry.deps, entry.actor, entry.site.id, lang, self.basis)
        missing = [item for item in self.ours["purposes"] if item["id"] not in self.offered]
        self.base = {**base, "purposes": [*base["purposes"], *missing]}
        self.fields = fields_of(self.base)
        self.draft: NoticeDraft | None = None
        self.rival: NoticeDraft | None = None

    @property
    def revision(self) -> int:
        """The draft that this page was typed over; 0 for none."""
        return number(self.form.draft.data)

    def take_draft(self) -> None:
        """What somebody kept, if anybody did."""
        entry = self.entry
        self.draft = notice_draft(entry.deps, entry.actor, entry.site.id, self.lang)
        if self.draft is None:
            return
        self.fields |= {name: text for name, text in self.draft.fields.items() if name in self.fields}
        self.offered = [name for name in PURPOSES if name == PUBLISH or name in self.draft.offered]
        if (basis := self.fields[f"{PUBLISH}.basis"]) in BASES:
            self.ours = our_notice(entry.deps, entry.actor, entry.site.id, self.lang, basis)
        self.form.draft.data = str(self.draft.revision)

    def keep(self, *, overwrite: bool) -> None:
        """Keep what was typed, unless it is what is in force; over a draft that was not seen only if told to."""
        entry, seen = self.entry, self.revision
        current = notice_draft(entry.deps, entry.actor, entry.site.id, self.lang)
        if self.fields == fields_of(self.base) and self.offered == self.offered_before:
            if discard_notice_draft(entry.deps, entry.actor, entry.site.id, self.lang, seen):
                self.form.draft.data = ""
            else:
                self.rival = current
            return
        if overwrite and current is not None:
            seen = current.revision
        text = DraftText(self.fields, self.offered, number(self.form.version.data))
        try:
            self.draft = keep_notice_draft(entry.deps, entry.actor, entry.site.id, self.lang, text, seen)
        except Conflict:
            self.rival = notice_draft(entry.deps, entry.actor, entry.site.id, self.lang)
        else:
            self.form.draft.data = str(self.draft.revision)

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
            problem = refused
            if request.method == "POST":  # a draft that is not complete is opened like any other
                status = refused.status
        fields = editor_fields(self.fields, fields_of(self.ours), problem)
        values = {
            "form": self.form,
            "lang": self.lang,
            "version": self.version,
            "draft": self.draft,
            "rival": self.rival,
            "fields": fields,
            "offered": self.offered,
            "purposes": [{"id": item["id"], "required": item["required"]} for item in self.base["purposes"]],
            "without_means": not_carried_out(self.entry.deps),
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
            "most_records": MOST_RECORDS,
        }
        return make_response(page("notice.html", status, **values))


def _widget_words(lang: str) -> dict[str, Any] | None:
    """What the script says around the form in this language; None where it speaks English."""
    try:
        told: dict[str, Any] = json.loads(words(lang).bytes)
    except KeyError:
        return None
    return told


def number(text: str | None, otherwise: int = 0) -> int:
    """The whole number in a hidden field, or `otherwise`."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise
