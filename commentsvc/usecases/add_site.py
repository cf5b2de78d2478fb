"""Add a site: its signing key first (outside the database), then site, empty log and default notices at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from commentsvc import clock
from commentsvc.domain.notice import SiteFacts, default_manifest, manifest_bytes, notice_sha256
from commentsvc.domain.notice_texts import LANGUAGES
from commentsvc.domain.origin import parse_origin_pattern
from commentsvc.domain.web_address import BadAddress, parse_address
from commentsvc.errors import Conflict, ValidationFailed
from commentsvc.ledger.tree import EMPTY_ROOT
from commentsvc.models.database import writing
from commentsvc.models.log import LogState
from commentsvc.models.notice import Notice
from commentsvc.models.site import Site
from commentsvc.models.site import find_site as stored_site
from commentsvc.usecases.access import require_installation
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.record_act import record_act

KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
MODERATION = ("before", "after")
TEXTS = {
    "name": 200,
    "controller_name": 200,
    "controller_address": 500,
    "controller_contact": 320,
    "authority": 500,
    "jurisdiction": 20,
}
"""A site's texts with the longest they may be; all but `OPTIONAL_TEXTS` are needed."""
OPTIONAL_TEXTS = frozenset({"controller_address", "authority"})
PRIVACY_URL_MAX = 2000
RETENTION_MONTHS = (0, 36)


@dataclass(frozen=True)
class SiteDraft:
    """What an owner says of a new site. `origins` are patterns (`https://example.org`, `https://*.example.org`);
    `languages` are those of the first notices, the first one is the site's default."""

    key: str
    name: str
    origins: Sequence[str]
    controller_name: str
    controller_contact: str
    privacy_url: str
    controller_address: str = ""
    jurisdiction: str = "EU"
    authority: str = ""
    languages: Sequence[str] = ("en",)
    moderation: str = "before"
    retention_months: int = 0


def add_site(deps: Deps, actor: Actor, draft: SiteDraft) -> Site:
    """Create the site and return it.

    Raises:
        Forbidden: the actor is not an administrator of the whole installation.
        ValidationFailed: by field name of `SiteDraft`.
        Conflict: a site with this key exists (or once existed: its signing key is still there).
    """
    require_installation(actor)
    origins = _checked(draft)
    if stored_site(deps.session, draft.key):
        raise Conflict(f"A site with the key {draft.key} exists already.", fields={"key": ["Choose another key."]})
    log_origin = f"{urlsplit(deps.settings.public_url).netloc}/log/{draft.key}"
    vkey = deps.keys.create(draft.key, log_origin)
    at = clock.now()
    site = Site(
        id=draft.key,
        name=draft.name.strip(),
        controller_name=draft.controller_name.strip(),
        controller_address=draft.controller_address.strip(),
        controller_contact=draft.controller_contact.strip(),
        privacy_url=draft.privacy_url.strip(),
        jurisdiction=draft.jurisdiction.strip(),
        authority=draft.authority.strip(),
        retention_months=draft.retention_months,
        default_language=draft.languages[0],
        origins=origins,
        moderation=draft.moderation,
        log_origin=log_origin,
        log_vkey=vkey,
        created_at=at,
    )
    with writing(deps.session) as session:
        session.add(site)
        session.flush()
        session.add(LogState(site_id=site.id, size=0, root=EMPTY_ROOT))
        for lang in draft.languages:
            session.add(first_notice(site, lang))
        record_act(deps, site.id, actor, "site.add", site.id, {"origins": origins})
    return site


def site_facts(site: Site) -> SiteFacts:
    """What the default notice says about whose comments these are."""
    return SiteFacts(
        site=site.id,
        name=site.name,
        controller_name=site.controller_name,
        controller_address=site.controller_address,
        controller_contact=site.controller_contact,
        privacy_url=site.privacy_url,
        jurisdiction=site.jurisdiction,
        authority=site.authority,
        retention_months=site.retention_months,
        languages=(site.default_language,),
        age_of_consent=site.age_of_consent,
        escrow_months=site.escrow_months,
    )


def first_notice(site: Site, lang: str) -> Notice:
    """Version 1 of our own default text for this site in `lang`."""
    body = manifest_bytes(default_manifest(site_facts(site), lang, 1))
    return Notice(
        site_id=site.id, sha256=notice_sha256(body), lang=lang, version=1, body=body, effective_from=clock.now()
    )


def _checked(draft: SiteDraft) -> list[str]:
    fields: dict[str, list[str]] = {}
    if not KEY.fullmatch(draft.key):
        fields["key"] = ["Use 1 to 63 small letters, digits and hyphens, as in `my-site`."]
    for name in TEXTS:
        if problem := text_problem(name, getattr(draft, name).strip()):
            fields[name] = [problem]
    if problem := privacy_url_problem(draft.privacy_url):
        fields["privacy_url"] = [problem]
    least, most = RETENTION_MONTHS
    if not least <= draft.retention_months <= most:
        fields["retention_months"] = [f"A whole number from {least} to {most}."]
    if draft.moderation not in MODERATION:
        fields["moderation"] = ["Choose `before` or `after`."]
    if unknown := [lang for lang in draft.languages if lang not in LANGUAGES] or not draft.languages:
        fields["languages"] = [f"There are default notices in {', '.join(LANGUAGES)}; not in {unknown}."]
    origins = check_origins(draft.origins, fields)
    if fields:
        raise ValidationFailed("The site was not added.", fields=fields)
    return origins


def text_problem(name: str, text: str) -> str | None:
    """What is wrong with this text of a site (one of `TEXTS`, without outer space), or None."""
    if name in OPTIONAL_TEXTS:
        return f"At most {TEXTS[name]} characters." if len(text) > TEXTS[name] else None
    return None if 0 < len(text) <= TEXTS[name] else f"This is needed, in at most {TEXTS[name]} characters."


def privacy_url_problem(url: str) -> str | None:
    """What is wrong with the address of the owner's privacy policy, or None."""
    try:
        parse_address(url)
    except BadAddress as problem:
        return str(problem)
    return f"This address is longer than {PRIVACY_URL_MAX} characters." if len(url) > PRIVACY_URL_MAX else None


def check_origins(patterns: Sequence[str], fields: dict[str, list[str]]) -> list[str]:
    """The patterns in their one form; what is wrong is added to `fields` under `origins`."""
    origins: list[str] = []
    for pattern in patterns:
        try:
            origins.append(parse_origin_pattern(pattern))
        except ValidationFailed as error:
            fields.setdefault("origins", []).extend(m for messages in error.fields.values() for m in messages)
    if not patterns:
        fields["origins"] = ["Name at least one origin, such as https://example.org."]
    return list(dict.fromkeys(origins))
