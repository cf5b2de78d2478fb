"""Readers who look at what is theirs: links that were mailed to them, and the sessions that links and receipts open."""

from __future__ import annotations

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.comment import Subject
from commentsvc.models.database import Model, Moment, SiteId


class ReaderLink(Model):
    """A link in a mail: once, until `expires_at`. Its secret is derived from `id`. Without `subject_id` it leads
    nowhere: it was asked for under an address that nothing is stored of. `address` is set only where the link
    confirms a new address of the subject's."""

    __tablename__ = "reader_link"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.ForeignKeyConstraint(["site_id", "subject_id"], ["subject.site_id", "subject.id"]),
        sa.Index("ix_reader_link_subject", "site_id", "subject_id"),
        sa.Index("ix_reader_link_expiry", "expires_at"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    subject_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    address: Mapped[str | None] = mapped_column(sa.String(320))
    expires_at: Mapped[datetime] = mapped_column(Moment)


class ReaderSession(Model):
    """A browser that showed a mailed link or a receipt; the cookie's value is stored only as its SHA-256. `subject_id`
    is whose mailbox it was, None where only receipts were shown."""

    __tablename__ = "reader_session"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.ForeignKeyConstraint(["site_id", "subject_id"], ["subject.site_id", "subject.id"]),
        sa.Index("ix_reader_session_subject", "site_id", "subject_id"),
        sa.Index("ix_reader_session_expiry", "expires_at"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    subject_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)


class ReaderSessionRecord(Model):
    """A record whose receipt was shown in a session; it ends with the session at the latest."""

    __tablename__ = "reader_session_record"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id", "record_id"], ["consent_record.site_id", "consent_record.id"]),
        sa.Index("ix_reader_session_record_record", "site_id", "record_id"),
        sa.Index("ix_reader_session_record_expiry", "expires_at"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)


def take_link(session: Session, site_id: str, link_id: uuid.UUID, at: datetime) -> ReaderLink | None:
    """The link, used up by this; None when there is none, it is too old, or it leads nowhere.

    Its person is locked before it: an erasure holds the person when it deletes their links (PostgreSQL).
    """
    seen = session.get(ReaderLink, (site_id, link_id), populate_existing=True)
    if seen is None or seen.subject_id is None:
        return None
    whose = sa.select(Subject.id).where(Subject.site_id == site_id, Subject.id == seen.subject_id)
    session.execute(whose.with_for_update(read=True, key_share=True)).all()
    link = session.get(ReaderLink, (site_id, link_id), with_for_update=True, populate_existing=True)
    if link is None or link.subject_id is None or link.expires_at <= at:
        return None
    session.delete(link)
    session.flush()
    return link


def records_of_session(session: Session, site_id: str, token_hash: str) -> frozenset[uuid.UUID]:
    """The records whose receipts were shown in this session."""
    query = sa.select(ReaderSessionRecord.record_id).where(
        ReaderSessionRecord.site_id == site_id, ReaderSessionRecord.token_hash == token_hash
    )
    return frozenset(session.scalars(query))


def end_session(session: Session, site_id: str, token_hash: str) -> None:
    """Delete this session, with what was shown in it."""
    for model in (ReaderSessionRecord, ReaderSession):
        session.execute(sa.delete(model).where(model.site_id == site_id, model.token_hash == token_hash))


def forget_record_in_sessions(session: Session, site_id: str, record_id: uuid.UUID) -> None:
    """No session knows this record any more."""
    session.execute(
        sa.delete(ReaderSessionRecord).where(
            ReaderSessionRecord.site_id == site_id, ReaderSessionRecord.record_id == record_id
        )
    )


def forget_visits(session: Session, site_id: str, subject_id: uuid.UUID) -> None:
    """Delete the links and sessions of this person."""
    for model in (ReaderLink, ReaderSession):
        session.execute(sa.delete(model).where(model.site_id == site_id, model.subject_id == subject_id))
