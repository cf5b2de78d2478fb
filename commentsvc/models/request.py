"""Data subject requests: what somebody asked for, by when it must be answered, and everything that happened to it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.domain.deadline import OVERDUE
from commentsvc.domain.request import CLOSED, Channel, Kind, State
from commentsvc.models.comment import Comment, Subject
from commentsvc.models.database import Model, Moment, SiteId


class SubjectRequest(Model):
    """One request. It is about everything of `subject_id`, or about the one record `record_id`; about neither where the
    address is not known here.

    `reply_address`, `words`, `subject_id` and `record_id` are the person's: they are emptied at `forget_at`, or as soon
    as an erasure is done, and the rest stays to show that the right was served, when and how it ended. A request that
    is not confirmed by then is deleted whole. `reminded` is the last `domain.deadline.reminder_stage` that admins were
    told of; `outcome` says in one word how it ended.
    """

    __tablename__ = "subject_request"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.ForeignKeyConstraint(["site_id", "subject_id"], ["subject.site_id", "subject.id"]),
        sa.ForeignKeyConstraint(["site_id", "record_id"], ["consent_record.site_id", "consent_record.id"]),
        sa.Index("ix_subject_request_state", "site_id", "state", "due_at"),
        sa.Index("ix_subject_request_subject", "site_id", "subject_id"),
        sa.Index("ix_subject_request_forget", "forget_at"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    state: Mapped[str] = mapped_column(sa.String(12))
    channel: Mapped[str] = mapped_column(sa.String(10))
    lang: Mapped[str] = mapped_column(sa.String(35))
    subject_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    record_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    reply_address: Mapped[str | None] = mapped_column(sa.String(320))
    words: Mapped[str] = mapped_column(sa.Text, default="")
    received_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    extended_at: Mapped[datetime | None] = mapped_column(Moment)
    reminded: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str] = mapped_column(sa.String(20), default="")
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    forget_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def is_closed(self) -> bool:
        """Whether it was answered, refused or withdrawn."""
        return self.state in CLOSED


class RequestEvent(Model):
    """What happened to a request, and the log entry that commits to it. `note` is for the file and may be personal: it
    is emptied with the request's personal parts."""

    __tablename__ = "request_event"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id", "request_id"], ["subject_request.site_id", "subject_request.id"]),
        sa.ForeignKeyConstraint(["site_id", "entry"], ["log_entry.site_id", "log_entry.id"]),
        sa.Index("ix_request_event_request", "site_id", "request_id", "id"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    request_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    type: Mapped[str] = mapped_column(sa.String(20))
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(sa.String(64))
    actor_name: Mapped[str] = mapped_column(sa.String(200))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    entry: Mapped[uuid.UUID] = mapped_column(sa.Uuid)


def find_request(session: Session, site_id: str, request_id: uuid.UUID, *, lock: bool = False) -> SubjectRequest | None:
    """The site's request of this id; `lock` it for change, its person first: an erasure holds the person when it parts
    their requests from them, and mail to them refers to the person (PostgreSQL)."""
    seen = session.get(SubjectRequest, (site_id, request_id), populate_existing=True) if lock else None
    if seen is not None and seen.subject_id is not None:
        whose = sa.select(Subject.id).where(Subject.site_id == site_id, Subject.id == seen.subject_id)
        session.execute(whose.with_for_update(read=True, key_share=True)).all()
    return session.get(
        SubjectRequest, (site_id, request_id), with_for_update=True if lock else None, populate_existing=True
    )


def same_open_request(session: Session, like: SubjectRequest) -> SubjectRequest | None:
    """An open request of the same person for the same thing: asking twice is asking once."""
    query = sa.select(SubjectRequest).where(
        SubjectRequest.site_id == like.site_id,
        SubjectRequest.state == State.OPEN,
        SubjectRequest.kind == like.kind,
        _is(SubjectRequest.subject_id, like.subject_id),
        _is(SubjectRequest.record_id, like.record_id),
        _is(SubjectRequest.reply_address, like.reply_address),
    )
    return session.scalars(query.order_by(SubjectRequest.received_at, SubjectRequest.id).limit(1)).first()


def _is(column: sa.orm.InstrumentedAttribute[object], value: object) -> sa.ColumnElement[bool]:
    return column.is_(None) if value is None else column == value


def events_of_request(session: Session, site_id: str, request_id: uuid.UUID) -> Sequence[RequestEvent]:
    """What happened to it, oldest first."""
    query = sa.select(RequestEvent).where(RequestEvent.site_id == site_id, RequestEvent.request_id == request_id)
    return session.scalars(query.order_by(RequestEvent.id)).all()


def list_requests(session: Session, site_id: str, *, closed: bool, offset: int, limit: int) -> Sequence[SubjectRequest]:
    """The site's open requests, what is due first on top; or those that are closed, the newest on top."""
    query = sa.select(SubjectRequest).where(SubjectRequest.site_id == site_id)
    if closed:
        query = query.where(SubjectRequest.state.in_(sorted(CLOSED))).order_by(SubjectRequest.closed_at.desc())
    else:
        query = query.where(SubjectRequest.state == State.OPEN).order_by(SubjectRequest.due_at)
    return session.scalars(query.order_by(SubjectRequest.id).offset(offset).limit(limit)).all()


def count_open(session: Session, site_id: str) -> int:
    """How many requests of the site wait for an answer."""
    query = sa.select(sa.func.count()).where(SubjectRequest.site_id == site_id, SubjectRequest.state == State.OPEN)
    return session.scalar(query) or 0


class DueRequest(NamedTuple):
    """An open request whose time is getting short."""

    site_id: str
    id: uuid.UUID
    due_at: datetime
    reminded: int


def due_before(session: Session, moment: datetime) -> list[DueRequest]:
    """Open requests of every site that are due until then, and of which the last reminder is not out."""
    columns = SubjectRequest.site_id, SubjectRequest.id, SubjectRequest.due_at, SubjectRequest.reminded
    query = sa.select(*columns).where(
        SubjectRequest.state == State.OPEN, SubjectRequest.due_at <= moment, SubjectRequest.reminded < OVERDUE
    )
    return [DueRequest(*row) for row in session.execute(query.order_by(SubjectRequest.due_at, SubjectRequest.id))]


def to_forget(session: Session, moment: datetime, limit: int) -> list[tuple[str, uuid.UUID]]:
    """Site and id of the requests of every site whose personal parts are over by then."""
    restricts = sa.exists().where(
        Comment.site_id == SubjectRequest.site_id, Comment.restricted_by == SubjectRequest.id
    )  # who had it restricted has still to be told before that ends
    stays = sa.and_(SubjectRequest.kind == Kind.RESTRICTION, restricts)
    query = sa.select(SubjectRequest.site_id, SubjectRequest.id).where(SubjectRequest.forget_at <= moment, ~stays)
    rows = session.execute(query.order_by(SubjectRequest.forget_at).limit(limit))
    return [(site_id, request_id) for site_id, request_id in rows]


def forget_in_request(session: Session, request: SubjectRequest) -> None:
    """Empty what is personal in it. Kind, times, steps and how it ended stay: they say of nobody who it was."""
    request.subject_id = request.record_id = request.reply_address = request.forget_at = None
    request.words = ""
    session.execute(
        sa.update(RequestEvent)
        .where(RequestEvent.site_id == request.site_id, RequestEvent.request_id == request.id)
        .values(note="")
    )
    session.flush()


def made_with_receipt(records: Collection[uuid.UUID]) -> sa.ColumnElement[bool]:
    """Of requests: those that whoever holds the receipts of these records made, or a letter about them. What the owner
    of a mailbox says of a stranger's comment names that record as well, and is not for that stranger to see; also not
    once that owner was erased."""
    return sa.and_(
        SubjectRequest.record_id.in_(records),
        SubjectRequest.subject_id.is_(None),
        SubjectRequest.channel != Channel.MAILBOX,
    )


def requests_of(session: Session, site_id: str, subject_id: uuid.UUID) -> Sequence[SubjectRequest]:
    """Every request that names this person, oldest first."""
    query = sa.select(SubjectRequest).where(SubjectRequest.site_id == site_id, SubjectRequest.subject_id == subject_id)
    return session.scalars(query.order_by(SubjectRequest.received_at, SubjectRequest.id)).all()


def part_with_record(session: Session, site_id: str, record_id: uuid.UUID) -> None:
    """What the record says is erased: closed requests about it are emptied; open ones still wait for their answer."""
    query = sa.select(SubjectRequest).where(SubjectRequest.site_id == site_id, SubjectRequest.record_id == record_id)
    for request in session.scalars(query.order_by(SubjectRequest.received_at)).all():
        if request.is_closed:
            forget_in_request(session, request)


def part_with_subject(session: Session, site_id: str, subject_id: uuid.UUID) -> None:
    """The person's row goes: closed requests of theirs are emptied, open ones only no longer lead there."""
    for request in requests_of(session, site_id, subject_id):
        if request.is_closed:
            forget_in_request(session, request)
        else:
            request.subject_id = None
    session.flush()
