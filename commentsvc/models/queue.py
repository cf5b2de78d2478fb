"""Named queries of moderation: the queue, and the rows a decision locks."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from commentsvc.models.audit import Decision
from commentsvc.models.comment import Comment
from commentsvc.models.thread import Thread
from commentsvc.models.visibility import lock_threads_of


def queue_rows(
    session: Session,
    site_id: str,
    *,
    status: str | None,
    q: str | None,
    after: uuid.UUID | None,
    oldest_first: bool,
    limit: int,
) -> list[tuple[Comment, Thread]]:
    """Up to `limit` comments with their threads, behind the comment `after` in the asked order of ids (of time).

    `q` is a case-insensitive substring of the text or the name; its wildcards are taken literally.
    """
    query = (
        sa.select(Comment, Thread)
        .join(Thread, sa.and_(Thread.site_id == Comment.site_id, Thread.id == Comment.thread_id))
        .where(Comment.site_id == site_id)
    )
    if status is not None:
        query = query.where(Comment.status == status)
    if q:
        query = query.where(_contains(q))
    if after is not None:
        query = query.where(Comment.id > after if oldest_first else Comment.id < after)
    order = Comment.id if oldest_first else Comment.id.desc()
    return [(comment, thread) for comment, thread in session.execute(query.order_by(order).limit(limit))]


def rows_of(session: Session, site_id: str, ids: Sequence[uuid.UUID]) -> list[tuple[Comment, Thread]]:
    """The site's comments of these ids with their threads, in no order; ids of other sites and of none are left out."""
    query = (
        sa.select(Comment, Thread)
        .join(Thread, sa.and_(Thread.site_id == Comment.site_id, Thread.id == Comment.thread_id))
        .where(Comment.site_id == site_id, Comment.id.in_(ids))
    )
    return [(comment, thread) for comment, thread in session.execute(query)]


def counts_by_status(session: Session, site_id: str) -> dict[str, int]:
    """How many comments the site has in each status; a status without any is absent."""
    rows = session.execute(
        sa.select(Comment.status, sa.func.count()).where(Comment.site_id == site_id).group_by(Comment.status)
    )
    return {status: count for status, count in rows}


def decisions_of(session: Session, site_id: str, comment_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Decision]]:
    """Per comment every decision, oldest first; comments without one are absent."""
    found: dict[uuid.UUID, list[Decision]] = {}
    if comment_ids:
        rows = session.scalars(
            sa.select(Decision)
            .where(Decision.site_id == site_id, Decision.comment_id.in_(comment_ids))
            .order_by(Decision.id)
        )
        for decision in rows:
            found.setdefault(decision.comment_id, []).append(decision)
    return found


def lock_comments(session: Session, site_id: str, comment_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Comment]:
    """The site's comments of these ids, locked with their threads until the transaction ends; fresh from the database.

    Each in the order of ids: two moderators with overlapping batches wait for each other and never deadlock.
    """
    wanted = Comment.id.in_(list(set(comment_ids)))
    lock_threads_of(session, site_id, wanted)
    comments = session.scalars(
        sa.select(Comment)
        .where(Comment.site_id == site_id, wanted)
        .order_by(Comment.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {comment.id: comment for comment in comments}


def lock_thread(session: Session, site_id: str, thread_id: uuid.UUID) -> Thread | None:
    """The site's thread of this id, locked until the transaction ends, or None."""
    return session.scalars(
        sa.select(Thread)
        .where(Thread.site_id == site_id, Thread.id == thread_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).first()


def _contains(q: str) -> sa.ColumnElement[bool]:
    # SQLite folds case for ASCII only, so the usual forms of another word are asked for as well.
    forms = {q} if q.isascii() else {q, q.lower(), q.upper(), q.capitalize(), q.title()}
    return sa.or_(
        *(
            column.icontains(form, autoescape=True)
            for form in sorted(forms)
            for column in (Comment.body, Comment.author_name)
        )
    )
