"""Named queries of moderation: the queue, and the rows a decision locks."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from commentsvc.domain.queue_filter import BY_SCORE, STATUSES, Place, QueueFilter, Sort
from commentsvc.domain.search_words import read_search
from commentsvc.models.audit import Decision
from commentsvc.models.comment import Comment
from commentsvc.models.finding import CommentFinding
from commentsvc.models.search import are_common, found_by, has_words
from commentsvc.models.thread import Thread
from commentsvc.models.visibility import lock_threads_of

LOOKED_THROUGH = (250, 4_000)
"""How many of the next comments are looked through one by one before an index of what is sought is asked. What one
comment of a hundred has fills a page from these."""
COMMON = 10_000
"""Words that so many comments have are looked for in all of them, in their order, until the page is full: an index
would have to give them all, to be sorted."""


class Leg(NamedTuple):
    """A part of the queue that one index has in its order: which comments, what they go by, and behind which place the
    page begins (None: at the first)."""

    among: tuple[sa.ColumnElement[bool], ...]
    by: tuple[str, ...]
    place: tuple[Any, ...] | None
    falling: bool


def queue_rows(
    session: Session, site_id: str, wanted: QueueFilter, *, after: Place | None, limit: int
) -> list[tuple[Comment, Thread]]:
    """Up to `limit` comments with their threads, in the asked order, behind `after`.

    What is sought (words, a reason, scores) is first looked for in the next comments of the list: what many have is
    found there at once, while whoever reads all that have it, to sort them, reads the whole site. Only what is rare is
    asked of its index.
    """
    one_by_one = False
    if _seeks(wanted):
        for most in LOOKED_THROUGH:
            ids = _among_the_next(session, site_id, wanted, after, limit, most)
            if ids is not None:
                found = {row[0].id: row for row in rows_of(session, site_id, ids)}
                return [found[id] for id in ids if id in found]
        one_by_one = bool(wanted.q) and are_common(session, site_id, read_search(wanted.q or ""), COMMON)
    rows: list[tuple[Comment, Thread]] = []
    for statement in queue_page(session, site_id, wanted, after, limit, one_by_one=one_by_one):
        rows += [(comment, thread) for comment, thread in session.execute(statement.limit(limit - len(rows)))]
        if len(rows) == limit:
            break
    return rows


def queue_page(
    session: Session,
    site_id: str,
    wanted: QueueFilter,
    after: Place | None,
    limit: int,
    *,
    one_by_one: bool = False,
) -> list[sa.Select[Any]]:
    """The statements that together find up to `limit` comments with their threads behind `after`: one, or by score a
    second for those without a score, which is run when the first found too few. What is sought is asked of its index,
    or `one_by_one` of the comments in their order.
    """
    sought = _each(session, site_id, wanted, Comment) if one_by_one else _indexed(session, site_id, wanted)
    base: Any = (
        sa.select(Comment, Thread)
        .join(Thread, sa.and_(Thread.site_id == Comment.site_id, Thread.id == Comment.thread_id))
        .where(*_listed(site_id, wanted), *sought)
        .limit(limit)
    )
    return [_behind(base, leg) for leg in _legs(wanted, after)]


def look_through(
    session: Session, site_id: str, wanted: QueueFilter, leg: Leg, limit: int, most: int
) -> tuple[sa.Select[uuid.UUID], sa.Select[int]]:
    """The statements that find the ids of up to `limit` comments among the `most` next ones of the leg, and that tell
    how many next ones there are."""
    next_ones: Any = sa.select(Comment.id, Comment.thread_id, Comment.spam_score).where(*_listed(site_id, wanted))
    near = _behind(next_ones, leg).limit(most).subquery("near")
    found = sa.select(near.c.id).where(*_each(session, site_id, wanted, near.c)).limit(limit)
    order = [near.c[name].desc() if leg.falling else near.c[name] for name in leg.by]
    return found.order_by(*order), sa.select(sa.func.count()).select_from(near)


def _among_the_next(
    session: Session, site_id: str, wanted: QueueFilter, after: Place | None, limit: int, most: int
) -> list[uuid.UUID] | None:
    """The ids of the page where looking through `most` comments fills it, or where there are no more; else None."""
    ids: list[uuid.UUID] = []
    for leg in _legs(wanted, after):
        found, near = look_through(session, site_id, wanted, leg, limit - len(ids), most)
        ids += session.scalars(found)
        if len(ids) == limit:
            return ids
        if session.scalar(near) == most:
            return None
    return ids


def _seeks(wanted: QueueFilter) -> bool:
    """Whether something is asked for that the index of the order does not have."""
    return bool(wanted.q or wanted.reason or _scores_apart(wanted))


def _scores_apart(wanted: QueueFilter) -> bool:
    return wanted.order not in BY_SCORE and (wanted.score_from is not None or wanted.score_to is not None)


def _legs(wanted: QueueFilter, after: Place | None) -> list[Leg]:
    order = wanted.order
    if order not in BY_SCORE:
        return [Leg((), ("id",), (after.id,) if after else None, falling=order is Sort.NEWEST)]
    legs = []
    if after is None or after.score is not None:
        place = (after.score, after.id) if after else None
        falling = order is Sort.HIGHEST_SCORE
        legs.append(Leg((Comment.spam_score.is_not(None),), ("spam_score", "id"), place, falling=falling))
    if wanted.score_from is None and wanted.score_to is None:
        begun = (after.id,) if after and after.score is None else None
        legs.append(Leg((Comment.spam_score.is_(None),), ("id",), begun, falling=False))
    return legs


def _listed(site_id: str, wanted: QueueFilter) -> list[sa.ColumnElement[bool]]:
    """The conditions that an index of an order has, the site's own first."""
    conditions: list[sa.ColumnElement[bool]] = [Comment.site_id == site_id]
    for column, value in (
        (Comment.status, wanted.status),
        (Comment.subject_id, wanted.author),
        (Comment.thread_id, wanted.page),
    ):
        if value is not None:
            conditions.append(column == value)
    return conditions if _scores_apart(wanted) else conditions + _scored(Comment.spam_score, wanted)


def _scored(score: Any, wanted: QueueFilter) -> list[sa.ColumnElement[bool]]:
    least, most = wanted.score_from, wanted.score_to
    return [*([score >= least] if least is not None else []), *([score <= most] if most is not None else [])]


def _each(session: Session, site_id: str, wanted: QueueFilter, comment: Any) -> list[sa.ColumnElement[bool]]:
    """What is sought, asked of each comment by itself."""
    conditions = _scored(comment.spam_score, wanted)
    if wanted.reason:
        here = CommentFinding.site_id == site_id, CommentFinding.comment_id == comment.id
        conditions.append(sa.exists().where(*here, _found_for(wanted.reason)))
    if wanted.q:
        conditions.append(has_words(session, site_id, comment, read_search(wanted.q)))
    return conditions


def _indexed(session: Session, site_id: str, wanted: QueueFilter) -> list[sa.ColumnElement[bool]]:
    """What is sought, as an index finds all that have it."""
    conditions: list[sa.ColumnElement[bool]] = []
    if _scores_apart(wanted):
        other = aliased(Comment)
        statuses = [wanted.status] if wanted.status else STATUSES
        scored = sa.select(other.id).where(other.site_id == site_id, other.status.in_(statuses))
        conditions.append(Comment.id.in_(scored.where(*_scored(other.spam_score, wanted))))
    if wanted.reason:
        found = sa.select(CommentFinding.comment_id).where(CommentFinding.site_id == site_id)
        conditions.append(Comment.id.in_(found.where(_found_for(wanted.reason))))
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
    asked = *_listed(site_id, wanted), *_each(session, site_id, wanted, Comment)
    return set(session.scalars(sa.select(Comment.id).where(*asked, Comment.id.in_(comment_ids))))


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


def _behind(query: sa.Select[Any], leg: Leg) -> sa.Select[Any]:
    columns = [Comment.__mapper__.columns[name] for name in leg.by]
    query = query.where(*leg.among)
    if leg.place is not None:
        values = (sa.literal(value, column.type) for value, column in zip(leg.place, columns, strict=True))
        row, limit = sa.tuple_(*columns), sa.tuple_(*values)
        query = query.where(row < limit if leg.falling else row > limit)
    return query.order_by(*(column.desc() if leg.falling else column for column in columns))


def _found_for(reason: str) -> sa.ColumnElement[bool]:
    """Of findings: that a rule of this id found it, or that it is for a reason of this name."""
    try:
        return CommentFinding.rule_id == uuid.UUID(reason)
    except ValueError:
        return CommentFinding.reason == reason
