"""What a timestamp authority (RFC 3161) said of a site's checkpoints."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.database import Model, Moment, SiteId

MAX_AUTHORITY = 300


class LogTimestamp(Model):
    """A TimeStampToken (DER) over the body of the checkpoint of `size`. `authority` is the address that was asked,
    `stamped_at` the token's own time; kept for ever."""

    __tablename__ = "log_timestamp"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id", "size"], ["log_checkpoint.site_id", "log_checkpoint.size"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    size: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    authority: Mapped[str] = mapped_column(sa.String(MAX_AUTHORITY), primary_key=True)
    token: Mapped[bytes] = mapped_column(sa.LargeBinary)
    stamped_at: Mapped[datetime] = mapped_column(Moment)


def latest_timestamp(session: Session, site_id: str) -> LogTimestamp | None:
    """The one of the largest checkpoint that has any, or None."""
    return session.scalars(
        sa.select(LogTimestamp)
        .where(LogTimestamp.site_id == site_id)
        .order_by(LogTimestamp.size.desc(), LogTimestamp.authority)
        .limit(1)
    ).first()


def timestamps_of(session: Session, site_id: str, sizes: Collection[int]) -> list[LogTimestamp]:
    """All timestamps of the checkpoints of these sizes, always in the same order."""
    return list(
        session.scalars(
            sa.select(LogTimestamp)
            .where(LogTimestamp.site_id == site_id, LogTimestamp.size.in_(sizes))
            .order_by(LogTimestamp.size, LogTimestamp.stamped_at, LogTimestamp.authority)
        )
    )


def stamped_sizes(session: Session, site_id: str, *, above: int, limit: int) -> list[int]:
    """The sizes of the newest checkpoints larger than `above` that have a timestamp, largest first."""
    return list(
        session.scalars(
            sa.select(LogTimestamp.size)
            .where(LogTimestamp.site_id == site_id, LogTimestamp.size > above)
            .distinct()
            .order_by(LogTimestamp.size.desc())
            .limit(limit)
        )
    )
