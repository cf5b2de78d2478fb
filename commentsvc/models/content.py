"""Why a comment is not public, as its author was told, and what readers reported as illegal (DSA Art. 16 and 17)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.comment import Comment
from commentsvc.models.database import Model, Moment, SiteId
from commentsvc.models.fact import forget_facts
from commentsvc.models.thread import Thread


class Statement(Model):
    """The reasons for one decision in words for the comment's author; the decision's own `reason` is internal."""

    __tablename__ = "statement"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id", "decision_id"], ["decision.site_id", "decision.id"]),
        sa.ForeignKeyConstraint(["site_id", "comment_id"], ["comment.site_id", "comment.id"]),
        sa.ForeignKeyConstraint(["site_id", "entry"], ["log_entry.site_id", "log_entry.id"]),
        sa.Index("ix_statement_comment", "site_id", "comment_id"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    decision_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    comment_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    ground: Mapped[str] = mapped_column(sa.String(10))
    rule: Mapped[str] = mapped_column(sa.Text, default="")
    facts: Mapped[str] = mapped_column(sa.Text, default="")
    means: Mapped[str] = mapped_column(sa.String(10))
    reported: Mapped[bool]
    at: Mapped[datetime] = mapped_column(Moment)
    entry: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)


class ContentReport(Model):
    """What somebody reported about a public comment, and what was decided. The secret that opens it is derived from its
    id. `expires_at` is set once it is decided; then the row goes."""

    __tablename__ = "content_report"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id", "comment_id"], ["comment.site_id", "comment.id"]),
        sa.ForeignKeyConstraint(["site_id", "decision_id"], ["decision.site_id", "decision.id"]),
        sa.ForeignKeyConstraint(["site_id", "received_entry"], ["log_entry.site_id", "log_entry.id"]),
        sa.ForeignKeyConstraint(["site_id", "decided_entry"], ["log_entry.site_id", "log_entry.id"]),
        sa.Index("ix_content_report_comment", "site_id", "comment_id"),
        sa.Index("ix_content_report_state", "site_id", "state", "received_at"),
        sa.Index("ix_content_report_expiry", "expires_at"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    comment_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    location: Mapped[str] = mapped_column(sa.Text)
    why: Mapped[str] = mapped_column(sa.Text)
    name: Mapped[str] = mapped_column(sa.String(200), default="")
    email: Mapped[str | None] = mapped_column(sa.String(320))
    lang: Mapped[str] = mapped_column(sa.String(35))
    state: Mapped[str] = mapped_column(sa.String(10))
    received_at: Mapped[datetime] = mapped_column(Moment)
    received_entry: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    means: Mapped[str] = mapped_column(sa.String(10), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str] = mapped_column(sa.String(200), default="")
    decided_entry: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    decision_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    expires_at: Mapped[datetime | None] = mapped_column(Moment)


def forget_statements(session: Session, site_id: str, comment_id: uuid.UUID) -> None:
    """Delete every statement about the comment, and what opens the entries that commit to them."""
    theirs = Statement.site_id == site_id, Statement.comment_id == comment_id
    entries = session.scalars(sa.select(Statement.entry).where(*theirs)).all()
    session.execute(sa.delete(Statement).where(*theirs))
    forget_facts(session, site_id, [entry for entry in entries if entry is not None])


def reports_about(session: Session, site_id: str, comment_id: uuid.UUID, *, lock: bool = False) -> list[ContentReport]:
    """Every report about the comment, oldest first; `lock` them for change, the comment already being locked."""
    query = (
        sa.select(ContentReport)
        .where(ContentReport.site_id == site_id, ContentReport.comment_id == comment_id)
        .order_by(ContentReport.received_at, ContentReport.id)
    )
    return list(
        session.scalars(query.with_for_update().execution_options(populate_existing=True) if lock else query).all()
    )


def reports_with_comments(
    session: Session, site_id: str, states: Iterable[str], *, limit: int, newest_first: bool
) -> list[tuple[ContentReport, Comment, Thread]]:
    """Up to `limit` reports in one of these states with what they are about."""
    moment = ContentReport.received_at
    rows = session.execute(
        sa.select(ContentReport, Comment, Thread)
        .join(Comment, sa.and_(Comment.site_id == ContentReport.site_id, Comment.id == ContentReport.comment_id))
        .join(Thread, sa.and_(Thread.site_id == Comment.site_id, Thread.id == Comment.thread_id))
        .where(ContentReport.site_id == site_id, ContentReport.state.in_(list(states)))
        .order_by(moment.desc() if newest_first else moment, ContentReport.id)
        .limit(limit)
    )
    return [(report, comment, thread) for report, comment, thread in rows]


def reporters_of(session: Session, site_id: str) -> list[tuple[uuid.UUID, str]]:
    """Id and address of every report of the site whose sender gave one."""
    query = sa.select(ContentReport.id, ContentReport.email).where(
        ContentReport.site_id == site_id, ContentReport.email.is_not(None)
    )
    return [(report_id, address) for report_id, address in session.execute(query) if address is not None]


def forget_reporters(session: Session, site_id: str, reports: Collection[uuid.UUID]) -> None:
    """Delete name and address of whoever sent these."""
    session.execute(
        sa.update(ContentReport)
        .where(ContentReport.site_id == site_id, ContentReport.id.in_(reports))
        .values(name="", email=None)
    )


def open_reports(session: Session, site_id: str) -> int:
    """How many reports of the site wait for a decision."""
    query = sa.select(sa.func.count()).where(ContentReport.site_id == site_id, ContentReport.state == "open")
    return session.scalar(query) or 0


def forget_expired_reports(session: Session, before: datetime, limit: int = 200) -> int:
    """Delete up to `limit` reports of all sites whose time is over, and what opens the entries that commit to them; how
    many."""
    old = session.scalars(sa.select(ContentReport).where(ContentReport.expires_at < before).limit(limit)).all()
    for report in old:
        entries = [entry for entry in (report.received_entry, report.decided_entry) if entry is not None]
        session.delete(report)
        session.flush()
        forget_facts(session, report.site_id, entries)
    return len(old)
