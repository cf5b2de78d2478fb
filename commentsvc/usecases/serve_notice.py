"""Hand the notice in force to a form, with the token that later proves it was handed out."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from commentsvc import clock
from commentsvc.clock import iso
from commentsvc.domain import served_token
from commentsvc.domain.asking_again import asked_again, newest_asking
from commentsvc.domain.choices import public_choices
from commentsvc.domain.derived import site_key
from commentsvc.domain.notice import CONFIRMED_FIRST, REMEMBER_ME, parse_manifest, public_notice
from commentsvc.errors import NotFound, RateLimited, TokenInvalid
from commentsvc.ledger.encoding import to_base64
from commentsvc.models.log import latest_checkpoint
from commentsvc.models.notice import (
    CHOICES,
    COMMENTS,
    Notice,
    NoticeKind,
    find_notice,
    notice_in_force,
    notice_names,
    notices_in_force,
)
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.find_site import find_site, page_of

_NONE = {
    COMMENTS: "This site has no notice yet. `commentsvc notice publish` makes one.",
    CHOICES: "This site has no cookie notice. `commentsvc notice choices publish` makes one.",
}


def serve_notice(
    deps: Deps,
    site_id: str,
    lang: str | None,
    page: str | None,
    visitor: Visitor,
    kind: NoticeKind = COMMENTS,
    before: str | None = None,
) -> dict[str, Any]:
    """The notice in force in the best language, with labels, a fresh token and `expires_at`.

    `lang` is BCP 47: exact, then its primary subtag, then the site's default. `page` is a key or URL (contract of
    `page_of`); without one the token fits any page of the site, which is all that a choice needs. `before` is the token
    whose place the new one takes in a form that stays open.

    Raises:
        NotFound: unknown site, or one without a notice.
        ValidationFailed: the page is not one of the site's.
        RateLimited: too many forms opened from this address.
    """
    site = find_site(deps, site_id)
    key = page_of(site, page) if page and kind == COMMENTS else ""
    per = deps.settings.notices_per_minute
    if per and (wait := deps.limits.hit("notice", f"{site.id}/{visitor.address}", per, 60)):
        raise RateLimited("Too many forms were opened from here.", retry_after=wait)
    return with_token(deps, site, best_notice(deps, site, lang, kind), key, before)


def best_notice(deps: Deps, site: Site, lang: str | None, kind: NoticeKind = COMMENTS) -> Notice:
    """The notice in force in `lang`, its primary subtag, the site's default, or any. Raises `NotFound`."""
    for candidate in dict.fromkeys((lang, (lang or "").split("-")[0], site.default_language)):
        if candidate and (notice := notice_in_force(deps.session, site.id, candidate, kind)):
            return notice
    if notices := notices_in_force(deps.session, site.id, kind):
        return notices[0]
    raise NotFound(_NONE[kind])


def with_token(deps: Deps, site: Site, notice: Notice, page_key: str, before: str | None = None) -> dict[str, Any]:
    """The notice as the form needs it, bound to the page by a token that carries the latest checkpoint, and when the
    form was opened as the token `before` it says."""
    issued_at = clock.now()
    expires_at = issued_at + timedelta(minutes=deps.settings.notice_token_minutes)
    seen = latest_checkpoint(deps.session, site.id)
    token = served_token.mint(
        token_secret(deps, site.id),
        site=site.id,
        notice_sha256=notice.sha256,
        lang=notice.lang,
        page_key=page_key,
        issued_at=issued_at,
        expires_at=expires_at,
        nonce=secrets.token_urlsafe(24),
        checkpoint={"origin": site.log_origin, "size": seen.size, "root": to_base64(seen.root)} if seen else None,
        opened_at=_opened_at(deps, site, before),
    )
    told = {"token": token, "expires_at": iso(expires_at)}
    public = shown(deps, notice)
    return public | told | ({} if notice.kind == CHOICES else {"forget_before": _forget_before(deps, site.id)})


def _opened_at(deps: Deps, site: Site, token: str | None) -> datetime | None:
    try:
        return served_token.read_token(token_secret(deps, site.id), token, site=site.id).opened_at if token else None
    except TokenInvalid:
        return None


def shown(deps: Deps, notice: Notice) -> dict[str, Any]:
    """Everything that a form, or a page with a cookie notice, shows of this notice."""
    manifest = parse_manifest(notice.body)
    if notice.kind == CHOICES:
        return public_choices(manifest, notice.sha256)
    return offered_notice(deps, manifest, notice.sha256)


_asking: dict[str, list[str]] = {}
"""What the notice of each hash asks again about: it never changes, and every form that is opened wants to know."""


def _forget_before(deps: Deps, site_id: str) -> dict[str, int]:
    """By language, the version before which nothing that a reader's device remembers is relied on any more."""
    names = notice_names(deps.session, site_id)
    for name in names:
        if name.sha256 not in _asking and (notice := find_notice(deps.session, site_id, name.sha256)):
            _asking[name.sha256] = asked_again(parse_manifest(notice.body))
    return newest_asking(((one.lang, one.version, _asking.get(one.sha256, ())) for one in names), REMEMBER_ME)


def offered_notice(deps: Deps, manifest: Mapping[str, Any], sha256: str) -> dict[str, Any]:
    """The notice as a form shows it: without a box for what cannot be carried out (law 7)."""
    public, missing = public_notice(manifest, sha256), not_carried_out(deps)
    return public | {"purposes": [item for item in public["purposes"] if item["id"] not in missing]}


def not_carried_out(deps: Deps) -> frozenset[str]:
    """The purposes that this installation cannot carry out as it is: without mail, those that write to people."""
    return CONFIRMED_FIRST if deps.mailer.sender is None else frozenset()


def token_secret(deps: Deps, site_id: str) -> bytes:
    """The key that signs this site's served-notice tokens."""
    return site_key(deps.settings.secret, "served-notice", site_id)
