"""Everything a moderator wants to see of a comment without leaving the queue, in one call."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commentsvc.domain.consent import state_after
from commentsvc.models import around, queue, review
from commentsvc.models.comment import Comment
from commentsvc.models.thread import Thread
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.list_queue import QueueItem, queue_items
from commentsvc.usecases.review_comment import CommentReview, EventView, review_comment

BESIDE = 3
REPLIES = 10
LATEST = 5


@dataclass(frozen=True)
class AuthorHistory:
    """What is known of whoever wrote it. `comments` counts by status, `latest` are their newest others. `confirmed`:
    the owner of the address said that a comment is theirs; the address itself nobody is shown. Without an address every
    comment is a person of its own."""

    id: uuid.UUID
    first_seen: datetime | None
    confirmed: bool
    comments: dict[str, int]
    latest: list[QueueItem]


@dataclass(frozen=True)
class CommentContext:
    """`review` has the comment, its findings, consent, evidence and decisions; `state` is where its record stands
    (`given`, `acknowledged`, `withdrawn`, `stated`, …). `ancestors` lead down to the comment; `before` and `after`
    stand beside it, up to three each; `replies` are the first ten right under it. `author` is None for what is
    nobody's: erased, or the site's own words."""

    review: CommentReview
    state: str
    ancestors: list[QueueItem]
    before: list[QueueItem]
    after: list[QueueItem]
    replies: list[QueueItem]
    author: AuthorHistory | None


def comment_context(deps: Deps, actor: Actor, site_id: str, comment_id: uuid.UUID) -> CommentContext:
    """The site's comment of this id with what stands around it.

    Raises:
        NotFound, Forbidden: no such comment here, or the actor lacks `moderate`.
    """
    reviewed = review_comment(deps, actor, site_id, comment_id)
    comment = deps.session.get_one(Comment, (site_id, comment_id))
    before, after = around.siblings_of(deps.session, comment, BESIDE)
    return CommentContext(
        review=reviewed,
        state=state_after([_told(event) for event in reviewed.events]),
        ancestors=_items(deps, site_id, around.ancestors_of(deps.session, comment)),
        before=_items(deps, site_id, before),
        after=_items(deps, site_id, after),
        replies=_items(deps, site_id, around.replies_to(deps.session, comment, REPLIES)),
        author=_history(deps, comment) if comment.subject_id is not None else None,
    )


def _told(event: EventView) -> str | tuple[str, dict[str, bool]]:
    return event.type if event.snapshot is None else (event.type, event.snapshot["event"].get("purposes", {}))


def _history(deps: Deps, comment: Comment) -> AuthorHistory:
    session, site_id, who = deps.session, comment.site_id, comment.subject_id
    assert who is not None  # noqa: S101 - the caller asked
    latest = [one for one in around.author_comments(session, site_id, who, LATEST + 1) if one.id != comment.id]
    return AuthorHistory(
        id=who,
        first_seen=around.first_seen(session, site_id, who),
        confirmed=around.is_confirmed(session, site_id, who),
        comments=around.author_counts(session, site_id, who),
        latest=_items(deps, site_id, latest[:LATEST]),
    )


def _items(deps: Deps, site_id: str, comments: Sequence[Comment]) -> list[QueueItem]:
    ids = [comment.id for comment in comments]
    rows: list[tuple[Comment, Thread]] = [
        (comment, thread)
        for comment in comments
        if (thread := review.thread_of(deps.session, site_id, comment.thread_id)) is not None
    ]
    return queue_items(deps, site_id, rows, queue.decisions_of(deps.session, site_id, ids))
