"""Check what a reader sent, as far as that needs no write: page, text, token, notice and choice."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from commentsvc import clock
from commentsvc.domain import consent as rules
from commentsvc.domain import served_token
from commentsvc.domain.minors import unattested
from commentsvc.domain.notice import REPLY_MAIL
from commentsvc.domain.page_key import explicit_key, page_key, read_page
from commentsvc.domain.web_address import WebAddress
from commentsvc.errors import ConsentRequired, NoticeStale, TokenExpired, ValidationFailed
from commentsvc.models.known_site import KnownSite
from commentsvc.models.notice import Notice, find_notice, notice_in_force
from commentsvc.usecases.ask_address import may_ask
from commentsvc.usecases.comment_text import CommentText, write_text
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.find_site import check_own_page
from commentsvc.usecases.serve_notice import best_notice, not_carried_out, token_secret, with_token


@dataclass(frozen=True)
class CommentDraft:
    """What a reader sends, already of the right types; every value is still a stranger's.

    `digest` is the SHA-256 of the request's body, which an Idempotency-Key is bound to. `not_offered` names purposes
    that the form had no box for, because it could not carry them out.
    """

    page_url: str
    body: str
    author_name: str
    notice: str
    token: str
    purposes: Mapping[str, bool]
    digest: str
    page_key: str | None = None
    page_title: str | None = None
    parent: uuid.UUID | None = None
    author_email: str | None = None
    author_website: str | None = None
    widget: Mapping[str, str | None] | None = None
    signals: Mapping[str, Any] = field(default_factory=dict)
    not_offered: frozenset[str] = frozenset()
    minor: bool = False
    """Whether the reader made the statement that the notice asks younger readers for (`domain.minors`)."""
    form: Mapping[str, Any] = field(default_factory=dict)
    """What the served form told of itself, for those who judge (`judge_comment.Candidate`)."""


@dataclass(frozen=True)
class CheckedDraft:
    """A draft that passed every check that needs no write. `page` is its page's address; `asks`: the owner of the mail
    address is asked to confirm it."""

    known: KnownSite
    draft: CommentDraft
    page: WebAddress
    key: str
    text: CommentText
    notice: Notice
    manifest: Mapping[str, Any]
    choice: rules.Choice
    asks: bool
    token: served_token.ServedToken
    visitor: Visitor
    idempotency: str | None


def check_draft(
    deps: Deps, known: KnownSite, draft: CommentDraft, visitor: Visitor, key_hash: str | None
) -> CheckedDraft:
    """The draft, once it passed.

    Raises:
        ValidationFailed, ConsentRequired, NoticeStale, TokenInvalid, TokenExpired, NotFound.
    """
    site = known.site
    page = read_page(draft.page_url)
    url_key = page_key(page, site.origins)
    check_own_page(site, page.origin)
    key = explicit_key(draft.page_key) if draft.page_key else url_key
    notice = check_notice(deps, known, draft, key)
    manifest = known.manifests[notice.sha256]
    try:
        text = write_text(deps.settings, draft.body, draft.author_name, draft.author_website, draft.author_email)
    except ValidationFailed as bad:  # a reader who missed two things is told both at once
        raise ValidationFailed(bad.detail, fields=bad.fields | _wrong_choices(deps, manifest, draft)) from bad
    try:
        token = served_token.open_token(token_secret(deps, site.id), draft.token, site=site.id, now=clock.now())
    except TokenExpired as expired:
        raise TokenExpired(expired.detail, notice=with_token(deps, site, notice, key, draft.token)) from expired
    served_token.check_binding(token, notice.sha256, key)
    choice = _choice(deps, manifest, draft)
    asks = bool(choice.requested and text.email and may_ask(deps, site, text.email))
    return CheckedDraft(known, draft, page, key, text, notice, manifest, choice, asks, token, visitor, key_hash)


def _wrong_choices(deps: Deps, manifest: Mapping[str, Any], draft: CommentDraft) -> dict[str, list[str]]:
    try:
        _choice(deps, manifest, draft)
    except (ConsentRequired, ValidationFailed) as wrong:
        return wrong.fields
    return {}


def _choice(deps: Deps, manifest: Mapping[str, Any], draft: CommentDraft) -> rules.Choice:
    """The choice, and with it the statement of younger readers; what is missing of both is told at once."""
    missing = unattested(manifest, draft.minor)
    if draft.purposes.get(REPLY_MAIL) is True:
        missing |= _unmailable(deps, manifest, draft)
    try:
        choice = rules.check_choice(manifest, draft.purposes, draft.not_offered)
    except (ConsentRequired, ValidationFailed) as wrong:
        wrong.fields |= missing
        raise
    if missing:
        raise ValidationFailed("Nothing was stored. The notice asks for one more confirmation.", fields=missing)
    return choice


def _unmailable(deps: Deps, manifest: Mapping[str, Any], draft: CommentDraft) -> dict[str, list[str]]:
    """Why mail about replies, which was ticked, cannot be had: none is sent here, or no address was given."""
    if REPLY_MAIL in not_carried_out(deps):
        return {f"consent.purposes.{REPLY_MAIL}": ["This cannot be done here now. Please untick it."]}
    told = manifest["messages"].get("email_required", "Mail about replies needs an address.")
    return {} if (draft.author_email or "").strip() else {"author.email": [str(told)]}


def check_notice(deps: Deps, known: KnownSite, draft: CommentDraft, key: str) -> Notice:
    """The notice that the draft names, if it is in force on the site as it is `known`. Raises `NoticeStale`, which
    brings the one that is."""
    for notice in known.notices.values():
        if notice.sha256 == draft.notice:
            return notice
    site, named = known.site, find_notice(deps.session, known.site.id, draft.notice)
    current = notice_in_force(deps.session, site.id, named.lang) if named else best_notice(deps, site, None)
    fresh = with_token(deps, site, current or best_notice(deps, site, None), key, draft.token)
    raise NoticeStale("Please read the notice now in force and agree again. Your text is kept.", notice=fresh)
