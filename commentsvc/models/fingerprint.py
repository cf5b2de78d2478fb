"""Codes of comments by which those that say or link to the same are found; keyed, expiring, gone with their comment."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.audit import Decision
from commentsvc.models.comment import Comment
from commentsvc.models.database import Model, Moment, SiteId


class Fingerprint(Model):
    """One code of one comment (`domain.fingerprint`). `kind` is text, near, link or range."""

    __tablename__ = "comment_fingerprint"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id", "comment_id"], ["comment.site_id", "comment.id"]),
        sa.Index("ix_comment_fingerprint_code", "site_id", "code", "at"),
        sa.Index("ix_comment_fingerprint_expiry", "expires_at"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    comment_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(5))
    at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)


def keep_fingerprints(
    session: Session, comment: Comment, kind: str, codes: Collection[str], at: datetime, expires_at: datetime
) -> None:
    """Inside the caller's transaction: keep these codes of the comment instead of those of this kind."""
    forget_fingerprints(session, comment, kind)
    for code in codes:
        session.add(
            Fingerprint(
                site_id=comment.site_id, comment_id=comment.id, kind=kind, code=code, at=at, expires_at=expires_at
            )
        )
    session.flush()


def forget_fingerprints(session: Session, comment: Comment, kind: str | None = None) -> None:
    """Delete the comment's codes, all or those of one kind."""
    query = sa.delete(Fingerprint).where(Fingerprint.site_id == comment.site_id, Fingerprint.comment_id == comment.id)
    session.execute(query if kind is None else query.where(Fingerprint.kind == kind))


def others_with(session: Session, comment: Comment, codes: Collection[str], since: datetime) -> Mapping[uuid.UUID, int]:
    """By comment of the same site, other than this and not erased: how many of these codes it has since then."""
    rows = session.execute(
        sa.select(Fingerprint.comment_id, sa.func.count())
        .where(*_with(comment, codes, since))
        .group_by(Fingerprint.comment_id)
    )
    return {row[0]: row[1] for row in rows}


def is_called_spam(session: Session, comment: Comment, codes: Collection[str], since: datetime) -> bool:
    """Whether one of the others with one of these codes is spam because a moderator said so, and none is published: a
    copy that is called spam says nothing of what was copied."""
    decided = sa.exists().where(
        Decision.site_id == Comment.site_id, Decision.comment_id == Comment.id, Decision.to_status == "spam"
    )
    alike = sa.select(Fingerprint.comment_id).where(*_with(comment, codes, since))
    these = Comment.site_id == comment.site_id, Comment.id.in_(alike)
    spam = sa.exists().where(*these, Comment.status == "spam", decided)
    published = sa.exists().where(*these, Comment.status == "published")
    return bool(session.scalar(sa.select(sa.and_(spam, ~published))))


def _with(comment: Comment, codes: Collection[str], since: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Fingerprint.site_id == comment.site_id,
        Fingerprint.code.in_(codes),
        Fingerprint.at >= since,
        Fingerprint.comment_id != comment.id,
    )
