"""Named queries of a breach: whose data of a site was stored before a moment, and what ended after another. Counts and
references only; read in batches by reference.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from commentsvc.models.account import Account, Membership
from commentsvc.models.comment import Comment, Subject
from commentsvc.models.consent import ConsentEvent, ConsentRecord, ConsentRecordBody
from commentsvc.models.contact import AddressConfirmation, Contact
from commentsvc.models.content import ContentReport
from commentsvc.models.mail import MailMessage
from commentsvc.models.request import SubjectRequest

ERASED, EXPIRED, PUBLISHED = "erased", "expired", "published"


class AffectedPerson(NamedTuple):
    """One person of whom something was stored: how much of what kind, in numbers."""

    subject_id: uuid.UUID
    comments: int
    published: int
    named: int
    websites: int
    records: int
    address_code: bool
    address: bool
    first_at: datetime
    last_at: datetime


def people_before(
    session: Session, site_id: str, end: datetime, after: uuid.UUID | None, limit: int
) -> list[AffectedPerson]:
    """Up to `limit` people behind `after` of whom something of before `end` is still stored, by reference."""
    people = sa.select(Subject).where(Subject.site_id == site_id, Subject.created_at < end)
    if after is not None:
        people = people.where(Subject.id > after)
    found = session.scalars(people.order_by(Subject.id).limit(limit)).all()
    ids = [subject.id for subject in found]
    comments, records = _comments(session, site_id, end, ids), _records(session, site_id, end, ids)
    with_address = _with_address(session, site_id, end, ids)
    nothing = (0, 0, 0, 0, None)
    return [
        AffectedPerson(
            subject.id,
            *comments.get(subject.id, nothing)[:4],
            records.get(subject.id, 0),
            subject.pseudonym is not None,
            subject.id in with_address,
            subject.created_at,
            comments.get(subject.id, nothing)[4] or subject.created_at,
        )
        for subject in found
    ]


def _comments(
    session: Session, site_id: str, end: datetime, ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, tuple[int, int, int, int, datetime | None]]:
    def how_many(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)

    rows = session.execute(
        sa.select(
            Comment.subject_id,
            sa.func.count(),
            how_many(Comment.status == PUBLISHED),
            how_many(Comment.author_name != ""),
            how_many(Comment.author_website.is_not(None)),
            sa.func.max(Comment.created_at),
        )
        .where(Comment.site_id == site_id, Comment.subject_id.in_(ids), Comment.created_at < end)
        .where(Comment.status != ERASED)
        .group_by(Comment.subject_id)
    )
    return {row[0]: (int(row[1]), int(row[2]), int(row[3]), int(row[4]), row[5]) for row in rows if row[0]}


def _records(session: Session, site_id: str, end: datetime, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    rows = session.execute(
        sa.select(ConsentRecordBody.subject_id, sa.func.count(sa.distinct(ConsentRecordBody.record_id)))
        .join(
            ConsentEvent,
            sa.and_(ConsentEvent.site_id == ConsentRecordBody.site_id, ConsentEvent.id == ConsentRecordBody.event_id),
        )
        .where(ConsentRecordBody.site_id == site_id, ConsentRecordBody.subject_id.in_(ids), ConsentEvent.at < end)
        .group_by(ConsentRecordBody.subject_id)
    )
    return {subject_id: int(count) for subject_id, count in rows if subject_id}


def _with_address(session: Session, site_id: str, end: datetime, ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    confirmed = sa.select(Contact.subject_id).where(
        Contact.site_id == site_id, Contact.subject_id.in_(ids), Contact.confirmed_at < end
    )
    waiting = sa.select(AddressConfirmation.subject_id).where(
        AddressConfirmation.site_id == site_id,
        AddressConfirmation.subject_id.in_(ids),
        AddressConfirmation.created_at < end,
    )
    return {*session.scalars(confirmed), *session.scalars(waiting)}


def ended_since(session: Session, site_id: str, begin: datetime, end: datetime) -> tuple[int, int]:
    """How many records of before `end` were erased since `begin`, and how many comments of before `end` ended by their
    time since `begin` while their record was kept: what the append-only events say of what is not there."""
    first = sa.orm.aliased(ConsentEvent)
    of_record = sa.and_(ConsentRecord.site_id == ConsentEvent.site_id, ConsentRecord.id == ConsentEvent.record_id)
    began = sa.and_(first.site_id == ConsentRecord.site_id, first.entry == ConsentRecord.entry, first.at < end)
    ended = (
        sa.select(sa.func.count(sa.distinct(ConsentEvent.record_id)))
        .join(ConsentRecord, of_record)
        .join(first, began)
        .where(ConsentEvent.site_id == site_id, ConsentEvent.at >= begin)
    )
    erased = session.scalar(ended.where(ConsentEvent.type == ERASED)) or 0
    later = sa.orm.aliased(ConsentEvent)
    erased_too = sa.exists().where(
        later.site_id == ConsentEvent.site_id, later.record_id == ConsentEvent.record_id, later.type == ERASED
    )
    gone = sa.exists().where(
        Comment.site_id == ConsentEvent.site_id, Comment.record_id == ConsentEvent.record_id, Comment.status == ERASED
    )
    expired = session.scalar(ended.where(ConsentEvent.type == EXPIRED, ~erased_too, gone)) or 0
    return erased, expired


def others_before(session: Session, site_id: str, end: datetime) -> dict[str, tuple[int, int]]:
    """People who did not comment: (how many, of how many an address is stored), by kind."""

    def counted(model: Any, address: Any, at: Any) -> tuple[int, int]:
        query = sa.select(sa.func.count(), sa.func.count(address)).where(model.site_id == site_id, at < end)
        how_many, reachable = session.execute(query).one()
        return int(how_many), int(reachable)

    staff = session.scalar(
        sa.select(sa.func.count())
        .select_from(Membership)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.site_id == site_id, Account.created_at < end)
    )
    return {
        "reports": counted(ContentReport, ContentReport.email, ContentReport.received_at),
        "requests": counted(SubjectRequest, SubjectRequest.reply_address, SubjectRequest.received_at),
        "mail": counted(MailMessage, MailMessage.address, MailMessage.queued_at),
        "accounts": (staff or 0, staff or 0),
    }
