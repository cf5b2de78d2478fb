"""Publish a new version of a site's cookie notice: readers who chose before are asked again (law 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from commentsvc import clock
from commentsvc.domain.choice_texts import CHOICE_LANGUAGES
from commentsvc.domain.choices import (
    KEPT,
    choice_kept,
    complete_purposes,
    default_choices,
    form_words,
    validate_choices,
)
from commentsvc.domain.notice import CHOICES_SCHEMA, manifest_bytes, notice_sha256, parse_manifest
from commentsvc.domain.notice_retention import RECORD_MONTHS
from commentsvc.errors import Conflict, ValidationFailed
from commentsvc.models.database import writing
from commentsvc.models.notice import CHOICES, Notice, notice_in_force
from commentsvc.models.site import lock_site
from commentsvc.usecases.access import require
from commentsvc.usecases.add_site import site_facts
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.record_act import record_act


def draft_choices(deps: Deps, actor: Actor, site_id: str, lang: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest that `publish_choices` would publish: the one in force (or our default text) with `changes` on top
    and the controller's facts and the length of keeping as they are now. Top-level members are replaced whole, except
    that a purpose may name its `id` and only what differs from the one in force, or from our words for it.

    Raises:
        ValidationFailed: by member; also for a first notice that names no purpose, or in a language without our words.
    """
    require(actor, site_id, "admin")
    site = find_site(deps, site_id)
    current = notice_in_force(deps.session, site_id, lang, CHOICES)
    if current is None and lang not in CHOICE_LANGUAGES:
        raise ValidationFailed(fields={"lang": [f"There are default texts in {', '.join(CHOICE_LANGUAGES)}."]})
    version = current.version + 1 if current else 1
    before = parse_manifest(current.body) if current else {}
    given = _merged(before.get("purposes", []), changes.get("purposes", before.get("purposes", [])))
    spoken = lang if lang in CHOICE_LANGUAGES else "en"
    default = default_choices(site_facts(site), spoken, version, given)
    words = {group: {**told, **before.get(group, {})} for group, told in form_words(spoken).items()}
    manifest = {**default, **before, **words, **changes, "purposes": complete_purposes(spoken, given)}
    manifest |= {name: default[name] for name in ("controller", "site", "version", KEPT, RECORD_MONTHS)}
    manifest |= {"schema": CHOICES_SCHEMA, "lang": lang, KEPT: choice_kept(lang, site.retention_months)}
    validate_choices(manifest)
    return manifest


def publish_choices(
    deps: Deps, actor: Actor, site_id: str, lang: str, changes: Mapping[str, Any], expected_version: int | None = None
) -> Notice:
    """Publish what `draft_choices` gives and return it. `expected_version` is the one the editor saw in force.

    Raises:
        Conflict: somebody else published a version in between.
        ValidationFailed, NotFound, Forbidden: like `draft_choices`.
    """
    require(actor, site_id, "admin")
    with writing(deps.session) as session:
        lock_site(session, site_id)
        current = notice_in_force(session, site_id, lang, CHOICES)
        if expected_version is not None and expected_version != (current.version if current else 0):
            raise Conflict("Another version was published while you were editing. Please look at it first.")
        manifest = draft_choices(deps, actor, site_id, lang, changes)
        body = manifest_bytes(manifest)
        notice = Notice(
            site_id=site_id,
            sha256=notice_sha256(body),
            kind=CHOICES,
            lang=lang,
            version=manifest["version"],
            body=body,
            effective_from=clock.now(),
        )
        session.add(notice)
        session.flush()
        detail = {"lang": lang, "version": notice.version, "kind": CHOICES}
        record_act(deps, site_id, actor, "notice.publish", notice.sha256, detail)
    return notice


def _merged(before: Sequence[Mapping[str, Any]], wanted: Any) -> list[dict[str, Any]]:
    """The wanted purposes, each on top of the one of the same id before."""
    if not isinstance(wanted, list) or not all(isinstance(purpose, Mapping) for purpose in wanted):
        raise ValidationFailed(fields={"purposes": ["A notice has a list of purposes, each with an id."]})
    known = {purpose["id"]: purpose for purpose in before}
    return [{**known.get(str(purpose.get("id")), {}), **purpose} for purpose in wanted]
