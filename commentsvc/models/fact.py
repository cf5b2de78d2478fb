"""What opens the log entries that are about no consent record: requests, reports, holds and other acts."""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.database import Model, SiteId


class LoggedFact(Model):
    """The exact bytes that an `audit` entry commits to, and the salt. Deleting the row leaves the entry, which then
    says nothing about anybody."""

    __tablename__ = "logged_fact"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id", "entry"], ["log_entry.site_id", "log_entry.id"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    entry: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    snapshot: Mapped[bytes] = mapped_column(sa.LargeBinary)
    salt: Mapped[bytes] = mapped_column(sa.LargeBinary)


def forget_facts(session: Session, site_id: str, entries: list[uuid.UUID]) -> None:
    """Delete what opens these entries: their commitments can never be opened again."""
    session.execute(sa.delete(LoggedFact).where(LoggedFact.site_id == site_id, LoggedFact.entry.in_(entries)))
