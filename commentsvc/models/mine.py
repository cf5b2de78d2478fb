"""What one reader may see of what is theirs: by the mailbox they showed, by receipts, or both."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from commentsvc.models.comment import Comment
from commentsvc.models.consent import ConsentRecordBody
from commentsvc.models.contact import Contact
from commentsvc.models.mail import SENT, MailMessage
from commentsvc.models.request import SubjectRequest, made_with_receipt
from commentsvc.models.thread import Thread
from commentsvc.models.visibility import lock_threads_of


class Mine(NamedTuple):
    """Whose: the subject of a mailbox (None without one), and the records whose receipts were shown."""

    site_id: str
    subject_id: uuid.UUID | None
    records: frozenset[uuid.UUID]


class Unconfirmed(NamedTuple):
    """A comment sent under the mailbox's address by nobody knows whom."""

    id: uuid.UUID
    created_at: datetime
    url: str
    title: str | None


def theirs(mine: Mine) -> sa.ColumnElement[bool]:
    """Of comments: confirmed by the owner of the address, or with a receipt that was shown."""
    by_record = sa.and_(Comment.record_id.in_(mine.records), Comment.status != "erased")
    if mine.subject_id is None:
        return sa.and_(Comment.site_id == mine.site_id, by_record)
    confirmed = sa.and_(Comment.subject_id == mine.subject_id, Comment.confirmed_at.is_not(None))
    return sa.and_(Comment.site_id == mine.site_id, sa.or_(confirmed, by_record))


def comments_of(session: Session, mine: Mine, offset: int, limit: int) -> Sequence[tuple[Comment, Thread]]:
    """Their comments with their pages, newest first."""
    rows = session.execute(
        sa.select(Comment, Thread)
        .join(Thread, sa.and_(Thread.site_id == Comment.site_id, Thread.id == Comment.thread_id))
        .where(theirs(mine))
        .order_by(Comment.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [(comment, thread) for comment, thread in rows]


def count_comments(session: Session, mine: Mine) -> int:
    """How many comments are theirs."""
    return session.scalar(sa.select(sa.func.count()).select_from(Comment).where(theirs(mine))) or 0


def comment_of(session: Session, mine: Mine, comment_id: uuid.UUID) -> tuple[Comment, Thread] | None:
    """This comment, if it is theirs."""
    row = session.execute(
        sa.select(Comment, Thread)
        .join(Thread, sa.and_(Thread.site_id == Comment.site_id, Thread.id == Comment.thread_id))
        .where(theirs(mine), Comment.id == comment_id)
    ).first()
    return (row[0], row[1]) if row else None


def lock_comment_of(session: Session, mine: Mine, comment_id: uuid.UUID) -> Comment | None:
    """The same, locked for change, thread first (`visibility.lock_threads_of`)."""
    return _locked(session, mine.site_id, comment_id, theirs(mine))


def lock_unconfirmed_of(session: Session, mine: Mine, comment_id: uuid.UUID) -> Comment | None:
    """This comment, locked for change, if it was sent under the mailbox's address and nobody confirmed it."""
    return _locked(session, mine.site_id, comment_id, _unconfirmed(mine)) if mine.subject_id else None


def _locked(session: Session, site_id: str, comment_id: uuid.UUID, which: sa.ColumnElement[bool]) -> Comment | None:
    lock_threads_of(session, site_id, Comment.id == comment_id, which)
    query = sa.select(Comment).where(Comment.site_id == site_id, Comment.id == comment_id, which)
    return session.scalars(query.with_for_update(key_share=True).execution_options(populate_existing=True)).first()


def _unconfirmed(mine: Mine) -> sa.ColumnElement[bool]:
    return sa.and_(
        Comment.site_id == mine.site_id,
        Comment.subject_id == mine.subject_id,
        Comment.confirmed_at.is_(None),
        Comment.record_id.not_in(mine.records),
    )


def unconfirmed_of(session: Session, mine: Mine, offset: int, limit: int) -> Sequence[Unconfirmed]:
    """What was sent under the mailbox's address and nobody confirmed, newest first: where and when, nothing else."""
    if mine.subject_id is None:
        return []
    rows = session.execute(
        sa.select(Comment.id, Comment.created_at, Thread.url, Thread.title)
        .join(Thread, sa.and_(Thread.site_id == Comment.site_id, Thread.id == Comment.thread_id))
        .where(_unconfirmed(mine))
        .order_by(Comment.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [Unconfirmed(*row) for row in rows]


def count_unconfirmed(session: Session, mine: Mine) -> int:
    """How many there are of them."""
    if mine.subject_id is None:
        return 0
    return session.scalar(sa.select(sa.func.count()).select_from(Comment).where(_unconfirmed(mine))) or 0


def unconfirmed_record_of(session: Session, mine: Mine, comment_id: uuid.UUID) -> uuid.UUID | None:
    """The record of a comment that was sent under the mailbox's address and nobody confirmed."""
    if mine.subject_id is None:
        return None
    return session.scalar(sa.select(Comment.record_id).where(_unconfirmed(mine), Comment.id == comment_id))


def records_without_comment(session: Session, mine: Mine) -> set[uuid.UUID]:
    """Of the records whose receipts were shown, those that belong to no comment that is still there."""
    alive = sa.select(Comment.record_id).where(
        Comment.site_id == mine.site_id, Comment.record_id.in_(mine.records), Comment.status != "erased"
    )
    return set(mine.records) - set(session.scalars(alive))


def notices_of(session: Session, mine: Mine) -> Sequence[str]:
    """The hashes of the notices their records name."""
    owned = sa.or_(
        ConsentRecordBody.record_id.in_(mine.records),
        ConsentRecordBody.record_id.in_(sa.select(Comment.record_id).where(theirs(mine))),
    )
    query = sa.select(ConsentRecordBody.notice_sha256).where(
        ConsentRecordBody.site_id == mine.site_id, ConsentRecordBody.notice_sha256.is_not(None), owned
    )
    return sorted(sha256 for sha256 in session.scalars(query.distinct()) if sha256)


def notices_erased_with(session: Session, mine: Mine) -> Sequence[str]:
    """The hashes of the notices that anything names which goes when all of theirs is erased: also records of the
    mailbox that belong to no comment any more."""
    found = set(notices_of(session, mine))
    if mine.subject_id is not None:
        of_comment = sa.exists().where(
            Comment.site_id == mine.site_id,
            Comment.record_id == ConsentRecordBody.record_id,
            Comment.status != "erased",
        )
        query = sa.select(ConsentRecordBody.notice_sha256).where(
            ConsentRecordBody.site_id == mine.site_id, ConsentRecordBody.subject_id == mine.subject_id, ~of_comment
        )
        found |= {sha256 for sha256 in session.scalars(query.distinct()) if sha256}
    return sorted(found)


def address_of(session: Session, mine: Mine) -> Contact | None:
    """The address that is kept to write to them, if one is."""
    return session.get(Contact, (mine.site_id, mine.subject_id)) if mine.subject_id else None


def mail_to(session: Session, mine: Mine, limit: int) -> Sequence[MailMessage]:
    """What was sent to them, newest first, as far as it is still known."""
    if mine.subject_id is None:
        return []
    query = (
        sa.select(MailMessage)
        .where(
            MailMessage.site_id == mine.site_id, MailMessage.subject_id == mine.subject_id, MailMessage.state == SENT
        )
        .order_by(MailMessage.changed_at.desc(), MailMessage.id)
        .limit(limit)
    )
    return session.scalars(query).all()


def requests_of(session: Session, mine: Mine, limit: int) -> Sequence[SubjectRequest]:
    """Requests about them, or about a record of theirs, newest first."""
    query = (
        sa.select(SubjectRequest)
        .where(SubjectRequest.site_id == mine.site_id, about(mine))
        .order_by(SubjectRequest.received_at.desc(), SubjectRequest.id)
        .limit(limit)
    )
    return session.scalars(query).all()


def about(mine: Mine) -> sa.ColumnElement[bool]:
    """Of requests: those of the mailbox's owner, and those that somebody with a receipt made."""
    by_receipt = made_with_receipt(mine.records)
    if mine.subject_id is None:
        return by_receipt
    return sa.or_(by_receipt, SubjectRequest.subject_id == mine.subject_id)
