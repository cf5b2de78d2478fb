"""The cookie notice: which languages are in force, how a page shows it, and the form that publishes a version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import redirect, request, url_for

from commentsvc.console.base import console, page, say
from commentsvc.console.forms import ActForm
from commentsvc.console.gate import Entry, for_site
from commentsvc.domain.choice_texts import CHOICE_LANGUAGES
from commentsvc.domain.choices import KNOWN, complete_purposes, default_choices
from commentsvc.domain.notice import parse_manifest
from commentsvc.errors import Conflict, NotFound, ValidationFailed
from commentsvc.models.notice import CHOICES, Notice, all_notices, notice_in_force, notices_in_force
from commentsvc.usecases.add_site import site_facts
from commentsvc.usecases.publish_choices import publish_choices

TEXTS = ("title", "summary", "text")
OF_PURPOSE = ("id", "label", "description", "personal_data", "recipients", "retention")
LISTS = ("personal_data", "recipients")
BLANK = 2
"""Rows for purposes of the site's own."""


@console.get("/<site>/cookie-notice")
@for_site("admin")
def cookie_notice(entry: Entry) -> Any:
    """What is in force, every version, and what goes onto a page."""
    session, site = entry.deps.session, entry.site
    current = notices_in_force(session, site.id, CHOICES)
    return page(
        "cookie_notices.html",
        current=[(notice, parse_manifest(notice.body)) for notice in current],
        every=all_notices(session, site.id, CHOICES),
        missing=[lang for lang in CHOICE_LANGUAGES if lang not in {notice.lang for notice in current}],
        service=entry.deps.settings.public_url,
    )


@console.route("/<site>/cookie-notice/<lang>", methods=["GET", "POST"])
@for_site("admin")
def edit_cookie_notice(entry: Entry, lang: str) -> Any:
    """The words and purposes in one language; a POST publishes them as a new version."""
    current = notice_in_force(entry.deps.session, entry.site.id, lang, CHOICES)
    if current is None and lang not in CHOICE_LANGUAGES:
        raise NotFound("There is no cookie notice in this language, and we have no words for one.")
    if request.method == "GET" or not ActForm().validate():
        return _form(lang, current, _shown(entry, lang, current))
    changes = _sent(request.form)
    seen = request.form.get("version", "")
    try:
        notice = publish_choices(
            entry.deps, entry.actor, entry.site.id, lang, changes, int(seen) if seen.isdigit() else -1
        )
    except (ValidationFailed, Conflict) as problem:
        wrong = [f"{name}: {' '.join(texts)}" for name, texts in problem.fields.items()] or [problem.detail]
        return _form(lang, current, changes, wrong, problem.status)
    say(f"Version {notice.version} ({lang}) is in force. Readers who chose before are asked again.")
    return redirect(url_for("console.cookie_notice", site=entry.site.id), 303)


def _shown(entry: Entry, lang: str, current: Notice | None) -> Mapping[str, Any]:
    """What stands in the form at first: the version in force, or our words for all the purposes we have some for."""
    if current:
        return parse_manifest(current.body)
    return default_choices(site_facts(entry.site), lang, 1, [{"id": name} for name in KNOWN])


def _sent(form: Mapping[str, str]) -> dict[str, Any]:
    """What was typed. A purpose is offered when its box is ticked; lists are a line an item."""
    purposes = []
    for row in range(len(KNOWN) * 4 + BLANK):
        if form.get(f"purpose-{row}-offer") != "yes":
            continue
        told: dict[str, Any] = {}
        for name in OF_PURPOSE:
            text = form.get(f"purpose-{row}-{name}", "").replace("\r\n", "\n").strip()
            if name in LISTS:
                told[name] = [line.strip() for line in text.split("\n") if line.strip()]
            elif text:
                told[name] = text
        purposes.append(told)
    return {name: form.get(name, "").replace("\r\n", "\n").strip() for name in TEXTS} | {"purposes": purposes}


def _form(
    lang: str, current: Notice | None, told: Mapping[str, Any], wrong: list[str] | None = None, status: int = 200
) -> Any:
    offered = [dict(purpose) for purpose in told["purposes"]]
    ids = {purpose["id"] for purpose in offered}
    more = complete_purposes(lang, [{"id": name} for name in KNOWN if name not in ids])
    blank = [{"id": "", "label": "", "description": "", "personal_data": [], "recipients": [], "retention": ""}]
    ticked = current is not None or wrong is not None
    return page(
        "cookie_notice.html",
        status,
        lang=lang,
        version=current.version if current else 0,
        told=told,
        rows=[(purpose, ticked) for purpose in offered] + [(purpose, False) for purpose in more + blank * BLANK],
        wrong=wrong or [],
    )
