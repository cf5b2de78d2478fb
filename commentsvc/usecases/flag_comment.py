"""A reader flags a public comment: the moderators should look at it. No account, no words, nothing about who it was."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import timedelta

from commentsvc import clock
from commentsvc.domain.flags import WHYS, flag_code
from commentsvc.domain.webhook_event import COMMENT_FLAGGED
from commentsvc.errors import IdempotencyMismatch, NotFound, RateLimited, ValidationFailed
from commentsvc.models import posting, queue
from commentsvc.models.comment import Comment
from commentsvc.models.database import writing
from commentsvc.models.flag import add_flag, open_flags
from commentsvc.models.passing import IdempotentAnswer
from commentsvc.models.site import Site
from commentsvc.models.thread import Thread
from commentsvc.models.visibility import is_shown
from commentsvc.usecases.announce import announce
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.find_site import check_origin, find_site
from commentsvc.usecases.hold_flagged import hold_flagged
from commentsvc.usecases.post_comment import idempotency_hash, limit_writes

PER_HOUR, PER_HOUR_SITE = 20, 1000
HOUR = 3600
REMEMBERED = timedelta(hours=24)
NOT_HERE = "There is no public comment here that could be flagged."


@dataclass(frozen=True)
class FlagDraft:
    """Which comment, and what is wrong with it (`domain.flags.WHYS`)."""

    comment: uuid.UUID
    why: str = "other"


def flaggable(deps: Deps, site_id: str, comment_id: uuid.UUID | None) -> tuple[Site, Comment, Thread]:
    """The public comment that a flag would be about.

    Raises:
        NotFound: no such site, or no public comment of this id: whether there is a hidden one is not told.
    """
    site = find_site(deps, site_id)
    comment = deps.session.get(Comment, (site.id, comment_id)) if comment_id else None
    if comment is None or not is_shown(comment):
        raise NotFound(NOT_HERE)
    return site, comment, deps.session.get_one(Thread, (site.id, comment.thread_id))


def flag_comment(
    deps: Deps, site_id: str, draft: FlagDraft, visitor: Visitor, idempotency_key: str | None = None
) -> None:
    """Count the flag, once a day for all behind one network (`domain.flags.flag_code`), and once for an
    Idempotency-Key. Nothing is returned: whoever flags learns neither whether theirs counted nor how many there are.

    Raises:
        OriginNotAllowed, IdempotencyMismatch, RateLimited; ValidationFailed: by field; NotFound: no public comment.
    """
    site = find_site(deps, site_id)
    check_origin(deps, site, visitor)
    key_hash = idempotency_hash(idempotency_key)
    if draft.why not in WHYS:
        raise ValidationFailed("Nothing was flagged.", fields={"why": [f"One of {', '.join(WHYS)}."]})
    digest = _digest(draft)
    if key_hash and _answered(deps, site, key_hash, digest):
        return
    _limit(deps, site, visitor)
    with writing(deps.session) as session:
        comment = queue.lock_comments(session, site.id, [draft.comment]).get(draft.comment)
        if comment is None or not is_shown(comment):
            raise NotFound(NOT_HERE)
        if key_hash and _answered(deps, site, key_hash, digest):
            return
        at = clock.now()
        code = flag_code(deps.settings.secret, site.id, str(comment.id), visitor.address, at.date())
        if add_flag(session, comment, draft.why, code, at):
            count = sum(open_flags(session, site.id, [comment.id]).get(comment.id, {}).values())
            announce(deps, site, COMMENT_FLAGGED, {"comment": str(comment.id), "flags": count})
            hold_flagged(deps, site, comment)
        if key_hash:
            posting.keep_answer(session, site.id, key_hash, digest, comment.id, at, REMEMBERED)


def _answered(deps: Deps, site: Site, key_hash: str, digest: str) -> bool:
    row = deps.session.get(IdempotentAnswer, (site.id, key_hash))
    if row is None or row.expires_at <= clock.now():
        return False
    if row.body_digest != digest:
        raise IdempotencyMismatch("Use a new Idempotency-Key for another comment.")
    return True


def _digest(draft: FlagDraft) -> str:
    """What the Idempotency-Key is bound to: the comment, so that a reader who changes their mind counts once."""
    return hashlib.sha256(f"flag\n{draft.comment}".encode()).hexdigest()


def _limit(deps: Deps, site: Site, visitor: Visitor) -> None:
    limit_writes(deps, site, visitor)
    for name, key, per in (
        ("flag", f"{site.id}/{visitor.address}", PER_HOUR),
        ("flag-site", site.id, PER_HOUR_SITE),
    ):
        if wait := deps.limits.hit(name, key, per, HOUR):
            raise RateLimited("Many flags came just now. Please try again later.", retry_after=wait)
