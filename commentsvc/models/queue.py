"""Named queries of moderation: the queue, and the rows a decision locks."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from commentsvc.domain.queue_filter import BY_SCORE, Place, QueueFilter, Sort
from commentsvc.domain.search_words import read_search
from commentsvc.models.audit import Decision
from commentsvc.models.comment import Comment
from commentsvc.models.finding import CommentFinding
from commentsvc.models.search import found_by
from commentsvc.models.thread import Thread
from commentsvc.models.visibility import lock_threads_of


def queue_page(
    session: Session, site_id: str, wanted: QueueFilter, after: Place | None, limit: int
) -> list[sa.Select[Any]]:
    """The statements that together find up to `limit` comments with their threads behind `after`: one, or by score a
    second for those without a score, which is run when the first found too few."""
    base: Any = (
        sa.select(Comment, Thread)
        .join(Thread, sa.and_(Thread.site_id == Comment.site_id, Thread.id == Comment.thread_id))
        .where(*meets(session, site_id, wanted))
        .limit(limit)
    )
    order = wanted.order
    if order not in BY_SCORE:
        return [_behind(base, (Comment.id,), (after.id,) if after else None, falling=order is Sort.NEWEST)]
    statements = []
    if after is None or after.score is not None:
        scored = base.where(Comment.spam_score.is_not(None))
        place = (after.score, after.id) if after else None
        falling = order is Sort.HIGHEST_SCORE
        statements.append(_behind(scored, (Comment.spam_score, Comment.id), place, falling=falling))
    if wanted.score_from is None and wanted.score_to is None:
        unscored = base.where(Comment.spam_score.is_(None))
        begun = (after.id,) if after and after.score is None else None
        statements.append(_behind(unscored, (Comment.id,), begun, falling=False))
    return statements


def queue_rows(
    session: Session, site_id: str, wanted: QueueFilter, *, after: Place | None, limit: int
) -> list[tuple[Comment, Thread]]:
    """Up to `limit` comments with their threads, in the asked order, behind `after`."""
    rows: list[tuple[Comment, Thread]] = []
    for statement in queue_page(session, site_id, wanted, after, limit):
        rows += [(comment, thread) for comment, thread in session.execute(statement.limit(limit - len(rows)))]
        if len(rows) == limit:
            break
    return rows


def meets(session: Session, site_id: str, wanted: QueueFilter) -> list[sa.ColumnElement[bool]]:
    """The conditions of the filter on `Comment`, the site's own first."""
    conditions: list[sa.ColumnElement[bool]] = [Comment.site_id == site_id]
    for column, value in (
        (Comment.status, wanted.status),
        (Comment.subject_id, wanted.author),
        (Comment.thread_id, wanted.page),
    ):
        if value is not None:
            conditions.append(column == value)
    if wanted.score_from is not None:
        conditions.append(Comment.spam_score >= wanted.score_from)
    if wanted.score_to is not None:
        conditions.append(Comment.spam_score <= wanted.score_to)
    if wanted.reason:
        conditions.append(Comment.id.in_(_held_for(site_id, wanted.reason)))
    if wanted.q:
        conditions.append(found_by(session, site_id, read_search(wanted.q)))
    return conditions


def changed_since(session: Session, site_id: str, since: datetime, limit: int) -> list[tuple[Comment, Thread]]:
    """Up to `limit` comments with their threads that came, were decided, edited or erased at `since` or later, those
    that changed first leading."""
    rows = session.execute(
        sa.select(Comment, Thread)
        .join(Thread, sa.and_(Thread.site_id == Comment.site_id, Thread.id == Comment.thread_id))
        .where(Comment.site_id == site_id, Comment.changed_at >= since)
        .order_by(Comment.changed_at, Comment.id)
        .limit(limit)
    )
    return [(comment, thread) for comment, thread in rows]


def those_that_meet(
    session: Session, site_id: str, wanted: QueueFilter, comment_ids: Sequence[uuid.UUID]
) -> set[uuid.UUID]:
    """Which of these comments the filter lets through."""
    return set(
        session.scalars(sa.select(Comment.id).where(*meets(session, site_id, wanted), Comment.id.in_(comment_ids)))
    )


def counts_up_to(session: Session, site_id: str, statuses: Sequence[str], most: int) -> dict[str, int]:
    """How many comments the site has in each of these statuses, none counted further than `most`."""
    counted = []
    for status in statuses:
        some = sa.select(Comment.id).where(Comment.site_id == site_id, Comment.status == status).limit(most).subquery()
        counted.append(sa.select(sa.literal(status), sa.select(sa.func.count()).select_from(some).scalar_subquery()))
    return {status: count for status, count in session.execute(sa.union_all(*counted))}


def rows_of(session: Session, site_id: str, ids: Sequence[uuid.UUID]) -> list[tuple[Comment, Thread]]:
    """The site's comments of these ids with their threads, in no order; ids of other sites and of none are left out."""
    query = (
        sa.select(Comment, Thread)
        .join(Thread, sa.and_(Thread.site_id == Comment.site_id, Thread.id == Comment.thread_id))
        .where(Comment.site_id == site_id, Comment.id.in_(ids))
    )
    return [(comment, thread) for comment, thread in session.execute(query)]


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


def _behind(
    query: sa.Select[Any], columns: tuple[Any, ...], place: tuple[Any, ...] | None, *, falling: bool
) -> sa.Select[Any]:
    if place is not None:
        row, limit = (
            sa.tuple_(*columns),
            sa.tuple_(*(sa.literal(v, c.type) for v, c in zip(place, columns, strict=True))),
        )
        query = query.where(row < limit if falling else row > limit)
    return query.order_by(*(column.desc() if falling else column for column in columns))


def _held_for(site_id: str, reason: str) -> sa.Select[Any]:
    """Ids of the comments in which a rule of this id found something, or anything for a reason of this name."""
    try:
        named = CommentFinding.rule_id == uuid.UUID(reason)
    except ValueError:
        named = CommentFinding.reason == reason
    return sa.select(CommentFinding.comment_id).where(CommentFinding.site_id == site_id, named)
