"""Publish a new version of a notice: from then on it is in force, and the old bytes stay at their hash (law 2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commentsvc import clock
from commentsvc.domain.asking_again import ASKS_AGAIN, REPLACES, asked_again
from commentsvc.domain.minors import with_minor
from commentsvc.domain.notice import (
    default_manifest,
    manifest_bytes,
    notice_sha256,
    parse_manifest,
    rests_on_consent,
    validate_manifest,
)
from commentsvc.domain.notice_escrow import with_escrow
from commentsvc.domain.notice_retention import with_record_months
from commentsvc.domain.notice_services import with_services
from commentsvc.domain.notice_texts import LANGUAGES
from commentsvc.errors import Conflict, ValidationFailed
from commentsvc.models.database import writing
from commentsvc.models.notice import Notice, notice_in_force
from commentsvc.models.site import lock_site
from commentsvc.models.spam_service import services_on
from commentsvc.usecases.access import require
from commentsvc.usecases.add_site import site_facts
from commentsvc.usecases.ask_again import plan_asking_again
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.record_act import record_act


def draft_notice(deps: Deps, actor: Actor, site_id: str, lang: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest that `publish_notice` would publish: the one in force (or our default text) with `changes` on top
    and the controller's facts as they are now. Top-level members are replaced whole.

    Raises:
        ValidationFailed: by member; also for a language without a default text that has no notice yet.
    """
    require(actor, site_id, "admin")
    site = find_site(deps, site_id)
    current = notice_in_force(deps.session, site_id, lang)
    if current is None and lang not in LANGUAGES:
        raise ValidationFailed(fields={"lang": [f"There are default notices in {', '.join(LANGUAGES)}."]})
    version = current.version + 1 if current else 1
    default = default_manifest(site_facts(site), lang if lang in LANGUAGES else "en", version)
    base = parse_manifest(current.body) if current else default
    # A form of today may need words that a notice of an older release did not have.
    base.pop(REPLACES, None)  # it spoke of the version before; who publishes says it anew
    told = {group: {**default[group], **base[group]} for group in ("labels", "buttons", "messages")}
    manifest = {**base, **told, "controller": default["controller"], **changes}
    manifest |= {"schema": default["schema"], "site": site.id, "version": version, "lang": lang}
    manifest = with_record_months(manifest, site.retention_months)
    manifest = with_minor(manifest, site.age_of_consent, rests_on_consent=rests_on_consent(manifest))
    manifest = with_escrow(manifest, site.escrow_months)
    manifest = with_services(manifest, [service.name for service in services_on(deps.session, site_id)])
    validate_manifest(manifest)
    return manifest


def publish_notice(
    deps: Deps, actor: Actor, site_id: str, lang: str, changes: Mapping[str, Any], expected_version: int | None = None
) -> Notice:
    """Publish what `draft_notice` gives and return it. `expected_version` is the one the editor saw in force.

    Raises:
        Conflict: somebody else published a version in between.
        ValidationFailed, NotFound, Forbidden: like `draft_notice`.
    """
    require(actor, site_id, "admin")
    with writing(deps.session):
        return publish_in_transaction(deps, actor, site_id, lang, changes, expected_version)


def publish_in_transaction(
    deps: Deps, actor: Actor, site_id: str, lang: str, changes: Mapping[str, Any], expected_version: int | None = None
) -> Notice:
    """`publish_notice` inside the caller's write transaction; it raises the same."""
    session = deps.session
    lock_site(session, site_id)
    current = notice_in_force(session, site_id, lang)
    if expected_version is not None and expected_version != (current.version if current else 0):
        raise Conflict("Another version was published while you were editing. Please look at it first.")
    manifest = draft_notice(deps, actor, site_id, lang, changes)
    body = manifest_bytes(manifest)
    notice = Notice(
        site_id=site_id,
        sha256=notice_sha256(body),
        lang=lang,
        version=manifest["version"],
        body=body,
        effective_from=clock.now(),
    )
    session.add(notice)
    session.flush()
    detail: dict[str, Any] = {"lang": lang, "version": notice.version}
    if asked := asked_again(manifest):
        detail[ASKS_AGAIN] = asked
        plan_asking_again(session, site_id, notice.sha256)
    record_act(deps, site_id, actor, "notice.publish", notice.sha256, detail)
    return notice
