"""One thread as a moderator sees it: every comment of it, whatever its status."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from commentsvc.errors import NotFound
from commentsvc.models import queue, review
from commentsvc.models.thread import Thread
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.list_queue import QueueItem, queue_item
from commentsvc.usecases.list_threads import parse_cursor
from commentsvc.usecases.read_thread import is_closed

MOST_COMMENTS = 2000
"""A page of top-level comments shows at most so many comments in all; the rest is counted by `left_out`."""


@dataclass(frozen=True)
class Branch:
    """A comment and the replies to it."""

    item: QueueItem
    replies: list[Branch] = field(default_factory=list)


@dataclass(frozen=True)
class ThreadReview:
    """The thread with one page of its top-level comments. `closed_by_age` is true where nobody closed it by hand."""

    thread: Thread
    closed: bool
    closed_by_age: bool
    branches: list[Branch]
    truncated: bool
    next: str | None


def review_thread(
    deps: Deps, actor: Actor, site_id: str, thread_id: uuid.UUID, *, cursor: str | None = None, limit: int = 50
) -> ThreadReview:
    """The thread and `limit` top-level comments from `cursor` on, oldest first, with everything below them.

    Raises:
        NotFound, Forbidden: no such thread here, or the actor lacks `moderate`.
        ValidationFailed: `cursor`.
    """
    require(actor, site_id, "moderate")
    site = find_site(deps, site_id)
    thread = review.thread_of(deps.session, site_id, thread_id)
    if thread is None:
        raise NotFound("There is no such thread.")
    roots = review.roots_of(deps.session, thread, parse_cursor(cursor), limit + 1)
    shown = roots[:limit]
    comments = review.comments_below(deps.session, thread, shown, MOST_COMMENTS + 1)
    decisions = queue.decisions_of(deps.session, site_id, [comment.id for comment in comments])
    branches: dict[uuid.UUID, Branch] = {}
    tops: list[Branch] = []
    for comment in comments[:MOST_COMMENTS]:
        branch = Branch(queue_item(comment, thread, decisions.get(comment.id, [])))
        branches[comment.id] = branch
        parent = branches.get(comment.parent_id) if comment.parent_id else None
        (parent.replies if parent else tops).append(branch)
    closed = is_closed(site, thread)
    return ThreadReview(
        thread=thread,
        closed=closed,
        closed_by_age=closed and thread.closed_at is None,
        branches=tops,
        truncated=len(comments) > MOST_COMMENTS,
        next=str(shown[-1]) if len(roots) > limit else None,
    )
