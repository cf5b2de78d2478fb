"""Codes of comments by which those that say or link to the same are found; keyed, expiring, gone with their comment."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.audit import Decision
from commentsvc.models.comment import Comment
from commentsvc.models.database import Model, Moment, SiteId
from commentsvc.models.prepared import Asked, NewRow, Prepared, insert_rows


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


FINGERPRINTS: sa.Table = Fingerprint.__table__  # type: ignore[assignment]


def keep_fingerprints(
    session: Session, comment: Comment, kind: str, codes: Collection[str], at: datetime, expires_at: datetime
) -> None:
    """Inside the caller's transaction: keep these codes of the comment instead of those of this kind."""
    forget_fingerprints(session, comment, kind)
    insert_rows(session, fingerprint_rows(comment, kind, codes, at, expires_at))


def fingerprint_rows(
    comment: Comment, kind: str, codes: Collection[str], at: datetime, expires_at: datetime
) -> list[NewRow]:
    """These codes of the comment, to be inserted behind it."""
    shared = {"site_id": comment.site_id, "comment_id": comment.id, "kind": kind, "at": at, "expires_at": expires_at}
    return [NewRow(Fingerprint, {**shared, "code": code}) for code in codes]


def forget_fingerprints(session: Session, comment: Comment, kind: str | None = None) -> None:
    """Delete the comment's codes, all or those of one kind."""
    query = sa.delete(Fingerprint).where(Fingerprint.site_id == comment.site_id, Fingerprint.comment_id == comment.id)
    session.execute(query if kind is None else query.where(Fingerprint.kind == kind))


def others_with(
    session: Asked, comment: Comment, codes: Collection[str], since: datetime, at_least: int = 1
) -> frozenset[uuid.UUID]:
    """The comments of the same site, other than this and not erased, that have so many of these codes since then."""
    prepared = _others.get(len(codes))
    if prepared is None:
        prepared = _others[len(codes)] = _others_query(len(codes))
    asked = {f"code_{number}": code for number, code in enumerate(codes)}
    told = {"site": comment.site_id, "own": comment.id, "since": since, "at_least": at_least}
    return frozenset(comment_id for (comment_id,) in prepared.all(session, **told, **asked))


_others: dict[int, Prepared] = {}


def _others_query(codes: int) -> Prepared:
    """Each code for itself: asked for all of them at once, SQLite would rather read every code of the site in the
    order of the comments."""
    with_one = [
        sa.select(FINGERPRINTS.c.comment_id).where(
            *_since(), FINGERPRINTS.c.code == sa.bindparam(f"code_{number}", type_=sa.String)
        )
        for number in range(codes)
    ]
    found = sa.union_all(*with_one).subquery()
    enough = sa.func.count() >= sa.bindparam("at_least", type_=sa.Integer)
    return Prepared(lambda _dialect: sa.select(found.c.comment_id).group_by(found.c.comment_id).having(enough))


def count_others(session: Asked, comment: Comment, code: str, since: datetime, most: int) -> int:
    """How many comments of the same site, other than this, have the code since then; `most` when they are more."""
    row = _COUNT.first(session, site=comment.site_id, own=comment.id, since=since, code=code, most=most)
    return int(row[0]) if row else 0


def _since() -> tuple[sa.ColumnElement[bool], ...]:
    return (
        FINGERPRINTS.c.site_id == sa.bindparam("site"),
        FINGERPRINTS.c.at >= sa.bindparam("since"),
        FINGERPRINTS.c.comment_id != sa.bindparam("own"),
    )


def _count(_dialect: str) -> sa.Select[int]:
    found = sa.select(FINGERPRINTS.c.comment_id).where(*_since(), FINGERPRINTS.c.code == sa.bindparam("code"))
    return sa.select(sa.func.count()).select_from(found.limit(sa.bindparam("most", type_=sa.Integer)).subquery())


_COUNT = Prepared(_count)


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
