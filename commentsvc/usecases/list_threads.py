"""A site's threads, as the console lists them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from commentsvc.errors import ValidationFailed
from commentsvc.models import review
from commentsvc.models.thread import Thread
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps

LONGEST_QUERY = 200


@dataclass(frozen=True)
class ThreadLine:
    """A thread with the number of all its comments and of those that wait."""

    thread: Thread
    comments: int
    pending: int


@dataclass(frozen=True)
class ThreadPage:
    """`next` is the cursor of the next page, None on the last one."""

    threads: list[ThreadLine]
    next: str | None


def list_threads(
    deps: Deps, actor: Actor, site_id: str, *, q: str | None = None, cursor: str | None = None, limit: int = 50
) -> ThreadPage:
    """The threads whose title or address contains `q`, newest first, from `cursor` on.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `moderate`.
        ValidationFailed: `q` or `cursor`.
    """
    require(actor, site_id, "moderate")
    if q and (len(q) > LONGEST_QUERY or "\x00" in q):
        raise ValidationFailed(fields={"q": [f"At most {LONGEST_QUERY} characters of text."]})
    rows = review.thread_rows(deps.session, site_id, q=q, after=parse_cursor(cursor), limit=limit + 1)
    lines = [ThreadLine(*row) for row in rows[:limit]]
    return ThreadPage(lines, next=str(lines[-1].thread.id) if len(rows) > limit else None)


def parse_cursor(cursor: str | None) -> uuid.UUID | None:
    """The id a cursor holds; None for none. Raises `ValidationFailed`."""
    if not cursor:
        return None
    try:
        return uuid.UUID(cursor)
    except ValueError:
        raise ValidationFailed(fields={"cursor": ["This is not a cursor that an earlier page gave."]}) from None
