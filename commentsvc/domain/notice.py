"""The notice: an immutable manifest in canonical JSON, named by its SHA-256, from which the form renders (law 2)."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commentsvc.domain.asking_again import REPLACES, replaces_problem
from commentsvc.domain.minors import MINOR, MINOR_TEXTS, UNASKED, minor_problem, public_minor, with_minor
from commentsvc.domain.notice_escrow import ESCROW_MONTHS, escrow_problem, with_escrow
from commentsvc.domain.notice_retention import RECORD_MONTHS, kept_sentence, record_months_problem
from commentsvc.domain.notice_services import CHECKED_BY, services_problem
from commentsvc.domain.notice_texts import words
from commentsvc.domain.notice_words import PurposeWords, Words
from commentsvc.domain.plain_text import clean_body, clean_name, has_ink
from commentsvc.errors import CanonicalError, ValidationFailed
from commentsvc.ledger.canonical import canonical

SCHEMA = "commentsvc-notice/1"
CHOICES_SCHEMA = "commentsvc-choices/1"
"""Of a notice that asks for a site's own purposes (`domain.choices`)."""
SCHEMAS = (SCHEMA, CHOICES_SCHEMA)
MEDIA_TYPE = "application/json"
PUBLISH = "publish"
REPLY_MAIL = "reply-mail"
REMEMBER_ME = "remember-me"
PURPOSES = (PUBLISH, REPLY_MAIL, REMEMBER_ME)
"""The purposes this service can carry out, and so the only ones a notice may offer (law 7)."""

CONFIRMED_FIRST = frozenset({REPLY_MAIL})
"""Purposes that write to an address. Ticking one asks for it; the click of the address's owner gives it."""

CONSENT_BASIS = "eu-gdpr:A6-1-a"
BASES = (CONSENT_BASIS, "eu-gdpr:A6-1-b", "eu-gdpr:A6-1-f")
RIGHTS = tuple(f"eu-gdpr:A{article}" for article in ("7-3", "13", "15", "16", "17", "18", "20", "21", "77"))
STORAGES = ("service", "device")
MANIFEST_MAX = 200_000  # bytes of canonical JSON

_RIGHT = re.compile(r"eu-gdpr:A\d+(-\w+)*|https?://[^\s<>\"{}|\\^`]+", re.ASCII)
"""A right is named by an IRI, or an export in JSON-LD could not say it."""

_TEXT_LIMITS = {"title": 200, "summary": 2_000, "text": 50_000, "withdrawal_method": 2_000, "authority": 500}
_WORD_MAX = 1_000  # characters of one label, button or message
_PURPOSE_TEXTS = ("label", "description", "necessity", "retention")


@dataclass(frozen=True)
class SiteFacts:
    """What a notice has to say about whose comments these are. `controller_contact` is where people write to;
    `authority` may be empty; `retention_months` (0 to 36) is how long a record outlives its comment;
    `age_of_consent` is one of `minors.AGES`, or `UNASKED`; `escrow_months` (0 to 36; 0: not at all) is how long a
    sealed proof outlives an erasure.
    """

    site: str
    name: str
    controller_name: str
    controller_address: str
    controller_contact: str
    privacy_url: str
    jurisdiction: str
    authority: str
    retention_months: int
    languages: Sequence[str]
    age_of_consent: int = UNASKED
    escrow_months: int = 0


def default_manifest(facts: SiteFacts, lang: str, version: int, basis: str = CONSENT_BASIS) -> dict[str, Any]:
    """Our own notice for a site, in `lang` (one of `notice_texts.LANGUAGES`). `basis` is the one publishing rests on:
    with any but consent the form asks for an acknowledgement, and no word of it speaks of agreeing.
    """
    told = words(lang)
    names = _names(facts, told, lang, basis)
    manifest = {
        "schema": SCHEMA,
        "site": facts.site,
        "version": version,
        "lang": lang,
        "title": told.title,
        "summary": told.summary.format_map(names),
        "text": told.text.format_map(names),
        "controller": {
            "name": names["controller_name"],
            "address": "\n".join(clean_name(line) for line in facts.controller_address.splitlines()),
            "contact": names["controller_contact"],
            "privacy_url": facts.privacy_url,
        },
        "purposes": [
            _purpose(PUBLISH, told.publish, basis, names),
            _purpose(REPLY_MAIL, told.reply_mail, CONSENT_BASIS, names),
            _purpose(REMEMBER_ME, told.remember_me, CONSENT_BASIS, names),
        ],
        "labels": dict(told.labels),
        "buttons": dict(told.buttons),
        "messages": {name: text if isinstance(text, str) else dict(text) for name, text in told.messages.items()},
        "withdrawal_method": told.withdrawal_method.format_map(names),
        "jurisdiction": facts.jurisdiction,
        "rights": list(RIGHTS),
        "authority": names["authority"],
        RECORD_MONTHS: facts.retention_months,
    }
    manifest = with_minor(manifest, facts.age_of_consent, rests_on_consent=basis == CONSENT_BASIS)
    manifest = with_escrow(manifest, facts.escrow_months)
    validate_manifest(manifest)
    return manifest


def manifest_bytes(manifest: Mapping[str, Any]) -> bytes:
    """The exact bytes that are archived and hashed (RFC 8785)."""
    return canonical(dict(manifest))


def notice_sha256(body: bytes) -> str:
    """The name of a notice: SHA-256 of its bytes, 64 hex digits."""
    return hashlib.sha256(body).hexdigest()


def parse_manifest(body: bytes) -> dict[str, Any]:
    """The manifest in stored bytes. Raises `ValueError` for bytes of another schema; old versions are not judged by the
    rules of today.
    """
    manifest = json.loads(body)
    if not isinstance(manifest, dict) or manifest.get("schema") not in SCHEMAS:
        raise ValueError(f"this is not a notice of the schema {' or '.join(SCHEMAS)}")
    return manifest


def rests_on_consent(manifest: Mapping[str, Any]) -> bool:
    """Whether publishing does; of a notice that `validate_manifest` would refuse it may say no."""
    purposes = manifest.get("purposes")
    items = purposes if isinstance(purposes, list) else []
    bases = [item.get("basis") for item in items if isinstance(item, Mapping) and item.get("id") == PUBLISH]
    return bases == [CONSENT_BASIS]


def public_notice(manifest: Mapping[str, Any], sha256: str) -> dict[str, Any]:
    """What `GET …/notice` says of a notice, without the token: everything a form shows."""
    told = ("id", "label", "description", "required", "default", "basis", "retention", "recipients")
    return {
        "sha256": sha256,
        **{name: manifest[name] for name in ("version", "lang", "title", "summary", "text", "controller")},
        "purposes": [{name: purpose[name] for name in told} for purpose in manifest["purposes"]],
        **{name: manifest[name] for name in ("labels", "buttons", "messages")},
        **public_minor(manifest),
    }


def validate_manifest(manifest: Mapping[str, Any]) -> None:
    """Refuse a notice that must not be published: exactly one required purpose, `publish`; every default off; known
    bases and purposes; nothing empty, nothing unreadable, no word of the form missing.

    Raises `ValidationFailed` with a field for each member that is wrong, such as `purposes.publish.label`.
    """
    form = words("en")
    groups = {"labels": form.labels, "buttons": form.buttons, "messages": form.messages}
    wrong = manifest_problems(manifest, SCHEMA, groups)
    _check_purposes(wrong, manifest.get("purposes"))
    if problem := replaces_problem(manifest, [name for name in PURPOSES if name != PUBLISH]):
        wrong[REPLACES] = [problem]
    if problem := escrow_problem(manifest):
        wrong[ESCROW_MONTHS] = [problem]
    if problem := services_problem(manifest):
        wrong[CHECKED_BY] = [problem]
    _check_minor(wrong, manifest)
    refuse_manifest(wrong, manifest)


def manifest_problems(
    manifest: Mapping[str, Any], schema: str, groups: Mapping[str, Mapping[str, Any]]
) -> dict[str, list[str]]:
    """What is wrong with a notice of either kind, by member, purposes left out. `groups` names, for each group of the
    form's words, those it needs, as one complete language has them.
    """
    wrong: dict[str, list[str]] = {}
    for name, limit in _TEXT_LIMITS.items():
        check_text(wrong, name, manifest.get(name), limit)
    _check_controller(wrong, manifest.get("controller"))
    for group, expected in groups.items():
        _check_words(wrong, group, manifest.get(group), expected)
    if manifest.get("schema") != schema:
        wrong["schema"] = [f"The schema is {schema}."]
    version = manifest.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        wrong["version"] = ["The version is a whole number from 1 on."]
    for name in ("site", "lang", "jurisdiction"):
        check_text(wrong, name, manifest.get(name), 100)
    rights = manifest.get("rights")
    if not isinstance(rights, list) or not rights:
        wrong["rights"] = ["Name the rights of the people concerned."]
    elif not all(isinstance(right, str) and _RIGHT.fullmatch(right) for right in rights):
        wrong["rights"] = ["A right is an article such as eu-gdpr:A15, or a web address that explains it."]
    if problem := record_months_problem(manifest):
        wrong[RECORD_MONTHS] = [problem]
    return wrong


def refuse_manifest(wrong: dict[str, list[str]], manifest: Mapping[str, Any]) -> None:
    """Raise `ValidationFailed` if anything is wrong, or if the whole is too large or has no canonical form."""
    if not wrong:
        _check_size(wrong, manifest)
    if wrong:
        raise ValidationFailed("This notice cannot be published.", fields=wrong)


def _check_minor(wrong: dict[str, list[str]], manifest: Mapping[str, Any]) -> None:
    if problem := minor_problem(manifest):
        wrong[MINOR] = [problem]
        return
    for name in MINOR_TEXTS if MINOR in manifest else ():
        check_text(wrong, f"{MINOR}.{name}", manifest[MINOR][name], _WORD_MAX)


def _names(facts: SiteFacts, told: Words, lang: str, basis: str) -> dict[str, str]:
    """What the braces in the texts stand for, each on one line, so that an address cannot end a paragraph."""
    contact = [facts.controller_name, *facts.controller_address.splitlines(), facts.controller_contact]
    return {
        "controller": ", ".join(part for line in contact if (part := clean_name(line).strip(" ,"))),
        "controller_name": clean_name(facts.controller_name),
        "controller_contact": clean_name(facts.controller_contact),
        "privacy_url": facts.privacy_url,
        "site_name": clean_name(facts.name),
        "authority": clean_name(facts.authority) or told.any_authority,
        "ground": told.grounds[basis[-1]],
        "kept": kept_sentence(lang, facts.retention_months),
        "months": str(facts.retention_months),
    }


def _purpose(name: str, told: PurposeWords, basis: str, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": name,
        "label": told.label[basis[-1]].format_map(names),
        "description": told.description.format_map(names),
        "required": name == PUBLISH,
        "default": False,
        "basis": basis,
        "personal_data": list(told.personal_data),
        "necessity": told.necessity.format_map(names),
        "retention": told.retention.format_map(names),
        "recipients": list(told.recipients),
        "storage": "device" if name == REMEMBER_ME else "service",
    }


def check_text(wrong: dict[str, list[str]], field: str, text: Any, limit: int) -> None:
    """Add to `wrong` what is wrong with a text of a notice: empty, too long, or with characters that deceive."""
    if not isinstance(text, str) or not has_ink(text):
        wrong[field] = ["This must not be empty."]
    elif len(text) > limit:
        wrong[field] = [f"This is longer than {limit} characters."]
    elif clean_body(text) != unicodedata.normalize("NFC", text):
        wrong[field] = ["This has characters that cannot be seen or that turn text around."]


def _check_controller(wrong: dict[str, list[str]], controller: Any) -> None:
    if not isinstance(controller, Mapping):
        wrong["controller"] = ["A notice names who is responsible."]
        return
    for name in ("name", "contact", "privacy_url"):
        check_text(wrong, f"controller.{name}", controller.get(name), 2_000)
    if controller.get("address"):
        check_text(wrong, "controller.address", controller["address"], 2_000)
    if not str(controller.get("privacy_url", "")).startswith(("https://", "http://")):
        wrong["controller.privacy_url"] = ["This is not a full web address, such as https://example.org/privacy."]


def _check_purposes(wrong: dict[str, list[str]], purposes: Any) -> None:
    if not isinstance(purposes, list) or not all(isinstance(purpose, Mapping) for purpose in purposes):
        wrong["purposes"] = ["A notice has a list of purposes."]
        return
    ids = [purpose.get("id") for purpose in purposes]
    if [purpose.get("id") for purpose in purposes if purpose.get("required") is True] != [PUBLISH]:
        wrong["purposes"] = ["Exactly one purpose is required: publish. Every other must be free to refuse."]
    for position, purpose in enumerate(purposes):
        name = ids[position]
        if name not in PURPOSES or ids.count(name) > 1:
            wrong["purposes"] = [f"Each purpose is offered once, and is one of {', '.join(PURPOSES)}."]
        else:
            check_purpose(wrong, f"purposes.{name}", purpose)


def check_purpose(wrong: dict[str, list[str]], field: str, purpose: Mapping[str, Any]) -> None:
    """Add to `wrong` what is wrong with one purpose of a notice, under `field`; its id is the caller's to check."""
    for name in _PURPOSE_TEXTS:
        check_text(wrong, f"{field}.{name}", purpose.get(name), _WORD_MAX)
    if not isinstance(purpose.get("required"), bool):
        wrong[f"{field}.required"] = ["Say true or false."]
    if purpose.get("default") is not False:
        wrong[f"{field}.default"] = ["A choice is never made for the reader: the default is false."]
    if purpose.get("basis") not in BASES:
        wrong[f"{field}.basis"] = [f"The basis is one of {', '.join(BASES)}."]
    elif purpose.get("required") is False and purpose.get("basis") != CONSENT_BASIS:
        wrong[f"{field}.basis"] = [f"What a reader may refuse rests on consent, {CONSENT_BASIS}."]
    for name in ("personal_data", "recipients"):
        items = purpose.get(name)
        if not isinstance(items, list) or not all(isinstance(item, str) and has_ink(item) for item in items):
            wrong[f"{field}.{name}"] = ["This is a list of words."]
    if purpose.get("storage", STORAGES[0]) not in STORAGES:
        wrong[f"{field}.storage"] = [f"The data are kept by one of {', '.join(STORAGES)}."]
    if not purpose.get("personal_data"):
        wrong[f"{field}.personal_data"] = ["Say which data this purpose uses."]


def _check_words(wrong: dict[str, list[str]], group: str, told: Any, expected: Mapping[str, Any]) -> None:
    if not isinstance(told, Mapping):
        wrong[group] = ["The words of the form are missing."]
        return
    for name in expected.keys() | told.keys():
        text = told.get(name)
        field = f"{group}.{name}"
        if isinstance(expected.get(name), Mapping):
            if not isinstance(text, Mapping) or "other" not in text:
                wrong[field] = ["This needs a form for each number, at least `other`."]
                continue
            for category, form in text.items():
                check_text(wrong, f"{field}.{category}", form, _WORD_MAX)
        else:
            check_text(wrong, field, text, _WORD_MAX)


def _check_size(wrong: dict[str, list[str]], manifest: Mapping[str, Any]) -> None:
    try:
        size = len(manifest_bytes(manifest))
    except CanonicalError as problem:
        wrong["text"] = [f"This notice has no canonical form: {problem}."]
        return
    if size > MANIFEST_MAX:
        wrong["text"] = [f"The whole notice is larger than {MANIFEST_MAX} bytes."]
