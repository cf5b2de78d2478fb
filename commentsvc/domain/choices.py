"""The cookie notice: a notice of its own kind, which asks for the site's own purposes and belongs to no comment.

Like the notice of comments it is an immutable manifest in canonical JSON, named by its SHA-256, from which everything
that a reader sees is drawn (law 2). Which purposes there are is the site's to say; each is off until it is turned on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from commentsvc.domain.choice_texts import CHOICE_LANGUAGES, choice_words
from commentsvc.domain.choice_words import ChoiceWords, OwnPurpose
from commentsvc.domain.languages import direction
from commentsvc.domain.notice import (
    CHOICES_SCHEMA,
    CONSENT_BASIS,
    PUBLISH,
    PURPOSES,
    RIGHTS,
    SiteFacts,
    check_purpose,
    check_text,
    manifest_problems,
    refuse_manifest,
)
from commentsvc.domain.notice_retention import RECORD_MONTHS
from commentsvc.domain.notice_texts import words
from commentsvc.domain.plain_text import clean_name
from commentsvc.domain.retention import months_before

MONTHS = 6
"""How long a choice holds: on the device, and as consent. Then the reader is asked again."""
STATISTICS, MARKETING, EXTERNAL_MEDIA, PREFERENCES = "statistics", "marketing", "external-media", "preferences"
KNOWN = (STATISTICS, MARKETING, EXTERNAL_MEDIA, PREFERENCES)
"""Purposes that we have words for; a site may have any others."""
PURPOSES_MAX = 12
KEPT = "kept"
"""The member of a notice that says how long the record is kept, written from the number beside it."""

_ID = re.compile(r"[a-z](?:-?[a-z0-9]){0,31}")
_RESERVED = frozenset({PUBLISH, *PURPOSES})
_SHARED_LABELS = ("privacy_policy", "controller", "details", "hide_details", "receipt", "keep_receipt")
_SHARED_BUTTONS = ("close", "copy", "save_file")
_SHARED_MESSAGES = ("copied", "copy_failed")
_TOLD = ("id", "label", "description", "required", "default", "basis", "personal_data", "retention", "recipients")


def default_choices(facts: SiteFacts, lang: str, version: int, purposes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Our own cookie notice for a site, in `lang` (one of `CHOICE_LANGUAGES`). Each of `purposes` has an `id`, and may
    have any member of a purpose; for one of `KNOWN`, whatever is missing is said in our words.

    Raises `ValidationFailed`, as `validate_choices` does.
    """
    told, form = choice_words(lang), words(lang)
    contact = [facts.controller_name, *facts.controller_address.splitlines(), facts.controller_contact]
    names = {
        "controller": ", ".join(part for line in contact if (part := clean_name(line).strip(" ,"))),
        "controller_name": clean_name(facts.controller_name),
        "controller_contact": clean_name(facts.controller_contact),
        "privacy_url": facts.privacy_url,
        "site_name": clean_name(facts.name),
        "authority": clean_name(facts.authority) or form.any_authority,
    }
    manifest = {
        "schema": CHOICES_SCHEMA,
        "site": facts.site,
        "version": version,
        "lang": lang,
        "title": told.title,
        "summary": told.summary.format_map(names),
        "text": _whole_text(form.text, told.text).format_map(names),
        KEPT: choice_kept(lang, facts.retention_months),
        "controller": {
            "name": names["controller_name"],
            "address": "\n".join(clean_name(line) for line in facts.controller_address.splitlines()),
            "contact": names["controller_contact"],
            "privacy_url": facts.privacy_url,
        },
        "purposes": complete_purposes(lang, purposes),
        **form_words(lang),
        "withdrawal_method": told.withdrawal_method.format_map(names),
        "jurisdiction": facts.jurisdiction,
        "rights": list(RIGHTS),
        "authority": names["authority"],
        RECORD_MONTHS: facts.retention_months,
    }
    validate_choices(manifest)
    return manifest


def choice_kept(lang: str, months: int) -> str:
    """The sentence that says how long a choice's record is kept, in `lang` (English where we have no words)."""
    told = choice_words(lang if lang in CHOICE_LANGUAGES else "en")
    return told.kept_months.format(months=months) if months else told.kept


def complete_purposes(lang: str, purposes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each purpose with all its members: what it says itself, else our words, else what holds for every purpose."""
    told = choice_words(lang if lang in CHOICE_LANGUAGES else "en")
    return [_completed(told, purpose) for purpose in purposes]


def form_words(lang: str) -> dict[str, dict[str, str]]:
    """`labels`, `buttons` and `messages` of the notice in `lang`, one of `CHOICE_LANGUAGES`."""
    told, form = choice_words(lang), words(lang)
    return {
        "labels": {name: form.labels[name] for name in _SHARED_LABELS} | asdict(told.labels),
        "buttons": {name: form.buttons[name] for name in _SHARED_BUTTONS} | asdict(told.buttons),
        "messages": {name: str(form.messages[name]) for name in _SHARED_MESSAGES} | asdict(told.messages),
    }


def validate_choices(manifest: Mapping[str, Any]) -> None:
    """Refuse a cookie notice that must not be published: no purpose, one that could not be refused or is on beforehand,
    anything empty or unreadable, no word of the notice missing.

    Raises `ValidationFailed` with a field for each member that is wrong, such as `purposes.statistics.label`.
    """
    wrong = manifest_problems(manifest, CHOICES_SCHEMA, form_words("en"))
    check_text(wrong, KEPT, manifest.get(KEPT), 500)
    _check_purposes(wrong, manifest.get("purposes"))
    refuse_manifest(wrong, manifest)


def public_choices(manifest: Mapping[str, Any], sha256: str) -> dict[str, Any]:
    """What a page is told of a cookie notice: everything that is shown."""
    names = ("version", "lang", "title", "summary", "text", KEPT, "controller")
    return {
        "sha256": sha256,
        "dir": direction(manifest["lang"]),
        **{name: manifest[name] for name in names},
        "purposes": [{name: purpose[name] for name in _TOLD} for purpose in manifest["purposes"]],
        **{name: manifest[name] for name in ("labels", "buttons", "messages")},
    }


def holds_until(given_at: datetime) -> datetime:
    """When a choice ends that was made at `given_at`."""
    return months_before(given_at, -MONTHS)


def _whole_text(of_comments: str, own: str) -> str:
    """Who is responsible and which rights there are is said as in the notice of comments: its first section, and the
    last but one. What lies between is the cookie notice's own."""
    sections = re.split(r"\n\n(?=## )", of_comments)
    return "\n\n".join((sections[0], own, sections[-2]))


def _completed(told: ChoiceWords, purpose: Mapping[str, Any]) -> dict[str, Any]:
    known = _known(told).get(str(purpose.get("id")))
    ours: dict[str, Any] = {
        "required": False,
        "default": False,
        "basis": CONSENT_BASIS,
        "necessity": told.necessity,
        "retention": told.retention,
        "recipients": [],
        "storage": "device" if purpose.get("id") == PREFERENCES else "service",
    }
    if known:
        ours |= asdict(known) | {"personal_data": list(known.personal_data)}
    return {**ours, **purpose}


def _known(told: ChoiceWords) -> dict[str, OwnPurpose]:
    return {
        STATISTICS: told.statistics,
        MARKETING: told.marketing,
        EXTERNAL_MEDIA: told.external_media,
        PREFERENCES: told.preferences,
    }


def _check_purposes(wrong: dict[str, list[str]], purposes: Any) -> None:
    if not isinstance(purposes, list) or not all(isinstance(purpose, Mapping) for purpose in purposes):
        wrong["purposes"] = ["A notice has a list of purposes."]
        return
    if not 0 < len(purposes) <= PURPOSES_MAX:
        wrong["purposes"] = [f"Name 1 to {PURPOSES_MAX} purposes, such as {', '.join(KNOWN)}."]
    ids = [purpose.get("id") for purpose in purposes]
    for name, purpose in zip(ids, purposes, strict=True):
        if not isinstance(name, str) or not _ID.fullmatch(name) or name in _RESERVED or ids.count(name) > 1:
            wrong["purposes"] = [
                "Each purpose has an id of its own: small letters, digits and hyphens, at most 63, as in "
                f"`{STATISTICS}`; not one of a comment's ({', '.join(sorted(_RESERVED))})."
            ]
            continue
        check_purpose(wrong, f"purposes.{name}", purpose)
        if purpose.get("required") is not False:
            wrong[f"purposes.{name}.required"] = ["Whatever a cookie notice asks for must be free to refuse."]
