"""Legal holds: what retention must leave alone for a while, and what is kept for claims though its person asked for
erasure (Art. 17(3)(e) GDPR). One that has come to its end holds nothing any more, swept up or not."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from commentsvc.clock import now
from commentsvc.domain.request import Kind
from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentRecordBody
from commentsvc.models.database import Model, Moment, SiteId
from commentsvc.models.request import SubjectRequest


class Hold(Model):
    """Holds one comment, or everything of one person; `request_id` is the request it belongs to, if any.

    `claims` says that it is needed for legal claims, so that an erasure waits for its end. `why` is the operator's, for
    the file. `ended_at` is when somebody lifted it or it was seen to be over; it holds until `until`, never longer.
    """

    __tablename__ = "hold"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id", "request_id"], ["subject_request.site_id", "subject_request.id"]),
        sa.ForeignKeyConstraint(["site_id", "subject_id"], ["subject.site_id", "subject.id"]),
        sa.ForeignKeyConstraint(["site_id", "comment_id"], ["comment.site_id", "comment.id"]),
        sa.ForeignKeyConstraint(["site_id", "entry"], ["log_entry.site_id", "log_entry.id"]),
        sa.Index("ix_hold_subject", "site_id", "subject_id"),
        sa.Index("ix_hold_comment", "site_id", "comment_id"),
        sa.Index("ix_hold_request", "site_id", "request_id"),
        sa.Index("ix_hold_end", "ended_at", "until"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    request_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    subject_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    comment_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    why: Mapped[str] = mapped_column(sa.Text)
    claims: Mapped[bool] = mapped_column(default=False)
    set_at: Mapped[datetime] = mapped_column(Moment)
    set_by: Mapped[str] = mapped_column(sa.String(64))
    set_by_name: Mapped[str] = mapped_column(sa.String(200))
    until: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    entry: Mapped[uuid.UUID] = mapped_column(sa.Uuid)


def standing(site_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    """The conditions of the site's holds that hold now."""
    return Hold.site_id == site_id, Hold.ended_at.is_(None), Hold.until > now()


def held_records(site_id: str) -> sa.CompoundSelect[uuid.UUID]:
    """Selects the records that retention must leave alone, and their comments: a hold is on either or on their person,
    or the comment is restricted at its person's wish (Art. 18), who may need that it is kept.

    They are few among all, so they are found from the holds and not asked of each record.
    """
    people = sa.select(Hold.subject_id).where(*standing(site_id), Hold.subject_id.is_not(None))
    comments = sa.select(Hold.comment_id).where(*standing(site_id), Hold.comment_id.is_not(None))
    restricted = sa.select(SubjectRequest.id).where(
        SubjectRequest.site_id == site_id, SubjectRequest.kind == Kind.RESTRICTION
    )
    theirs, body = aliased(Comment), aliased(ConsentRecordBody)
    by_comment = (
        sa.and_(theirs.restricted_by.is_not(None), theirs.restricted_by.in_(restricted)),
        theirs.id.in_(comments),
        theirs.subject_id.in_(people),
    )
    return sa.union_all(
        *(sa.select(theirs.record_id).where(theirs.site_id == site_id, one) for one in by_comment),
        sa.select(body.record_id).where(body.site_id == site_id, body.subject_id.in_(people)),
    )


def is_held(site_id: str, record_id: Any) -> sa.ColumnElement[bool]:
    """Whether retention must leave the record of this id (a column) alone (`held_records`)."""
    held: sa.ColumnElement[bool] = record_id.in_(held_records(site_id))
    return held


def claims_on(session: Session, comment: Comment) -> Hold | None:
    """The hold for legal claims that is on the comment or its person and ends last, or None."""
    query = sa.select(Hold).where(
        *standing(comment.site_id),
        Hold.claims.is_(True),
        sa.or_(
            Hold.comment_id == comment.id,
            sa.false() if comment.subject_id is None else Hold.subject_id == comment.subject_id,
        ),
    )
    return session.scalars(query.order_by(Hold.until.desc(), Hold.id).limit(1)).first()


def needed_for_claims(site_id: str) -> sa.ColumnElement[bool]:
    """Of comments: those on which, or on whose person, a hold for legal claims is (`claims_on`)."""
    now_held = *standing(site_id), Hold.claims.is_(True)
    people = sa.select(Hold.subject_id).where(*now_held, Hold.subject_id.is_not(None))
    comments = sa.select(Hold.comment_id).where(*now_held, Hold.comment_id.is_not(None))
    by_person = sa.and_(Comment.subject_id.is_not(None), Comment.subject_id.in_(people))
    return sa.or_(Comment.id.in_(comments), by_person)


def kept_until(session: Session, comment: Comment) -> datetime | None:
    """Until when a hold for claims keeps the comment that its person had erased; None where none does."""
    hold = session.get(Hold, (comment.site_id, comment.restricted_by)) if comment.restricted_by else None
    return hold.until if hold and hold.claims and hold.ended_at is None else None


def last_claim_on(session: Session, site_id: str, subject_id: uuid.UUID) -> datetime | None:
    """Until when holds for claims keep something of this person, or None where there is none."""
    comments = sa.select(Comment.id).where(Comment.site_id == site_id, Comment.subject_id == subject_id)
    theirs = sa.or_(Hold.subject_id == subject_id, Hold.comment_id.in_(comments))
    query = sa.select(Hold.until).where(*standing(site_id), Hold.claims.is_(True), theirs)
    return session.scalars(query.order_by(Hold.until.desc()).limit(1)).first()


def holds_on(
    session: Session,
    site_id: str,
    *,
    request_id: uuid.UUID | None = None,
    subject_id: uuid.UUID | None = None,
    comment_id: uuid.UUID | None = None,
) -> Sequence[Hold]:
    """Every hold that was ever set on this request, this person or this comment, the newest first."""
    wanted = [
        column == value
        for column, value in (
            (Hold.request_id, request_id),
            (Hold.subject_id, subject_id),
            (Hold.comment_id, comment_id),
        )
        if value is not None
    ]
    query = sa.select(Hold).where(Hold.site_id == site_id, sa.or_(sa.false(), *wanted))
    return session.scalars(query.order_by(Hold.set_at.desc(), Hold.id)).all()


def kept_for_claims(site_id: str) -> sa.ColumnElement[bool]:
    """The condition of comments that their person had erased and a hold still keeps."""
    ids = sa.select(Hold.id).where(*standing(site_id), Hold.claims.is_(True))
    return sa.func.coalesce(Comment.restricted_by.in_(ids), sa.false())


def holds_that_ended(session: Session, limit: int) -> list[tuple[str, uuid.UUID]]:
    """Site and id of the holds of every site whose time is over and that nobody has ended yet."""
    query = sa.select(Hold.site_id, Hold.id).where(Hold.ended_at.is_(None), Hold.until <= now())
    return [(site_id, hold_id) for site_id, hold_id in session.execute(query.order_by(Hold.until).limit(limit))]


def kept_by(session: Session, site_id: str, hold_id: uuid.UUID, limit: int) -> Sequence[uuid.UUID]:
    """The comments that only this hold kept from being erased."""
    query = sa.select(Comment.id).where(Comment.site_id == site_id, Comment.restricted_by == hold_id)
    return session.scalars(query.order_by(Comment.id).limit(limit)).all()


def end_holds_on_subject(session: Session, site_id: str, subject_id: uuid.UUID) -> None:
    """The person's row goes: what held them holds nothing any more."""
    session.execute(
        sa.update(Hold)
        .where(Hold.site_id == site_id, Hold.subject_id == subject_id)
        .values(subject_id=None, why="", ended_at=sa.func.coalesce(Hold.ended_at, sa.bindparam("at", now(), Moment)))
    )


def end_holds_on_comment(session: Session, site_id: str, comment_id: uuid.UUID) -> None:
    """The comment is emptied: what held it holds nothing any more, and why it was held goes with it."""
    session.execute(
        sa.update(Hold)
        .where(Hold.site_id == site_id, Hold.comment_id == comment_id)
        .values(why="", ended_at=sa.func.coalesce(Hold.ended_at, sa.bindparam("at", now(), Moment)))
    )
