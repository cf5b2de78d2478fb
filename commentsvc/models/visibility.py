"""The one way a comment's status changes: counts, placeholders and the thread's version follow in the same breath."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from commentsvc import clock
from commentsvc.clock import iso
from commentsvc.models.comment import Comment
from commentsvc.models.prepared import NewRow, Prepared, insert_rows
from commentsvc.models.search import index_new_comment
from commentsvc.models.thread import Thread

PUBLISHED = "published"


def is_shown(comment: Comment) -> bool:
    """Whether every reader sees it: published, and not restricted."""
    return comment.status == PUBLISHED and comment.restricted_by is None


def told_status(comment: Comment) -> str:
    """The status as its author is told it. What only a machine called spam waits, as far as they know: whoever sends
    spam must not learn from the answer which wording passes."""
    undecided_spam = comment.status == "spam" and comment.decided_at is None
    return "pending" if undecided_spam else comment.status


def render_public(comment: Comment) -> bytes:
    """The comment as public reads send it, without its replies: JSON of an object, rendered when written.

    Anything but a published comment that is not restricted renders as a neutral placeholder, drawn only while it has
    public replies.
    """
    shown = is_shown(comment)
    badge = {"staff": True} if shown and comment.staff else {}
    return orjson.dumps(
        {
            "id": str(comment.id),
            "parent": str(comment.parent_id) if comment.parent_id else None,
            "author": {
                "name": (comment.author_name or None) if shown else None,
                "website": comment.author_website if shown else None,
            }
            | badge,
            "html": comment.html if shown else "",
            "created_at": iso(comment.created_at),
            "edited_at": iso(comment.edited_at) if shown and comment.edited_at else None,
            "placeholder": not shown,
        }
    )


def lock_threads_of(session: Session, site_id: str, *conditions: sa.ColumnElement[bool]) -> None:
    """Lock, until the transaction ends, the threads of the site's comments that meet `conditions`.

    Whoever changes a stored comment does this before locking the comment itself, so that a moderator, an author and a
    reply wait for each other on PostgreSQL and never deadlock. New replies are not held up: the lock leaves keys alone.
    SQLite's one write lock needs no help.
    """
    threads = sa.select(Comment.thread_id).where(Comment.site_id == site_id, *conditions)
    session.execute(
        sa.select(Thread.id)
        .where(Thread.site_id == site_id, Thread.id.in_(threads))
        .order_by(Thread.id)
        .with_for_update(key_share=True)
    ).all()


def set_status(session: Session, comment: Comment, status: str) -> None:
    """Give `comment` (inside a write transaction) this status and bring everything derived from it up to date."""
    was = is_shown(comment)
    comment.status = status
    _follow(session, comment, was)


def insert_comment(
    session: Session, comment: Comment, status: str, before: Iterable[NewRow], behind: Iterable[NewRow]
) -> None:
    """Insert a new `comment` in this status with everything derived from it, between the rows of both kinds. The
    session does not know it afterwards: `adopt` it for who has more to do with it."""
    insert_rows(session, [*before, comment_row(comment, status), *behind])
    index_new_comment(session, comment)
    if is_shown(comment):
        _count(session, comment, 1, from_id=comment.parent_id)


def comment_row(comment: Comment, status: str) -> NewRow:
    """The row of a new `comment` in this status, which it has from now on."""
    told = comment.__dict__  # it is in no session, which would want to hear of each change
    told |= {"status": status, "changed_at": clock.now()}
    told |= {"live": 1 if is_shown(comment) else 0, "rendered": render_public(comment)}
    told |= {"held_reasons": comment.held_reasons or [], "staff": bool(comment.staff)}
    return NewRow(Comment, {name: value for name, value in told.items() if name in _COLUMNS})


def count_new(connection: Connection, shown: Iterable[Comment]) -> None:
    """Count these new comments, of which none is a reply, in their threads."""
    counts = Counter((comment.site_id, comment.thread_id) for comment in shown)
    _GROW.run_many(connection, [{"site": of[0], "thread": of[1], "by": by} for of, by in sorted(counts.items())])


def adopt(session: Session, comment: Comment) -> None:
    """Make a comment that `insert_comment` wrote one of the session's own."""
    if comment not in session:
        make_transient_to_detached(comment)
        for name in _COLUMNS - comment.__dict__.keys():
            set_committed_value(comment, name, None)
        session.add(comment)


_COLUMNS = frozenset(Comment.__table__.c.keys())


def set_restriction(session: Session, comment: Comment, by: uuid.UUID | None) -> None:
    """Restrict `comment` because of the request or hold `by`, whatever its status; None lets it be shown again."""
    was = is_shown(comment)
    comment.restricted_by = by
    _follow(session, comment, was)


def _follow(session: Session, comment: Comment, was: bool) -> None:
    now = is_shown(comment)
    comment.changed_at = clock.now()
    comment.rendered = render_public(comment)
    session.flush()
    if was != now:
        _count(session, comment, 1 if now else -1, from_id=comment.id)
    elif now:  # a visible change that changes no count (an edited text): the thread's version moves on
        _move_thread(session, comment, 0)


def _count(session: Session, comment: Comment, by: int, *, from_id: uuid.UUID | None) -> None:
    """Count the comment in its thread, and in what is `live` of the comments from this one upwards."""
    # The thread first, as in `lock_threads_of`: whoever holds it may then take its comments.
    _move_thread(session, comment, by)
    one = from_id
    while one is not None:  # at most as long as the site's depth limit
        above = _LIVE.first(session, site=comment.site_id, comment=one, by=by)
        _follow_row(session, Comment, comment.site_id, one, live=by)
        one = above[0] if above else None


def _move_thread(session: Session, comment: Comment, by: int) -> None:
    _MOVE.run(session, site=comment.site_id, thread=comment.thread_id, by=by)
    _follow_row(session, Thread, comment.site_id, comment.thread_id, published_count=by, version=1)


def _follow_row(session: Session, model: Any, site_id: str, id: uuid.UUID, **steps: int) -> None:
    """What the session knows of the row moves with it."""
    known = session.identity_map.get(identity_key(model, (site_id, id)))
    for name, by in steps.items():
        if known is not None and name in known.__dict__:
            set_committed_value(known, name, known.__dict__[name] + by)


_THREADS: sa.Table = Thread.__table__  # type: ignore[assignment]
_COMMENTS: sa.Table = Comment.__table__  # type: ignore[assignment]
_BY = sa.bindparam("by", type_=sa.Integer)
_MOVE = Prepared(
    lambda _dialect: (
        sa.update(_THREADS)
        .where(_THREADS.c.site_id == sa.bindparam("site"), _THREADS.c.id == sa.bindparam("thread"))
        .values(published_count=_THREADS.c.published_count + _BY, version=_THREADS.c.version + 1)
    )
)
_GROW = Prepared(
    lambda _dialect: (
        sa.update(_THREADS)
        .where(_THREADS.c.site_id == sa.bindparam("site"), _THREADS.c.id == sa.bindparam("thread"))
        .values(published_count=_THREADS.c.published_count + _BY, version=_THREADS.c.version + _BY)
    )
)
_LIVE = Prepared(
    lambda _dialect: (
        sa.update(_COMMENTS)
        .where(_COMMENTS.c.site_id == sa.bindparam("site"), _COMMENTS.c.id == sa.bindparam("comment"))
        .values(live=_COMMENTS.c.live + _BY)
        .returning(_COMMENTS.c.parent_id)
    )
)
