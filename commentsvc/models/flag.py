"""Readers' flags: that something is wrong with a comment, and what; never who said so."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.comment import Comment
from commentsvc.models.database import Model, Moment, SiteId, new_id
from commentsvc.models.posting import insert_once
from commentsvc.models.thread import Thread


class CommentFlag(Model):
    """One visitor's flag. `code` (`domain.flags`) keeps them from being counted twice on one day, and is forgotten
    after it; `cleared_at` is when a moderator said that it counts no more."""

    __tablename__ = "comment_flag"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id", "comment_id"], ["comment.site_id", "comment.id"]),
        sa.UniqueConstraint("site_id", "comment_id", "code"),
        sa.Index(
            "ix_comment_flag_code",
            "at",
            sqlite_where=sa.text("code IS NOT NULL"),
            postgresql_where=sa.text("code IS NOT NULL"),
        ),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    comment_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    why: Mapped[str] = mapped_column(sa.String(20))
    code: Mapped[str | None] = mapped_column(sa.String(43))
    at: Mapped[datetime] = mapped_column(Moment)
    cleared_at: Mapped[datetime | None] = mapped_column(Moment)


def add_flag(session: Session, comment: Comment, why: str, code: str, at: datetime) -> bool:
    """Count the flag; False when this visitor flagged the comment today already."""
    return insert_once(
        session, CommentFlag, site_id=comment.site_id, id=new_id(), comment_id=comment.id, why=why, code=code, at=at
    )


def open_flags(session: Session, site_id: str, comment_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[str, int]]:
    """Per comment how many flags count, by what is said to be wrong; comments without any are absent.

    A flag counts until a moderator clears it, or decides about the comment: they have seen what readers say.
    """
    rows = session.execute(
        sa.select(CommentFlag.comment_id, CommentFlag.why, sa.func.count())
        .join(Comment, sa.and_(Comment.site_id == CommentFlag.site_id, Comment.id == CommentFlag.comment_id))
        .where(CommentFlag.site_id == site_id, CommentFlag.comment_id.in_(list(comment_ids)), _counts())
        .group_by(CommentFlag.comment_id, CommentFlag.why)
        .order_by(CommentFlag.why)
    )
    found: dict[uuid.UUID, dict[str, int]] = {}
    for comment_id, why, count in rows:
        found.setdefault(comment_id, {})[why] = count
    return found


def flagged_comments(session: Session, site_id: str, limit: int) -> list[tuple[Comment, Thread]]:
    """Up to `limit` comments of the site with flags that count, those with the most first; not those that are stored
    and nothing else is done with."""
    most = (
        sa.select(CommentFlag.comment_id, sa.func.count().label("flags"), sa.func.max(CommentFlag.at).label("last"))
        .join(Comment, sa.and_(Comment.site_id == CommentFlag.site_id, Comment.id == CommentFlag.comment_id))
        .where(CommentFlag.site_id == site_id, Comment.restricted_by.is_(None), _counts())
        .group_by(CommentFlag.comment_id)
        .subquery()
    )
    rows = session.execute(
        sa.select(Comment, Thread)
        .join(most, most.c.comment_id == Comment.id)
        .join(Thread, sa.and_(Thread.site_id == Comment.site_id, Thread.id == Comment.thread_id))
        .where(Comment.site_id == site_id)
        .order_by(most.c.flags.desc(), most.c.last.desc(), Comment.id)
        .limit(limit)
    )
    return [(comment, thread) for comment, thread in rows]


def all_flags(session: Session, site_id: str, comment_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Per comment how many flags it ever had; comments without any are absent."""
    rows = session.execute(
        sa.select(CommentFlag.comment_id, sa.func.count())
        .where(CommentFlag.site_id == site_id, CommentFlag.comment_id.in_(list(comment_ids)))
        .group_by(CommentFlag.comment_id)
    )
    return {comment_id: count for comment_id, count in rows}


def clear_flags(session: Session, comment: Comment, at: datetime) -> int:
    """Have the comment's flags count no more; how many did. The same visitors are not counted again today."""
    return session.execute(
        sa.update(CommentFlag)
        .where(
            CommentFlag.site_id == comment.site_id,
            CommentFlag.comment_id == comment.id,
            CommentFlag.cleared_at.is_(None),
        )
        .values(cleared_at=at)
    ).rowcount  # type: ignore[attr-defined,no-any-return]


def settle_flags(session: Session, comment: Comment) -> None:
    """Before the time of the last decision about the comment is forgotten: the flags that it answered count no more."""
    if comment.decided_at is not None:
        session.execute(
            sa.update(CommentFlag)
            .where(
                CommentFlag.site_id == comment.site_id,
                CommentFlag.comment_id == comment.id,
                CommentFlag.cleared_at.is_(None),
                CommentFlag.at <= comment.decided_at,
            )
            .values(cleared_at=comment.decided_at)
        )


def forget_flags(session: Session, site_id: str, comment_id: uuid.UUID) -> None:
    """Delete every flag of the comment."""
    session.execute(sa.delete(CommentFlag).where(CommentFlag.site_id == site_id, CommentFlag.comment_id == comment_id))


def old_codes(before: datetime) -> sa.ColumnElement[bool]:
    """Of flags: their code has done its work, for no new one can be the same."""
    return sa.and_(CommentFlag.at < before, CommentFlag.code.is_not(None))


def _counts() -> sa.ColumnElement[bool]:
    undecided = sa.or_(Comment.decided_at.is_(None), CommentFlag.at > Comment.decided_at)
    return sa.and_(CommentFlag.cleared_at.is_(None), undecided)
