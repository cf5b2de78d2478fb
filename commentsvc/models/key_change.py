"""The changes of a site's signing key, opened: which key followed which, why, and under which checkpoint."""

from __future__ import annotations

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.database import Model, Moment, SiteId


class LogKeyChange(Model):
    """One change. `number` counts the site's changes from 1; `entry` is the log entry of type `key`, `size` that of the
    first checkpoint that covers it. `snapshot` and `salt` open the entry: they name keys only, and are public."""

    __tablename__ = "log_key_change"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id", "entry"], ["log_entry.site_id", "log_entry.id"]),
        sa.ForeignKeyConstraint(["site_id", "size"], ["log_checkpoint.site_id", "log_checkpoint.size"]),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    entry: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    size: Mapped[int] = mapped_column(sa.BigInteger)
    old_vkey: Mapped[str] = mapped_column(sa.String(500))
    new_vkey: Mapped[str] = mapped_column(sa.String(500))
    reason: Mapped[str] = mapped_column(sa.String(10))
    at: Mapped[datetime] = mapped_column(Moment)
    snapshot: Mapped[bytes] = mapped_column(sa.LargeBinary)
    salt: Mapped[bytes] = mapped_column(sa.LargeBinary)


def key_changes(session: Session, site_id: str) -> list[LogKeyChange]:
    """All changes of the site's key, oldest first."""
    return list(
        session.scalars(sa.select(LogKeyChange).where(LogKeyChange.site_id == site_id).order_by(LogKeyChange.number))
    )
