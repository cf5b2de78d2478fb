"""Show an owner what publishing a notice would mean, before it is published: nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commentsvc import clock
from commentsvc.clock import iso
from commentsvc.domain.asking_again import ASKS_AGAIN, REPLACES, optional_purposes
from commentsvc.domain.consent import build_record, first_event, record_kind
from commentsvc.domain.notice import (
    CONSENT_BASIS,
    PUBLISH,
    PURPOSES,
    default_manifest,
    manifest_bytes,
    notice_sha256,
    parse_manifest,
)
from commentsvc.domain.notice_change import NoticeChange, compare_notices, purposes_apart
from commentsvc.domain.notice_texts import LANGUAGES
from commentsvc.exchange.consent_entry import ConsentEntry, LoggedEvent
from commentsvc.exchange.consent_jsonld import context, record_node
from commentsvc.models.notice import all_notices, notice_in_force, notices_in_force, versions_of
from commentsvc.models.notice_use import living_records
from commentsvc.models.site import Site
from commentsvc.usecases.access import require
from commentsvc.usecases.add_site import site_facts
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.publish_notice import draft_notice

MOST_RECORDS = 100_000
"""How far records are counted that a person only looks at."""
_EXAMPLE = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Affected:
    """The living records under one version: all of them, and by purpose those that have it on, nothing counted further
    than `MOST_RECORDS`."""

    lang: str
    version: int
    sha256: str
    records: int
    purposes: Mapping[str, int]


@dataclass(frozen=True)
class NoticeReview:
    """`manifest` is what would be published; `change` is None for the first notice in a language; `record` is what a
    consent under it would be recorded as, with example values, `linked` the same as JSON-LD.
    """

    manifest: Mapping[str, Any]
    change: NoticeChange | None
    record: Mapping[str, Any]
    linked: Mapping[str, Any]


@dataclass(frozen=True)
class LanguageState:
    """The notice in force in one language; `apart` says in what it differs from the site's default language, `newer`
    names languages whose last material change is younger than this version.
    """

    lang: str
    version: int
    sha256: str
    title: str
    since: datetime
    apart: Sequence[str]
    newer: Sequence[str]


def our_notice(deps: Deps, actor: Actor, site_id: str, lang: str, basis: str = CONSENT_BASIS) -> dict[str, Any]:
    """Our own text for this site, in English where we have none in `lang`; publishing rests on `basis`."""
    require(actor, site_id, "admin")
    return default_manifest(site_facts(find_site(deps, site_id)), lang if lang in LANGUAGES else "en", 1, basis)


def review_notice(deps: Deps, actor: Actor, site_id: str, lang: str, changes: Mapping[str, Any]) -> NoticeReview:
    """What publishing these `changes` would mean (contract of `draft_notice`, whose errors it raises)."""
    manifest = draft_notice(deps, actor, site_id, lang, changes)
    site = find_site(deps, site_id)
    current = notice_in_force(deps.session, site_id, lang)
    change = compare_notices(parse_manifest(current.body), manifest) if current else None
    record = _example(deps, site, manifest)
    return NoticeReview(manifest, change, record, _linked(record, manifest))


def decided(
    deps: Deps, actor: Actor, site_id: str, lang: str, changes: Mapping[str, Any], ask_again: bool
) -> dict[str, Any]:
    """`changes` with what the owner decided about those who agreed before, as the notice's member `replaces`: which
    version, whether the change is material, and the optional purposes whose earlier choices are no longer relied on.
    The first notice of a language replaces none. Raises what `draft_notice` raises.
    """
    current = notice_in_force(deps.session, site_id, lang)
    if current is None:
        return dict(changes)
    before = parse_manifest(current.body)
    change = compare_notices(before, draft_notice(deps, actor, site_id, lang, changes))
    earlier = [parse_manifest(notice.body) for notice in versions_of(deps.session, site_id, lang)]
    replaces = {
        "sha256": current.sha256,
        "version": current.version,
        "material": change.material,
        ASKS_AGAIN: [name for name in optional_purposes(earlier) if name in PURPOSES] if ask_again else [],
    }
    return {**changes, REPLACES: replaces}


def affected_records(deps: Deps, actor: Actor, site_id: str) -> list[Affected]:
    """The living records of the site by the notice they rest on, newest version first within a language."""
    require(actor, site_id, "admin")
    used = {use.sha256: use for use in living_records(deps.session, site_id, PUBLISH, PURPOSES, MOST_RECORDS)}
    found = [
        Affected(notice.lang, notice.version, notice.sha256, used[notice.sha256].records, used[notice.sha256].purposes)
        for notice in all_notices(deps.session, site_id)
        if notice.sha256 in used
    ]
    return sorted(found, key=lambda one: (one.lang, -one.version))


def language_states(deps: Deps, actor: Actor, site_id: str) -> list[LanguageState]:
    """Every language in force, by language, and which lag behind the others."""
    require(actor, site_id, "admin")
    site = find_site(deps, site_id)
    current = notices_in_force(deps.session, site_id)
    manifests = {notice.lang: parse_manifest(notice.body) for notice in current}
    leading = manifests.get(site.default_language)
    changed = _materially_changed(deps, site_id)
    return [
        LanguageState(
            notice.lang,
            notice.version,
            notice.sha256,
            str(manifests[notice.lang]["title"]),
            notice.effective_from,
            purposes_apart(manifests[notice.lang], leading) if leading else [],
            sorted(lang for lang, at in changed.items() if at > notice.effective_from and lang != notice.lang),
        )
        for notice in current
    ]


def _materially_changed(deps: Deps, site_id: str) -> dict[str, datetime]:
    """When each language last changed in substance; languages that never did are left out."""
    found: dict[str, datetime] = {}
    later: dict[str, tuple[dict[str, Any], datetime]] = {}
    for notice in sorted(all_notices(deps.session, site_id), key=lambda one: -one.version):
        manifest = parse_manifest(notice.body)
        if notice.lang in later and notice.lang not in found:
            after, at = later[notice.lang]
            if compare_notices(manifest, after).material:
                found[notice.lang] = at
        later[notice.lang] = (manifest, notice.effective_from)
    return found


def _example(deps: Deps, site: Site, manifest: Mapping[str, Any]) -> dict[str, Any]:
    origin = site.origins[0].replace("*.", "www.") if site.origins else deps.settings.public_url
    return build_record(
        record_id=_EXAMPLE,
        subject_ref=_EXAMPLE,
        manifest=manifest,
        notice_sha256=notice_sha256(manifest_bytes(manifest)),
        effective_from=iso(clock.now()),
        purposes={item["id"]: bool(item["required"]) for item in manifest["purposes"]},
        withdrawal_url=f"{deps.settings.public_url}/my/{site.id}/receipt",
        widget={},
        signals={},
        page="/news/a-story",
        origin=origin,
        comment_id=_EXAMPLE,
        checkpoint_before=None,
    )


def _linked(record: Mapping[str, Any], manifest: Mapping[str, Any]) -> dict[str, Any]:
    kind = record_kind(manifest)
    state = str(first_event(kind))
    event = LoggedEvent(
        type=state,
        at=iso(clock.now()),
        by="reader",
        purposes={item["id"]: item["given"] for item in record["purposes"]},
        commitment="00" * 32,
        log_index=None,
        state=state,
    )
    entry = ConsentEntry(record=str(record["record_id"]), kind=kind, state=state, told=record, events=(event,))
    return {"@context": context(), "@graph": [record_node(entry)]}
