"""Record a choice that belongs to no comment: what a reader turned on in the site's cookie notice.

A first refusal never comes here: there is nothing to prove, and readers who decline are not recorded (law 3).
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from commentsvc import clock
from commentsvc.clock import iso
from commentsvc.domain import consent as rules
from commentsvc.domain import served_token
from commentsvc.domain.choices import holds_until
from commentsvc.domain.derived import derive
from commentsvc.domain.notice import parse_manifest
from commentsvc.errors import (
    NoticeStale,
    RateLimited,
    TokenExpired,
    TokenUsed,
    Unavailable,
    ValidationFailed,
)
from commentsvc.models import posting
from commentsvc.models.consent import ConsentRecord, opened_events
from commentsvc.models.database import writing
from commentsvc.models.notice import CHOICES, Notice, find_notice, notice_in_force
from commentsvc.models.site import Site
from commentsvc.usecases.append_event import Promise, RecordFacts, append_event
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.find_site import check_origin, find_site
from commentsvc.usecases.post_comment import receipt_secret
from commentsvc.usecases.serve_notice import best_notice, token_secret, with_token
from commentsvc.usecases.store_post import receipt_page

_TRIES = 3
INDICATED_BY = "button"
COLLECTED_BY = "cookie notice"


@dataclass(frozen=True)
class ChoiceDraft:
    """What a page sends, already of the right types; every value is still a stranger's."""

    notice: str
    token: str
    purposes: Mapping[str, bool]
    widget: Mapping[str, str | None] | None = None
    signals: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class GivenChoice:
    """What the reader keeps. The secret is derived, never stored."""

    record_id: uuid.UUID
    secret: str
    url: str
    promise: Promise
    purposes: Mapping[str, bool]
    valid_until: datetime


@dataclass(frozen=True)
class _Checked:
    site: Site
    draft: ChoiceDraft
    notice: Notice
    manifest: Mapping[str, Any]
    choice: rules.Choice
    token: served_token.ServedToken
    visitor: Visitor


def give_choice(deps: Deps, site_id: str, draft: ChoiceDraft, visitor: Visitor) -> GivenChoice:
    """Check the draft, then write record, event, salt and pending entry in one transaction (law 1).

    The token is what makes sending it again harmless: the same token with the same choice gets the same receipt.

    Raises:
        OriginNotAllowed, RateLimited, ValidationFailed (also where nothing was turned on: a refusal is not recorded),
        NoticeStale, TokenInvalid, TokenExpired, TokenUsed: nothing was stored.
    """
    site = find_site(deps, site_id)
    check_origin(deps, site, visitor)
    per = deps.settings.notices_per_minute
    if per and (wait := deps.limits.hit("choice", f"{site.id}/{visitor.address}", per, 60)):
        raise RateLimited("Many choices came from here.", retry_after=wait)
    checked = _check(deps, site, draft, visitor)
    for _ in range(_TRIES):
        try:
            with writing(deps.session):
                return _write(deps, checked)
        except IntegrityError:  # PostgreSQL: the same choice was sent twice at the same moment; look again
            continue
    raise Unavailable("The choice could not be stored just now. Please send it again.")


def _check(deps: Deps, site: Site, draft: ChoiceDraft, visitor: Visitor) -> _Checked:
    notice = _in_force(deps, site, draft)
    try:
        token = served_token.open_token(token_secret(deps, site.id), draft.token, site=site.id, now=clock.now())
    except TokenExpired as expired:
        raise TokenExpired(expired.detail, notice=with_token(deps, site, notice, "")) from expired
    served_token.check_binding(token, notice.sha256, "")
    manifest = parse_manifest(notice.body)
    choice = rules.check_choice(manifest, draft.purposes)
    if not rules.stands(choice.purposes):
        raise ValidationFailed(
            "A refusal is not recorded: nothing was stored, and nothing need be sent.",
            fields={"consent.purposes": ["None of them is on."]},
        )
    return _Checked(site, draft, notice, manifest, choice, token, visitor)


def _in_force(deps: Deps, site: Site, draft: ChoiceDraft) -> Notice:
    named = find_notice(deps.session, site.id, draft.notice)
    lang = named.lang if named and named.kind == CHOICES else None
    current = notice_in_force(deps.session, site.id, lang, CHOICES) if lang else None
    if named is None or current is None or current.sha256 != named.sha256:
        fresh = with_token(deps, site, current or best_notice(deps, site, lang, CHOICES), "")
        raise NoticeStale("Please read the notice now in force and choose again.", notice=fresh)
    return named


def _write(deps: Deps, checked: _Checked) -> GivenChoice:
    site, session, at = checked.site, deps.session, clock.now()
    _in_force(deps, site, checked.draft)
    record_id = _record_id(deps, site, checked.token.nonce)
    if not posting.use_token(session, site.id, checked.token.nonce, checked.token.expires_at):
        return _again(deps, checked, record_id)
    until = holds_until(at)
    promise = append_event(
        deps,
        site,
        _record(deps, checked, record_id, posting.subject_for(session, site.id, None, at)),
        rules.first_event(rules.CHOICE),
        at=at,
        by="reader",
        purposes=checked.choice.purposes,
        valid_until=until,
    )
    return _given(deps, site, record_id, promise, checked.choice.purposes, until)


def _record_id(deps: Deps, site: Site, nonce: str) -> uuid.UUID:
    """The number of the record that this token brings: nobody without our secret can guess it from anything."""
    digest = hashlib.sha256(derive(deps.settings.secret, "choice", site.id, nonce).encode()).digest()
    return uuid.UUID(bytes=digest[:16], version=4)


def _again(deps: Deps, checked: _Checked, record_id: uuid.UUID) -> GivenChoice:
    """The answer that was lost on its way. Raises `TokenUsed` if the token brought something else."""
    site = checked.site
    stub = deps.session.get(ConsentRecord, (site.id, record_id))
    first = next(iter(opened_events(deps.session, site.id, record_id)), None)
    if stub is None or first is None or first.entry is None or first.entry.id != stub.entry:
        raise TokenUsed("Open the notice again to choose once more.")
    if dict(first.body.purposes) != dict(checked.choice.purposes):
        raise TokenUsed("Open the notice again to choose otherwise.")
    entry = first.entry
    promise = Promise(site.log_origin, entry.leaf_hash, entry.deadline, entry.promise)
    return _given(deps, site, record_id, promise, first.body.purposes, holds_until(first.event.at))


def _record(deps: Deps, checked: _Checked, record_id: uuid.UUID, subject_id: uuid.UUID) -> RecordFacts:
    notice = checked.notice
    record = rules.build_record(
        record_id=str(record_id),
        subject_ref=str(subject_id),
        manifest=checked.manifest,
        notice_sha256=notice.sha256,
        effective_from=iso(notice.effective_from),
        purposes=checked.choice.purposes,
        withdrawal_url=receipt_page(deps, checked.site.id),
        widget=checked.draft.widget or {},
        signals=checked.draft.signals,
        page=None,  # the choice is for the whole site: which page the reader was on proves nothing more
        origin=checked.visitor.origin or deps.settings.public_url,
        comment_id=None,
        checkpoint_before=checked.token.checkpoint,
        collection_method=COLLECTED_BY,
        indication_method=INDICATED_BY,
    )
    return RecordFacts(record_id, rules.CHOICE, subject_id, notice.sha256, record)


def _given(
    deps: Deps, site: Site, record_id: uuid.UUID, promise: Promise, purposes: Mapping[str, bool], until: datetime
) -> GivenChoice:
    secret = receipt_secret(deps, site.id, record_id)
    return GivenChoice(
        record_id=record_id,
        secret=secret,
        url=f"{receipt_page(deps, site.id)}#{record_id}.{secret}",
        promise=promise,
        purposes=purposes,
        valid_until=until,
    )
