"""Named queries of what stands around a comment: in its thread, and by its author."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from commentsvc.models.comment import Comment, Subject


def ancestors_of(session: Session, comment: Comment) -> list[Comment]:
    """What it is drawn under, the top-level comment first; at most as many as the site's depth limit."""
    found: list[Comment] = []
    above = comment.parent_id
    while above is not None:
        parent = session.get_one(Comment, (comment.site_id, above))
        found.append(parent)
        above = parent.parent_id
    return found[::-1]


def siblings_of(session: Session, comment: Comment, limit: int) -> tuple[list[Comment], list[Comment]]:
    """Up to `limit` comments under the same one (or of the same page) just before, and as many just after it."""
    beside = (
        _under(comment, comment.parent_id)
        if comment.parent_id is not None
        else [Comment.site_id == comment.site_id, Comment.thread_id == comment.thread_id, Comment.parent_id.is_(None)]
    )
    query = sa.select(Comment).where(*beside).limit(limit)
    before = session.scalars(query.where(Comment.id < comment.id).order_by(Comment.id.desc())).all()
    after = session.scalars(query.where(Comment.id > comment.id).order_by(Comment.id)).all()
    return list(before)[::-1], list(after)


def replies_to(session: Session, comment: Comment, limit: int) -> list[Comment]:
    """Up to `limit` comments that stand right under it, oldest first."""
    query = sa.select(Comment).where(*_under(comment, comment.id)).order_by(Comment.id).limit(limit)
    return list(session.scalars(query))


def author_counts(session: Session, site_id: str, subject_id: uuid.UUID) -> dict[str, int]:
    """How many comments this person has in each status; a status without any is absent."""
    rows = session.execute(
        sa.select(Comment.status, sa.func.count()).where(*_by(site_id, subject_id)).group_by(Comment.status)
    )
    return {status: count for status, count in rows}


def author_comments(session: Session, site_id: str, subject_id: uuid.UUID, limit: int) -> list[Comment]:
    """Up to `limit` comments of this person, newest first."""
    query = sa.select(Comment).where(*_by(site_id, subject_id)).order_by(Comment.id.desc()).limit(limit)
    return list(session.scalars(query))


def first_seen(session: Session, site_id: str, subject_id: uuid.UUID) -> datetime | None:
    """When this person first wrote here, as far as it is known that it was them."""
    subject = session.get(Subject, (site_id, subject_id))
    return subject.created_at if subject else None


def is_confirmed(session: Session, site_id: str, subject_id: uuid.UUID) -> bool:
    """Whether the owner of the address said of any of these comments that it is theirs."""
    query = sa.select(Comment.id).where(*_by(site_id, subject_id), Comment.confirmed_at.is_not(None)).limit(1)
    return session.scalars(query).first() is not None


def _under(comment: Comment, parent_id: uuid.UUID) -> Sequence[sa.ColumnElement[bool]]:
    return Comment.site_id == comment.site_id, Comment.root_id == comment.root_id, Comment.parent_id == parent_id


def _by(site_id: str, subject_id: uuid.UUID) -> Sequence[sa.ColumnElement[bool]]:
    return Comment.site_id == site_id, Comment.subject_id == subject_id
