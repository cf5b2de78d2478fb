"""Post a comment with its consent: one transaction, or nothing (laws 1 and 6)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from commentsvc import clock
from commentsvc.clock import iso
from commentsvc.domain import consent as rules
from commentsvc.domain import served_token
from commentsvc.domain.derived import derive
from commentsvc.domain.minors import unattested
from commentsvc.domain.notice import REPLY_MAIL, parse_manifest
from commentsvc.domain.page_key import explicit_key, page_address, page_key
from commentsvc.domain.plain_text import clean_title
from commentsvc.domain.webhook_event import COMMENT_POSTED
from commentsvc.errors import (
    ConsentRequired,
    IdempotencyMismatch,
    NoticeStale,
    RateLimited,
    ThreadClosed,
    TokenExpired,
    TokenUsed,
    Unavailable,
    ValidationFailed,
)
from commentsvc.models import posting
from commentsvc.models.comment import Comment
from commentsvc.models.consent import newest_body
from commentsvc.models.database import new_id, random_id, writing
from commentsvc.models.log import LogEntry
from commentsvc.models.notice import Notice, find_notice, notice_in_force
from commentsvc.models.passing import IdempotentAnswer
from commentsvc.models.site import Site
from commentsvc.models.thread import Thread
from commentsvc.models.visibility import render_public, set_status
from commentsvc.usecases.announce import announce
from commentsvc.usecases.append_event import Promise, RecordFacts, append_event
from commentsvc.usecases.ask_address import ask_address, may_ask
from commentsvc.usecases.ask_proof import ask_proof, counted
from commentsvc.usecases.comment_text import CommentText, write_text
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.find_site import check_origin, check_own_page, find_site
from commentsvc.usecases.find_subject import address_code
from commentsvc.usecases.judge_comment import Candidate, judge_comment
from commentsvc.usecases.read_thread import is_closed
from commentsvc.usecases.serve_notice import best_notice, not_carried_out, token_secret, with_token
from commentsvc.usecases.tell_moderators import tell_moderators
from commentsvc.usecases.tell_reply import tell_reply

IDEMPOTENT_FOR = timedelta(hours=24)
_TRIES = 3


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
class PostedComment:
    """The stored comment, what lets its author change it, and the receipt. Secrets are derived, never stored. `said` is
    what the form's notice has to say about what was asked for; None when nothing was."""

    comment: Comment
    thread: Thread
    edit_token: str
    edit_until: datetime
    receipt_secret: str
    receipt_url: str
    promise: Promise
    said: str | None = None


@dataclass(frozen=True)
class _Checked:
    """A draft that passed every check that needs no write. `asks`: the address's owner is asked to confirm."""

    site: Site
    draft: CommentDraft
    key: str
    text: CommentText
    notice: Notice
    manifest: Mapping[str, Any]
    choice: rules.Choice
    asks: bool
    token: served_token.ServedToken
    visitor: Visitor
    idempotency: str | None


def post_comment(
    deps: Deps, site_id: str, draft: CommentDraft, visitor: Visitor, idempotency_key: str | None = None
) -> PostedComment:
    """Check the draft, then write comment, record, event, salt and pending entry in one transaction.

    An Idempotency-Key (at least 22 characters, bound to the site and the body, 24 h) is looked up before anything
    else may refuse, and returns the same comment.

    Raises:
        OriginNotAllowed, IdempotencyMismatch, RateLimited, ValidationFailed, ConsentRequired, NoticeStale,
        TokenInvalid, TokenExpired, TokenUsed, ThreadClosed, ChallengeFailed, NotFound: nothing was stored.
    """
    site = find_site(deps, site_id)
    check_origin(deps, site, visitor)
    key_hash = idempotency_hash(idempotency_key)
    if answer := _answered(deps, site, key_hash, draft.digest):
        return answer
    limit_writes(deps, site, visitor)
    _limit(deps, "post-site", site.id, deps.settings.posts_per_minute_site)
    checked = _check(deps, site, draft, visitor, key_hash)
    for _ in range(_TRIES):
        try:
            with counted(deps, site.id, draft.form.get("proof")), writing(deps.session):
                return _write(deps, checked)
        except IntegrityError:  # PostgreSQL: another request made the same thing at the same moment; look again
            continue
        except TokenUsed:
            if answer := _answered(deps, site, key_hash, draft.digest):
                return answer
            raise
    raise Unavailable("The comment could not be stored just now. Please send it again.")


def author_of(deps: Deps, site: Site, comment: Comment) -> str:
    """The edit token of a comment: derived, so that it can be checked and repeated without being stored."""
    return derive(deps.settings.secret, "edit", site.id, str(comment.id))


def receipt_secret(deps: Deps, site_id: str, record_id: uuid.UUID) -> str:
    """The secret of a record's receipt, derived like the edit token."""
    return derive(deps.settings.secret, "receipt", site_id, str(record_id))


def edit_until(site: Site, comment: Comment) -> datetime:
    """When the edit token stops working."""
    return comment.created_at + timedelta(minutes=site.edit_minutes)


def idempotency_hash(key: str | None) -> str | None:
    """The hash under which an Idempotency-Key is remembered. Raises `ValidationFailed` for one that can be guessed."""
    if key is None:
        return None
    if not 22 <= len(key) <= 200 or not key.isascii() or not key.isprintable():
        raise ValidationFailed(
            "The Idempotency-Key is too short or too long.",
            fields={"Idempotency-Key": ["Send at least 128 random bits: 22 to 200 printable characters."]},
        )
    return hashlib.sha256(key.encode()).hexdigest()


def _answered(deps: Deps, site: Site, key_hash: str | None, digest: str) -> PostedComment | None:
    if key_hash is None:
        return None
    row = deps.session.get(IdempotentAnswer, (site.id, key_hash))
    if row is None or row.expires_at <= clock.now():
        return None
    if row.body_digest != digest:
        raise IdempotencyMismatch("Use a new Idempotency-Key for a new comment.")
    comment, thread, entry = posting.posted(deps.session, site.id, row.comment_id)
    body = newest_body(deps.session, site.id, comment.record_id)
    asked = body is not None and "requested" in rules.open_snapshot(body.snapshot)["event"]
    notice = find_notice(deps.session, site.id, body.notice_sha256 or "") if body and asked else None
    said = _said(parse_manifest(notice.body)) if notice else None
    return replace(_posted(deps, site, comment, thread, _promise_of(site, entry)), said=said)


def _said(manifest: Mapping[str, Any]) -> str | None:
    told: str | None = manifest["messages"].get("reply_mail_sent")
    return told


def limit_writes(deps: Deps, site: Site, visitor: Visitor) -> None:
    """Count one write of this address on this site. Raises `RateLimited`."""
    _limit(deps, "post", f"{site.id}/{visitor.address}", deps.settings.posts_per_minute)


def _limit(deps: Deps, name: str, key: str, per: int) -> None:
    if per and (wait := deps.limits.hit(name, key, per, 60)):
        raise RateLimited("Many comments came from here. Your text is kept.", retry_after=wait)


def _check(deps: Deps, site: Site, draft: CommentDraft, visitor: Visitor, key_hash: str | None) -> _Checked:
    url_key = page_key(draft.page_url, site.origins)
    check_own_page(site, draft.page_url)
    key = explicit_key(draft.page_key) if draft.page_key else url_key
    notice = _notice_in_force(deps, site, draft, key)
    manifest = parse_manifest(notice.body)
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
    return _Checked(site, draft, key, text, notice, manifest, choice, asks, token, visitor, key_hash)


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


def _notice_in_force(deps: Deps, site: Site, draft: CommentDraft, key: str) -> Notice:
    named = find_notice(deps.session, site.id, draft.notice)
    current = notice_in_force(deps.session, site.id, named.lang) if named else best_notice(deps, site, None)
    if named is None or current is None or current.sha256 != named.sha256:
        fresh = with_token(deps, site, current or best_notice(deps, site, None), key, draft.token)
        raise NoticeStale("Please read the notice now in force and agree again. Your text is kept.", notice=fresh)
    return named


def _write(deps: Deps, checked: _Checked) -> PostedComment:
    site, draft, session, at = checked.site, checked.draft, deps.session, clock.now()
    if answer := _answered(deps, site, checked.idempotency, draft.digest):
        return answer
    _notice_in_force(deps, site, draft, checked.key)
    if not posting.use_token(session, site.id, checked.token.nonce, checked.token.expires_at):
        raise TokenUsed("Open the form again to send another comment.")
    url, title = page_address(draft.page_url), clean_title(draft.page_title or "")
    at_once = site.moderation == "after" or checked.text.email is not None  # without an address nobody is trusted
    thread = posting.thread_for(session, site.id, checked.key, url, title, at, lock=at_once)
    if is_closed(site, thread):
        raise ThreadClosed("No more comments are taken here.")
    comment = _new_comment(deps, checked, thread, at)
    promise = append_event(
        deps,
        site,
        _record(deps, checked, thread, comment, at),
        rules.first_event(rules.record_kind(checked.manifest)),
        at=at,
        by="reader",
        purposes=checked.choice.purposes,
        requested=checked.choice.requested,
    )
    session.add(comment)
    session.flush()
    set_status(session, comment, _first_status(deps, checked, thread, comment))
    tell_reply(deps, site, comment)
    tell_moderators(deps, comment)
    if comment.status != "spam":
        announce(deps, site, COMMENT_POSTED, {"comment": str(comment.id)})
    if checked.asks and checked.text.email:
        ask_address(deps, site, comment, checked.text.email, checked.choice.requested)
    if checked.idempotency:
        posting.keep_answer(session, site.id, checked.idempotency, draft.digest, comment.id, at, IDEMPOTENT_FOR)
    session.flush()
    said = _said(checked.manifest) if checked.choice.requested else None
    return replace(_posted(deps, site, comment, thread, promise), said=said)


def _new_comment(deps: Deps, checked: _Checked, thread: Thread, at: datetime) -> Comment:
    site, text = checked.site, checked.text
    place = posting.place_of(deps.session, thread, checked.draft.parent, site.max_depth)
    code = address_code(deps, site.id, text.email) if text.email else None
    comment_id = new_id()
    comment = Comment(
        site_id=site.id,
        id=comment_id,
        thread_id=thread.id,
        parent_id=place.parent_id,
        root_id=place.root_id or comment_id,
        reply_to_id=checked.draft.parent,
        depth=place.depth,
        record_id=random_id(),
        subject_id=posting.subject_for(deps.session, site.id, code, at),
        author_name=text.name,
        author_website=text.website,
        body=text.body,
        html=text.html,
        status="pending",
        held_reasons=[],
        lang=checked.notice.lang,
        created_at=at,
    )
    comment.rendered = render_public(comment)
    return comment


def _first_status(deps: Deps, checked: _Checked, thread: Thread, comment: Comment) -> str:
    trusted = bool(checked.text.email) and posting.is_trusted(deps.session, checked.site, comment)
    form = {**checked.draft.form, "opened_at": checked.token.opened_at, "nonce": checked.token.nonce}
    candidate = Candidate(checked.site, thread, comment, checked.visitor, checked.text.email, form)
    told = str(form["nonce"]), form.get("proof"), checked.visitor
    return judge_comment(deps, candidate, trusted, lambda found: ask_proof(deps, checked.site, *told, found))


def _record(deps: Deps, checked: _Checked, thread: Thread, comment: Comment, at: datetime) -> RecordFacts:
    record = rules.build_record(
        record_id=str(comment.record_id),
        subject_ref=str(comment.subject_id),
        manifest=checked.manifest,
        notice_sha256=checked.notice.sha256,
        effective_from=iso(checked.notice.effective_from),
        purposes=dict(checked.choice.purposes),
        withdrawal_url=receipt_page(deps, comment.site_id),
        widget=dict(checked.draft.widget or {}),
        signals=dict(checked.draft.signals),
        page=thread.key,
        origin=checked.visitor.origin or deps.settings.public_url,
        comment_id=str(comment.id),
        checkpoint_before=checked.token.checkpoint,
        not_offered=checked.draft.not_offered | not_carried_out(deps),
        collection_method="hosted form" if checked.visitor.hosted else "embedded form",
    )
    return RecordFacts(
        record_id=comment.record_id,
        kind=rules.record_kind(checked.manifest),
        subject_id=comment.subject_id,
        notice_sha256=checked.notice.sha256,
        record=record,
    )


def receipt_page(deps: Deps, site_id: str) -> str:
    """Where a reader takes a choice back. What opens the receipt there stands in the link's fragment, never in this."""
    return f"{deps.settings.public_url}/my/{site_id}/receipt"


def _promise_of(site: Site, entry: LogEntry) -> Promise:
    return Promise(site.log_origin, entry.leaf_hash, entry.deadline, entry.promise)


def _posted(deps: Deps, site: Site, comment: Comment, thread: Thread, promise: Promise) -> PostedComment:
    return PostedComment(
        comment=comment,
        thread=thread,
        edit_token=author_of(deps, site, comment),
        edit_until=edit_until(site, comment),
        receipt_secret=receipt_secret(deps, site.id, comment.record_id),
        receipt_url=f"{receipt_page(deps, site.id)}#{comment.record_id}."
        f"{receipt_secret(deps, site.id, comment.record_id)}",
        promise=promise,
    )
