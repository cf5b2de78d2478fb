"""Named queries about one person of one site, streamed in batches: what of the database is theirs (law 10).

Who typed an address proves nothing by that. So what was sent under an address belongs to its owner only where they
confirmed it (`Comment.confirmed_at`); of the rest they learn that it is there, and no more.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from commentsvc.models.audit import Decision
from commentsvc.models.comment import Comment, Subject
from commentsvc.models.consent import ConsentRecord, ConsentRecordBody
from commentsvc.models.contact import AddressConfirmation, Contact
from commentsvc.models.content import Statement
from commentsvc.models.hold import Hold
from commentsvc.models.mail import MailMessage
from commentsvc.models.reader import ReaderLink, ReaderSession
from commentsvc.models.request import SubjectRequest, made_with_receipt
from commentsvc.models.thread import Thread

BATCH = 200
"""Rows that are held at once."""


class Whose(Protocol):
    """Whose data: `usecases.person.Person` says what each means."""

    @property
    def subject_id(self) -> uuid.UUID | None: ...

    @property
    def records(self) -> tuple[uuid.UUID, ...]: ...

    @property
    def unconfirmed(self) -> bool: ...


class TheirComment(NamedTuple):
    """A comment, the page it stands on, and what kind of record it has."""

    comment: Comment
    thread: Thread
    kind: str


class TheirRecord(NamedTuple):
    """The stub of a record."""

    record_id: uuid.UUID
    kind: str


class Unconfirmed(NamedTuple):
    """A comment that somebody sent under an address whose owner has not said that it is theirs."""

    comment_id: uuid.UUID
    url: str
    created_at: datetime


def comments_of(session: Session, site_id: str, person: Whose) -> Iterator[list[TheirComment]]:
    """Their comments, oldest first, in batches."""
    query = (
        sa.select(Comment, Thread, ConsentRecord.kind)
        .join(Thread, sa.and_(Thread.site_id == Comment.site_id, Thread.id == Comment.thread_id))
        .join(
            ConsentRecord,
            sa.and_(ConsentRecord.site_id == Comment.site_id, ConsentRecord.id == Comment.record_id),
        )
        .where(Comment.site_id == site_id, _theirs(site_id, person))
        .order_by(Comment.id)
        .execution_options(yield_per=BATCH)
    )
    for rows in session.execute(query).partitions():
        yield [TheirComment(*row) for row in rows]


def count_comments(session: Session, site_id: str, person: Whose) -> int:
    """How many `comments_of` gives."""
    query = sa.select(sa.func.count()).select_from(Comment).where(Comment.site_id == site_id, _theirs(site_id, person))
    return session.scalar(query) or 0


def other_records_of(session: Session, site_id: str, person: Whose) -> Iterator[list[TheirRecord]]:
    """Their records that belong to none of `comments_of`, in batches: choices without a comment, and records that are
    kept longer than theirs."""
    # A join, so that each record's comment is looked up by its record: asked whether one exists, SQLite may go through
    # all comments of the person for each.
    query = (
        sa.select(ConsentRecord.id, ConsentRecord.kind)
        .outerjoin(Comment, sa.and_(Comment.site_id == ConsentRecord.site_id, Comment.record_id == ConsentRecord.id))
        .where(ConsentRecord.site_id == site_id, _their_record(site_id, person))
        .where(sa.or_(Comment.id.is_(None), _theirs(site_id, person).is_not(sa.true())))
        .order_by(ConsentRecord.id)
        .execution_options(yield_per=BATCH)
    )
    for rows in session.execute(query).partitions():
        yield [TheirRecord(*row) for row in rows]


def unconfirmed_of(session: Session, site_id: str, person: Whose) -> Iterator[list[Unconfirmed]]:
    """What was sent under their address and is not among `comments_of`, oldest first, in batches."""
    if person.subject_id is None:
        return
    query = (
        sa.select(Comment.id, Thread.url, Comment.created_at)
        .join(Thread, sa.and_(Thread.site_id == Comment.site_id, Thread.id == Comment.thread_id))
        .where(Comment.site_id == site_id, Comment.subject_id == person.subject_id, ~_theirs(site_id, person))
        .order_by(Comment.id)
        .execution_options(yield_per=BATCH)
    )
    for rows in session.execute(query).partitions():
        yield [Unconfirmed(*row) for row in rows]


def decisions_about(session: Session, site_id: str, comments: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Decision]]:
    """What moderators decided about these comments, oldest first."""
    query = sa.select(Decision).where(Decision.site_id == site_id, Decision.comment_id.in_(comments))
    found: dict[uuid.UUID, list[Decision]] = {}
    for decision in session.scalars(query.order_by(Decision.id)):
        found.setdefault(decision.comment_id, []).append(decision)
    return found


def statements_about(session: Session, site_id: str, comments: Sequence[uuid.UUID]) -> dict[uuid.UUID, Statement]:
    """The reasons that the author of these comments was given, by the decision they are of."""
    query = sa.select(Statement).where(Statement.site_id == site_id, Statement.comment_id.in_(comments))
    return {statement.decision_id: statement for statement in session.scalars(query)}


def contact_of(session: Session, site_id: str, subject_id: uuid.UUID) -> Contact | None:
    """Their stored address, where there is one."""
    return session.get(Contact, (site_id, subject_id))


def visits_of(
    session: Session, site_id: str, subject_id: uuid.UUID
) -> tuple[Sequence[ReaderLink], Sequence[ReaderSession]]:
    """Links that were mailed to them, and their visits, as far as they are not over."""
    links = sa.select(ReaderLink).where(ReaderLink.site_id == site_id, ReaderLink.subject_id == subject_id)
    visits = sa.select(ReaderSession).where(ReaderSession.site_id == site_id, ReaderSession.subject_id == subject_id)
    return (
        session.scalars(links.order_by(ReaderLink.expires_at, ReaderLink.id)).all(),
        session.scalars(visits.order_by(ReaderSession.created_at, ReaderSession.token_hash)).all(),
    )


def requests_of(session: Session, site_id: str, person: Whose) -> Sequence[SubjectRequest]:
    """What they asked for, oldest first: as this person, or with a receipt of theirs."""
    named: list[sa.ColumnElement[bool]] = []
    if person.records:
        named.append(made_with_receipt(person.records))
    if person.subject_id is not None:
        named.append(SubjectRequest.subject_id == person.subject_id)
    query = sa.select(SubjectRequest).where(SubjectRequest.site_id == site_id, sa.or_(*named) if named else sa.false())
    return session.scalars(query.order_by(SubjectRequest.received_at, SubjectRequest.id)).all()


def holds_of(session: Session, site_id: str, person: Whose) -> Iterator[Sequence[Hold]]:
    """Holds on them or on one of their comments, oldest first, in batches."""
    comments = sa.select(Comment.id).where(Comment.site_id == site_id, _theirs(site_id, person))
    mine = sa.false() if person.subject_id is None else Hold.subject_id == person.subject_id
    query = (
        sa.select(Hold)
        .where(Hold.site_id == site_id, sa.or_(mine, Hold.comment_id.in_(comments)))
        .order_by(Hold.set_at, Hold.id)
        .execution_options(yield_per=BATCH)
    )
    yield from session.scalars(query).partitions()


def confirmations_of(session: Session, site_id: str, subject_id: uuid.UUID) -> Sequence[AddressConfirmation]:
    """What still waits for them to confirm, oldest first."""
    query = sa.select(AddressConfirmation).where(
        AddressConfirmation.site_id == site_id, AddressConfirmation.subject_id == subject_id
    )
    return session.scalars(query.order_by(AddressConfirmation.created_at, AddressConfirmation.id)).all()


def mail_of(session: Session, site_id: str, subject_id: uuid.UUID) -> Iterator[Sequence[MailMessage]]:
    """Mail to or about them that is still known, oldest first, in batches."""
    query = (
        sa.select(MailMessage)
        .where(MailMessage.site_id == site_id, MailMessage.subject_id == subject_id)
        .order_by(MailMessage.queued_at, MailMessage.id)
        .execution_options(yield_per=BATCH)
    )
    yield from session.scalars(query).partitions()


def _theirs(site_id: str, person: Whose) -> sa.ColumnElement[bool]:
    """Which comments are theirs."""
    named: list[sa.ColumnElement[bool]] = []
    if person.subject_id is not None:
        mine = Comment.subject_id == person.subject_id
        surely = sa.or_(Comment.confirmed_at.is_not(None), _without_address(site_id, person.subject_id))
        named.append(mine if person.unconfirmed else sa.and_(mine, surely))
    if person.records:
        named.append(Comment.record_id.in_(person.records))
    return sa.or_(*named) if named else sa.false()


def _their_record(site_id: str, person: Whose) -> sa.ColumnElement[bool]:
    """Which records are theirs, whatever became of the comment, which the query has joined."""
    named: list[sa.ColumnElement[bool]] = [ConsentRecord.id.in_(person.records)] if person.records else []
    if person.subject_id is not None:
        mine = ConsentRecord.id.in_(
            sa.select(ConsentRecordBody.record_id).where(
                ConsentRecordBody.site_id == site_id, ConsentRecordBody.subject_id == person.subject_id
            )
        )
        surely = sa.or_(
            Comment.id.is_(None), Comment.confirmed_at.is_not(None), _without_address(site_id, person.subject_id)
        )
        named.append(mine if person.unconfirmed else sa.and_(mine, surely))
    return sa.or_(*named) if named else sa.false()


def _without_address(site_id: str, subject_id: uuid.UUID) -> sa.ColumnElement[bool]:
    return sa.exists().where(Subject.site_id == site_id, Subject.id == subject_id, Subject.pseudonym.is_(None))
