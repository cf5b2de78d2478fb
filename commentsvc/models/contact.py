"""Readers' addresses: stored only while a purpose they gave needs to write to them, or for the days in which they may
still confirm one."""

from __future__ import annotations

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.database import Json, Model, Moment, SiteId


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
    link's secret is derived from `id`. Unconfirmed, the row goes at `expires_at`, and the address with it."""

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
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)


def forget_confirmations(session: Session, site_id: str, comment_id: uuid.UUID) -> None:
    """Delete what waits to be confirmed for this comment, with the address in it."""
    session.execute(
        sa.delete(AddressConfirmation).where(
            AddressConfirmation.site_id == site_id, AddressConfirmation.comment_id == comment_id
        )
    )


def forget_contact(session: Session, site_id: str, subject_id: uuid.UUID) -> None:
    """Delete the stored address of this person."""
    session.execute(sa.delete(Contact).where(Contact.site_id == site_id, Contact.subject_id == subject_id))
