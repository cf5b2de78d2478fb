"""Named queries of the console: threads, one thread whole, and one comment's evidence."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from commentsvc.models.audit import AuditEvent
from commentsvc.models.comment import Comment
from commentsvc.models.log import LogEntry
from commentsvc.models.notice import Notice
from commentsvc.models.thread import Thread


def thread_rows(
    session: Session, site_id: str, *, q: str | None, after: uuid.UUID | None, limit: int
) -> list[tuple[Thread, int, int]]:
    """Up to `limit` threads, newest first, each with the number of its comments and of its pending ones.

    `q` is a substring of title or address; its wildcards are taken literally.
    """
    query = sa.select(Thread).where(Thread.site_id == site_id)
    if q:
        query = query.where(
            sa.or_(Thread.title.icontains(q, autoescape=True), Thread.url.icontains(q, autoescape=True))
        )
    if after is not None:
        query = query.where(Thread.id < after)
    threads = list(session.scalars(query.order_by(Thread.id.desc()).limit(limit)))
    counted = session.execute(
        sa.select(
            Comment.thread_id,
            sa.func.count(),
            sa.func.sum(sa.case((Comment.status == "pending", 1), else_=0)),
        )
        .where(Comment.site_id == site_id, Comment.thread_id.in_([thread.id for thread in threads]))
        .group_by(Comment.thread_id)
    )
    counts = {thread_id: (int(every), int(pending)) for thread_id, every, pending in counted}
    return [(thread, *counts.get(thread.id, (0, 0))) for thread in threads]


def thread_of(session: Session, site_id: str, thread_id: uuid.UUID) -> Thread | None:
    """The site's thread of this id, or None."""
    return session.get(Thread, (site_id, thread_id))


def roots_of(session: Session, thread: Thread, after: uuid.UUID | None, limit: int) -> list[uuid.UUID]:
    """Ids of up to `limit` top-level comments of the thread, oldest first, whatever their status."""
    query = sa.select(Comment.id).where(
        Comment.site_id == thread.site_id, Comment.thread_id == thread.id, Comment.parent_id.is_(None)
    )
    if after is not None:
        query = query.where(Comment.id > after)
    return list(session.scalars(query.order_by(Comment.id).limit(limit)))


def comments_below(session: Session, thread: Thread, roots: Sequence[uuid.UUID], limit: int) -> list[Comment]:
    """These top-level comments and everything below them, oldest first, whatever their status."""
    return list(
        session.scalars(
            sa.select(Comment)
            .where(Comment.site_id == thread.site_id, Comment.root_id.in_(roots))
            .order_by(Comment.id)
            .limit(limit)
        )
    )


def comment_of(session: Session, site_id: str, comment_id: uuid.UUID) -> tuple[Comment, Thread] | None:
    """The site's comment of this id with its thread, or None."""
    row = session.execute(
        sa.select(Comment, Thread)
        .join(Thread, sa.and_(Thread.site_id == Comment.site_id, Thread.id == Comment.thread_id))
        .where(Comment.site_id == site_id, Comment.id == comment_id)
    ).first()
    return (row[0], row[1]) if row else None


def entries_of(session: Session, site_id: str, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, LogEntry]:
    """The site's log entries of these ids."""
    rows = session.scalars(sa.select(LogEntry).where(LogEntry.site_id == site_id, LogEntry.id.in_(ids)))
    return {entry.id: entry for entry in rows}


def notices_of(session: Session, site_id: str, hashes: Sequence[str]) -> dict[str, Notice]:
    """The site's notices of these hashes."""
    rows = session.scalars(sa.select(Notice).where(Notice.site_id == site_id, Notice.sha256.in_(hashes)))
    return {notice.sha256: notice for notice in rows}


def targets_of(session: Session, site_id: str, actor: str, action: str) -> set[str]:
    """To what this actor did this on the site."""
    query = sa.select(AuditEvent.target).where(
        AuditEvent.site_id == site_id, AuditEvent.actor == actor, AuditEvent.action == action
    )
    return set(session.scalars(query))
