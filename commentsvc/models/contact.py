"""Readers' addresses: stored only while a purpose they gave needs to write to them, or for the days in which they may
still confirm one."""

from __future__ import annotations

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.domain.notice import CONFIRMED_FIRST
from commentsvc.models.comment import Comment, Subject
from commentsvc.models.consent import ConsentRecordBody
from commentsvc.models.database import Json, Model, Moment, SiteId
from commentsvc.models.notice_use import is_newest, is_on


class Contact(Model):
    """The address of a reader who confirmed it, as mail is sent to it. Deleted with the last purpose that needs it."""

    __tablename__ = "contact"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id", "subject_id"], ["subject.site_id", "subject.id"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    subject_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    address: Mapped[str] = mapped_column(sa.String(320))
    confirmed_at: Mapped[datetime] = mapped_column(Moment)


class AddressConfirmation(Model):
    """A purpose that was ticked and needs the owner of the address to confirm: the confirming click is the consent. The
    link's secret is derived from `id`. `notice_sha256` is the notice whose words were shown, None for the record's own.
    Unconfirmed, the row goes at `expires_at`, and the address with it."""

    __tablename__ = "address_confirmation"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id", "comment_id"], ["comment.site_id", "comment.id"]),
        sa.ForeignKeyConstraint(["site_id", "subject_id"], ["subject.site_id", "subject.id"]),
        sa.Index("ix_address_confirmation_comment", "site_id", "comment_id"),
        sa.Index("ix_address_confirmation_subject", "site_id", "subject_id"),
        sa.Index("ix_address_confirmation_expiry", "expires_at"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    comment_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    subject_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    address: Mapped[str] = mapped_column(sa.String(320))
    purposes: Mapped[list[str]] = mapped_column(Json)
    notice_sha256: Mapped[str | None] = mapped_column(sa.String(64))
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)


def forget_confirmations(session: Session, site_id: str, comment_id: uuid.UUID) -> int:
    """Delete what waits to be confirmed for this comment, with the address in it; how many there were."""
    waiting = AddressConfirmation.site_id == site_id, AddressConfirmation.comment_id == comment_id
    deleted: int = session.execute(sa.delete(AddressConfirmation).where(*waiting)).rowcount  # type: ignore[attr-defined]
    return deleted


def forget_contact(session: Session, site_id: str, subject_id: uuid.UUID) -> bool:
    """Delete the stored address of this person; whether there was one."""
    theirs = Contact.site_id == site_id, Contact.subject_id == subject_id
    return bool(session.execute(sa.delete(Contact).where(*theirs)).rowcount)  # type: ignore[attr-defined]


def find_contact(session: Session, site_id: str, subject_id: uuid.UUID) -> Contact | None:
    """The stored address of this person."""
    return session.get(Contact, (site_id, subject_id), populate_existing=True)


def keep_contact(session: Session, site_id: str, subject_id: uuid.UUID, address: str, at: datetime) -> None:
    """Store the address that its owner confirmed just now; it takes the place of an earlier way to write it."""
    _hold_subject(session, site_id, subject_id)
    contact = find_contact(session, site_id, subject_id)
    if contact is None:
        session.add(Contact(site_id=site_id, subject_id=subject_id, address=address, confirmed_at=at))
    else:
        contact.address, contact.confirmed_at = address, at
    session.flush()


def forget_contact_if_unneeded(session: Session, site_id: str, subject_id: uuid.UUID) -> bool:
    """Delete the stored address of this person unless a purpose that they gave, and confirmed, still writes to it;
    whether one was deleted."""
    _hold_subject(session, site_id, subject_id)
    needed = sa.exists().where(
        Comment.site_id == site_id,
        Comment.subject_id == subject_id,
        Comment.confirmed_at.is_not(None),
        ConsentRecordBody.site_id == Comment.site_id,
        ConsentRecordBody.record_id == Comment.record_id,
        sa.or_(*(is_on(purpose) for purpose in sorted(CONFIRMED_FIRST))),
        is_newest(),
    )
    return not session.scalar(sa.select(needed)) and forget_contact(session, site_id, subject_id)


def _hold_subject(session: Session, site_id: str, subject_id: uuid.UUID) -> None:
    """Who confirms and who takes back wait for each other (PostgreSQL); posts under the same code are not held up."""
    held = sa.select(Subject.id).where(Subject.site_id == site_id, Subject.id == subject_id)
    session.execute(held.with_for_update(key_share=True)).all()


def find_confirmation(
    session: Session, site_id: str, confirmation_id: uuid.UUID, *, lock: bool = False
) -> AddressConfirmation | None:
    """What waits under this id; `lock` it, behind its comment, for whoever uses it up."""
    return session.get(
        AddressConfirmation,
        (site_id, confirmation_id),
        populate_existing=True,
        with_for_update=True if lock else None,
    )


def waiting_purposes(session: Session, site_id: str, comment_id: uuid.UUID, at: datetime) -> list[str]:
    """The purposes that were asked for under this comment and still wait for the owner of the address."""
    asked = session.scalars(
        sa.select(AddressConfirmation.purposes).where(
            AddressConfirmation.site_id == site_id,
            AddressConfirmation.comment_id == comment_id,
            AddressConfirmation.expires_at > at,
        )
    )
    return sorted({name for names in asked for name in names})
