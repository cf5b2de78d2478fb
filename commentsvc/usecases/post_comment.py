"""Post a comment with its consent: one transaction, or nothing (laws 1 and 6)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from commentsvc import clock
from commentsvc.domain import consent as rules
from commentsvc.domain.derived import derive
from commentsvc.domain.notice import parse_manifest
from commentsvc.errors import (
    IdempotencyMismatch,
    NotFound,
    Problem,
    RateLimited,
    TokenUsed,
    Unavailable,
    ValidationFailed,
)
from commentsvc.models import posting
from commentsvc.models.comment import Comment
from commentsvc.models.consent import newest_body
from commentsvc.models.known_site import known_at, remembered_site
from commentsvc.models.notice import find_notice
from commentsvc.models.shared_commits import Together
from commentsvc.models.site import Site
from commentsvc.models.thread import Thread
from commentsvc.usecases.append_event import Promise
from commentsvc.usecases.ask_proof import counted
from commentsvc.usecases.check_draft import CheckedDraft, CommentDraft, check_draft
from commentsvc.usecases.count_post import Count, count_post, refuse
from commentsvc.usecases.deps import Deps, Visitor, Window
from commentsvc.usecases.find_site import NO_SITE, check_origin
from commentsvc.usecases.ready_post import ready_post
from commentsvc.usecases.store_post import StoredPost, receipt_page, store_post
from commentsvc.usecases.store_posts import store_posts

_TRIES = 3


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


def post_comment(
    deps: Deps,
    site_id: str,
    draft: CommentDraft,
    visitor: Visitor,
    idempotency_key: str | None = None,
    counted_already: bool = False,
) -> PostedComment:
    """Check the draft, then write comment, record, event, salt and pending entry in one transaction.

    An Idempotency-Key (at least 22 characters, bound to the site and the body, 24 h) is looked up before anything
    else may refuse, and returns the same comment. `counted_already` is for a post that `post_together` did not store.

    Raises:
        OriginNotAllowed, IdempotencyMismatch, RateLimited, ValidationFailed, ConsentRequired, NoticeStale,
        TokenInvalid, TokenExpired, TokenUsed, ThreadClosed, ChallengeFailed, NotFound: nothing was stored.
    """
    key_hash = idempotency_hash(idempotency_key)
    checked = as_remembered(deps, site_id, draft, visitor, key_hash)
    if checked is None:
        asked = _look_up(deps, site_id, key_hash)
        known = known_at(deps.session, site_id, asked.version)
        check_origin(deps, known.site, visitor)
        if answer := _answered(deps, known.site, asked, draft.digest):
            return answer
    else:
        known = checked.known
    windows = [] if counted_already else windows_of(deps, known.site, visitor)
    try:
        with count_post(deps, windows) as count:
            return _store(deps, checked or check_draft(deps, known, draft, visitor, key_hash), count)
    except RateLimited:
        if checked and (answer := _answered(deps, known.site, _look_up(deps, site_id, key_hash), draft.digest)):
            return answer
        raise


def as_remembered(
    deps: Deps, site_id: str, draft: CommentDraft, visitor: Visitor, key_hash: str | None
) -> CheckedDraft | None:
    """The draft, if it passes by what this process remembers of the site, so that nothing needs to be asked before its
    transaction, which asks whether the site is still so. What does not pass may do so by now, or its key brings an
    answer: None."""
    known = remembered_site(deps.session, site_id)
    if known is None:
        return None
    try:
        check_origin(deps, known.site, visitor)
        return check_draft(deps, known, draft, visitor, key_hash)
    except Problem:
        return None


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


def _look_up(deps: Deps, site_id: str, key_hash: str | None) -> posting.Lookup:
    asked = posting.look_up(deps.session, site_id, key_hash)
    if asked is None:
        raise NotFound(NO_SITE)
    return asked


def _store(deps: Deps, checked: CheckedDraft, count: Count) -> PostedComment:
    site, draft = checked.known.site, checked.draft
    for _ in range(_TRIES):
        try:
            with counted(deps, site.id, draft.form.get("proof")):
                ready = ready_post(deps, checked, count)
                deps.session.rollback()  # what it has read so far is not needed any more
                stored = deps.commits.write(
                    lambda session: _write(replace(deps, session=session), checked, count),
                    Together(store_posts, ready) if ready else None,
                )
                return told(deps, checked, stored) if isinstance(stored, StoredPost) else stored
        except IntegrityError:  # PostgreSQL: another request made the same thing at the same moment; look again
            continue
        except TokenUsed:
            if answer := _answered(deps, site, _look_up(deps, site.id, checked.idempotency), draft.digest):
                return answer
            raise
    raise Unavailable("The comment could not be stored just now. Please send it again.")


def _write(deps: Deps, checked: CheckedDraft, count: Count) -> PostedComment:
    """Inside the write transaction: look again at what may have changed, then count and store."""
    site_id, draft, key_hash = checked.known.site.id, checked.draft, checked.idempotency
    asked = _look_up(deps, site_id, key_hash)
    known = known_at(deps.session, site_id, asked.version)
    if answer := _answered(deps, known.site, asked, draft.digest):
        return answer
    if key_hash and asked.comment_id is not None:
        posting.forget_answer(deps.session, site_id, key_hash, clock.now())
    if known is not checked.known:  # the site was changed meanwhile
        check_origin(deps, known.site, checked.visitor)
        checked = check_draft(deps, known, draft, checked.visitor, key_hash)
    stored = store_post(deps, checked)
    count(deps.session)
    return told(deps, checked, stored)


def told(deps: Deps, checked: CheckedDraft, stored: StoredPost) -> PostedComment:
    """What the author of a stored comment is told: its secrets are derived anew, nothing is asked of the database."""
    said = _said(checked.manifest) if checked.choice.requested else None
    return _posted(deps, checked.known.site, stored.comment, stored.thread, stored.promise, said)


def _answered(deps: Deps, site: Site, asked: posting.Lookup, digest: str) -> PostedComment | None:
    if asked.comment_id is None or asked.expires_at is None or asked.expires_at <= clock.now():
        return None
    if asked.body_digest != digest:
        raise IdempotencyMismatch("Use a new Idempotency-Key for a new comment.")
    comment, thread, entry = posting.posted(deps.session, site.id, asked.comment_id)
    body = newest_body(deps.session, site.id, comment.record_id)
    requested = body is not None and "requested" in rules.open_snapshot(body.snapshot)["event"]
    notice = find_notice(deps.session, site.id, body.notice_sha256 or "") if body and requested else None
    said = _said(parse_manifest(notice.body)) if notice else None
    promise = Promise(site.log_origin, entry.leaf_hash, entry.deadline, entry.promise)
    return _posted(deps, site, comment, thread, promise, said)


def _said(manifest: Mapping[str, Any]) -> str | None:
    told: str | None = manifest["messages"].get("reply_mail_sent")
    return told


def limit_writes(deps: Deps, site: Site, visitor: Visitor) -> None:
    """Count one write of this address on this site. Raises `RateLimited`."""
    refuse(deps.limits.hit(*_of_address(deps, site, visitor)))


def windows_of(deps: Deps, site: Site, visitor: Visitor) -> list[Window]:
    """What a post is counted in."""
    return [_of_address(deps, site, visitor), Window("post-site", site.id, deps.settings.posts_per_minute_site, 60)]


def _of_address(deps: Deps, site: Site, visitor: Visitor) -> Window:
    return Window("post", f"{site.id}/{visitor.address}", deps.settings.posts_per_minute, 60)


def _posted(
    deps: Deps, site: Site, comment: Comment, thread: Thread, promise: Promise, said: str | None
) -> PostedComment:
    secret = receipt_secret(deps, site.id, comment.record_id)
    return PostedComment(
        comment=comment,
        thread=thread,
        edit_token=author_of(deps, site, comment),
        edit_until=edit_until(site, comment),
        receipt_secret=secret,
        receipt_url=f"{receipt_page(deps, site.id)}#{comment.record_id}.{secret}",
        promise=promise,
        said=said,
    )
