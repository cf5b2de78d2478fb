"""Named queries of what one site stores of one person."""

from __future__ import annotations

import uuid
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from commentsvc.models.comment import Comment, Subject
from commentsvc.models.consent import ConsentRecordBody
from commentsvc.models.contact import AddressConfirmation, Contact, forget_contact
from commentsvc.models.hold import kept_for_claims
from commentsvc.models.mail import MailMessage
from commentsvc.models.visibility import lock_threads_of

ERASED = "erased"


class Extent(NamedTuple):
    """How much there is. `unconfirmed` comments were sent under the address by somebody who never showed that it is
    theirs; `restricted` are counted among the others."""

    confirmed: int
    unconfirmed: int
    restricted: int
    records: int
    stored_address: bool


def is_theirs(session: Session, site_id: str, subject_id: uuid.UUID) -> sa.ColumnElement[bool]:
    """The condition of the comments that are surely the person's: confirmed by the address's owner; or of somebody
    without an address, who is known by nothing but this."""
    subject = session.get(Subject, (site_id, subject_id))
    by_address = subject is not None and subject.pseudonym is not None
    return Comment.confirmed_at.is_not(None) if by_address else sa.true()


def comments_of(site_id: str, subject_id: uuid.UUID) -> tuple[sa.ColumnElement[bool], ...]:
    """The conditions of everything that stands under this person, is not erased, and is not only kept for claims."""
    here = Comment.site_id == site_id, Comment.subject_id == subject_id
    return *here, Comment.status != ERASED, ~kept_for_claims(site_id)


def records_without_comment(session: Session, site_id: str, subject_id: uuid.UUID, limit: int) -> list[uuid.UUID]:
    """Records of this person whose comment is gone already, or that never had one."""
    alive = sa.exists().where(
        Comment.site_id == site_id, Comment.record_id == ConsentRecordBody.record_id, Comment.subject_id == subject_id
    )
    query = (
        sa.select(ConsentRecordBody.record_id)
        .where(ConsentRecordBody.site_id == site_id, ConsentRecordBody.subject_id == subject_id, ~alive)
        .distinct()
    )
    return list(session.scalars(query.order_by(ConsentRecordBody.record_id).limit(limit)))


def extent_of(session: Session, site_id: str, subject_id: uuid.UUID) -> Extent:
    """What is stored of this person, counted."""
    theirs = is_theirs(session, site_id, subject_id)
    here = comments_of(site_id, subject_id)

    def count(*conditions: sa.ColumnElement[bool]) -> int:
        return session.scalar(sa.select(sa.func.count()).select_from(Comment).where(*here, *conditions)) or 0

    records = session.scalar(
        sa.select(sa.func.count(ConsentRecordBody.record_id.distinct())).where(
            ConsentRecordBody.site_id == site_id, ConsentRecordBody.subject_id == subject_id
        )
    )
    stored = any(
        session.scalar(sa.select(sa.exists().where(table.site_id == site_id, table.subject_id == subject_id)))
        for table in (Contact, AddressConfirmation)
    )
    return Extent(count(theirs), count(~theirs), count(Comment.restricted_by.is_not(None)), records or 0, stored)


def count_restricted(session: Session, site_id: str, by: uuid.UUID) -> int:
    """How many comments are restricted because of this request or hold."""
    query = sa.select(sa.func.count()).where(Comment.site_id == site_id, Comment.restricted_by == by)
    return session.scalar(query) or 0


def stop_mail_to(session: Session, site_id: str, subject_id: uuid.UUID) -> None:
    """Delete the person's address wherever it is stored, and mail to or about them: nothing more is sent."""
    for table in (AddressConfirmation, MailMessage):
        session.execute(sa.delete(table).where(table.site_id == site_id, table.subject_id == subject_id))
    forget_contact(session, site_id, subject_id)


def lock_some(session: Session, limit: int, *conditions: sa.ColumnElement[bool]) -> list[Comment]:
    """Up to `limit` comments that meet `conditions`, with their threads, locked until the transaction ends."""
    site_id, ids = _first_ids(session, limit, conditions)
    if not ids:
        return []
    lock_threads_of(session, site_id, Comment.id.in_(ids))
    locked = sa.select(Comment).where(Comment.site_id == site_id, Comment.id.in_(ids), *conditions)
    return list(
        session.scalars(
            locked.order_by(Comment.id).with_for_update(key_share=True).execution_options(populate_existing=True)
        )
    )


def _first_ids(
    session: Session, limit: int, conditions: tuple[sa.ColumnElement[bool], ...]
) -> tuple[str, list[uuid.UUID]]:
    rows = session.execute(
        sa.select(Comment.site_id, Comment.id).where(*conditions).order_by(Comment.id).limit(limit)
    ).all()
    return (rows[0][0], [row[1] for row in rows]) if rows else ("", [])
