"""Who may not comment on a site for a while, or for good; and for how long a site keeps codes of networks."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.domain.bans import LONGEST_NOTE, BanKind, Standing
from commentsvc.models.audit import Decision
from commentsvc.models.comment import Comment
from commentsvc.models.database import Model, Moment, SiteId
from commentsvc.models.fingerprint import Fingerprint


class Ban(Model):
    """One ban, made from one comment.

    `subject_id` is the author it is by, `code` the keyed code of a part of the network (`domain.fingerprint`): one of
    the two. `sure` and `told` as in `domain.bans.Standing`. A ban that ended or was lifted is deleted: what is left is
    the audit event.
    """

    __tablename__ = "ban"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.ForeignKeyConstraint(["site_id", "comment_id"], ["comment.site_id", "comment.id"]),
        sa.ForeignKeyConstraint(["site_id", "subject_id"], ["subject.site_id", "subject.id"]),
        sa.Index("ix_ban_subject", "site_id", "subject_id"),
        sa.Index("ix_ban_code", "site_id", "code"),
        sa.Index("ix_ban_comment", "site_id", "comment_id"),
        sa.Index("ix_ban_expiry", "expires_at"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(10))
    comment_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    subject_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    code: Mapped[str | None] = mapped_column(sa.String(32))
    sure: Mapped[bool]
    told: Mapped[bool]
    note: Mapped[str] = mapped_column(sa.String(LONGEST_NOTE), default="")
    set_by: Mapped[str] = mapped_column(sa.String(64))
    set_by_name: Mapped[str] = mapped_column(sa.String(200))
    set_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime | None] = mapped_column(Moment)

    def standing(self) -> Standing:
        """The rules' view of this row."""
        return Standing(BanKind(self.kind), self.told, self.sure, self.expires_at)


class BanSettings(Model):
    """For how many days a site keeps the code of the part of the network that a comment came from; 0: it keeps none for
    bans."""

    __tablename__ = "ban_settings"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id"], ["site.id"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    network_days: Mapped[int]


def network_days(session: Session, site_id: str) -> int:
    """The site's `BanSettings.network_days`; none where nobody has set any."""
    row = session.get(BanSettings, site_id)
    return row.network_days if row else 0


def bans_met(session: Session, site_id: str, subject_id: uuid.UUID | None, code: str | None, at: datetime) -> list[Ban]:
    """The bans that hold at this time for whoever sends under this subject from this part of the network."""
    met = [column == value for column, value in ((Ban.subject_id, subject_id), (Ban.code, code)) if value is not None]
    if not met:
        return []
    query = sa.select(Ban).where(Ban.site_id == site_id, sa.or_(*met), _holds(at))
    return list(session.scalars(query.order_by(Ban.id)))


def standing_bans(
    session: Session, site_id: str, at: datetime, after: uuid.UUID | None, limit: int
) -> list[tuple[Ban, str]]:
    """Up to `limit` bans that hold, newest first, each with the name its comment's author gave."""
    query = (
        sa.select(Ban, Comment.author_name)
        .join(Comment, sa.and_(Comment.site_id == Ban.site_id, Comment.id == Ban.comment_id))
        .where(Ban.site_id == site_id, _holds(at))
    )
    if after is not None:
        query = query.where(Ban.id < after)
    return [(ban, name) for ban, name in session.execute(query.order_by(Ban.id.desc()).limit(limit))]


def bans_from(session: Session, site_id: str, comment: Comment, at: datetime) -> list[Ban]:
    """The bans that hold because of this comment, or of its author."""
    mine = [Ban.comment_id == comment.id]
    if comment.subject_id is not None:
        mine.append(Ban.subject_id == comment.subject_id)
    return list(session.scalars(sa.select(Ban).where(Ban.site_id == site_id, sa.or_(*mine), _holds(at))))


def range_of(session: Session, site_id: str, comment_id: uuid.UUID, at: datetime) -> str | None:
    """The code of the part of the network that the comment came from, while it is kept."""
    return session.scalars(
        sa.select(Fingerprint.code).where(
            Fingerprint.site_id == site_id,
            Fingerprint.comment_id == comment_id,
            Fingerprint.kind == "range",
            Fingerprint.expires_at > at,
        )
    ).first()


def written_by(
    session: Session,
    site_id: str,
    *,
    subject_id: uuid.UUID | None,
    sure: bool,
    code: str | None,
    statuses: Sequence[str],
) -> list[uuid.UUID]:
    """The comments in these statuses that were sent under the subject, or from the part of the network as far as that
    is still known; oldest first. Unless it is `sure` that the subject is who is meant, without those that the owner of
    the address confirmed."""
    mine = []
    if subject_id is not None:
        under = Comment.subject_id == subject_id
        mine.append(under if sure else sa.and_(under, Comment.confirmed_at.is_(None)))
    if code is not None:
        ranged = sa.select(Fingerprint.comment_id).where(
            Fingerprint.site_id == site_id, Fingerprint.code == code, Fingerprint.kind == "range"
        )
        mine.append(Comment.id.in_(ranged))
    if not mine:
        return []
    query = sa.select(Comment.id).where(
        Comment.site_id == site_id, Comment.status.in_(statuses), Comment.restricted_by.is_(None), sa.or_(*mine)
    )
    return list(session.scalars(query.order_by(Comment.id)))


def purged_with(session: Session, site_id: str, ban_id: uuid.UUID) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """The comments that were called spam together with this ban, each with the decision."""
    query = sa.select(Decision.comment_id, Decision.id).where(Decision.site_id == site_id, Decision.batch == ban_id)
    return [(comment_id, decision_id) for comment_id, decision_id in session.execute(query.order_by(Decision.id))]


def forget_bans_of_comment(session: Session, site_id: str, comment_id: uuid.UUID) -> None:
    """Delete the bans that were made from this comment."""
    session.execute(sa.delete(Ban).where(Ban.site_id == site_id, Ban.comment_id == comment_id))


def forget_bans_of_subject(session: Session, site_id: str, subject_id: uuid.UUID) -> None:
    """Delete the bans that name this author."""
    session.execute(sa.delete(Ban).where(Ban.site_id == site_id, Ban.subject_id == subject_id))


def _holds(at: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(Ban.expires_at.is_(None), Ban.expires_at > at)
