"""What Article 15(1) GDPR asks for besides the copy: from the notices that the person was shown, and the site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from commentsvc.domain.bundle_text import BundleText
from commentsvc.domain.notice import parse_manifest
from commentsvc.domain.retention import KEEP_ALL
from commentsvc.models.notice import Notice
from commentsvc.models.retention import find_policy
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Deps

_OF_PURPOSE = ("id", "label", "description", "required", "personal_data", "necessity", "retention", "recipients")


def person_facts(deps: Deps, site: Site, notices: Sequence[Notice], text: BundleText) -> dict[str, Any]:
    """The facts as in `export.json`. `notices` are those that the person's records name or, where there is none, the
    one in force; of one purpose that says the same in several, once."""
    manifests = [(notice, parse_manifest(notice.body)) for notice in notices]
    purposes = [_purpose(notice, purpose) for notice, manifest in manifests for purpose in manifest["purposes"]]
    contact = site.controller_contact or site.controller_name
    return {
        "controller": {
            "name": site.controller_name,
            "address": site.controller_address,
            "contact": site.controller_contact,
            "privacy_url": site.privacy_url,
        },
        "purposes": _once(purposes),
        "categories": _words(purposes, "personal_data"),
        "recipients": _words(purposes, "recipients"),
        "retention": _retention(deps, site),
        "source": text.source_text,
        "rights": sorted({right for _, manifest in manifests for right in manifest["rights"]}),
        "rights_explained": text.rights_text.format(contact=contact),
        "authority": site.authority,
        "automated_decisions": text.decisions_text,
        "transfers": text.abroad_text.format(contact=contact),
    }


def _purpose(notice: Notice, purpose: dict[str, Any]) -> dict[str, Any]:
    told = {name: purpose[name] for name in _OF_PURPOSE}
    return {"notice": notice.sha256, "lang": notice.lang, "lawful_basis": purpose["basis"], **told}


def _once(purposes: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for purpose in purposes:
        found.setdefault(repr({**purpose, "notice": ""}), purpose)
    return list(found.values())


def _words(purposes: Iterable[dict[str, Any]], name: str) -> list[str]:
    return list(dict.fromkeys(word for purpose in purposes for word in purpose[name]))


def _retention(deps: Deps, site: Site) -> dict[str, Any]:
    """The site's own periods; what each purpose promises stands with the purpose."""
    row = find_policy(deps.session, site.id)
    policy = asdict(row.policy() if row else KEEP_ALL)
    return {
        **policy,
        "old_notices": sorted(policy["old_notices"]),
        "record_months": site.retention_months,
        "escrow_months": site.escrow_months if site.escrow_key else 0,
    }
