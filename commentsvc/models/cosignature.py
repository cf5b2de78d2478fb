"""What witnesses said of a site's checkpoints, and which checkpoint they said most of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.database import Model, Moment, SiteId
from commentsvc.models.log import LogCheckpoint

LOOKED_AT = 300
"""How many of the newest cosignatures are looked at: a bound, so that a long log is read as fast as a short one."""


class LogCosignature(Model):
    """One witness's signature line under the checkpoint of `size`. `key_id` is 8 hex digits; kept for ever."""

    __tablename__ = "log_cosignature"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id", "size"], ["log_checkpoint.site_id", "log_checkpoint.size"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    size: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    key_id: Mapped[str] = mapped_column(sa.String(8), primary_key=True)
    line: Mapped[str] = mapped_column(sa.Text)
    received_at: Mapped[datetime] = mapped_column(Moment)


def cosignature_lines(session: Session, site_id: str, size: int, key_ids: Collection[str]) -> list[str]:
    """The signature lines of these keys under the checkpoint of `size`, always in the same order."""
    return list(
        session.scalars(
            sa.select(LogCosignature.line)
            .where(LogCosignature.site_id == site_id, LogCosignature.size == size, LogCosignature.key_id.in_(key_ids))
            .order_by(LogCosignature.key_id)
        )
    )


def newest_cosignatures(session: Session, site_id: str, key_ids: Collection[str]) -> list[LogCosignature]:
    """Of each of these keys that ever cosigned the cosignature of the largest checkpoint."""
    if not key_ids:
        return []
    newest = (
        sa.select(LogCosignature.size, LogCosignature.key_id)
        .where(LogCosignature.site_id == site_id, LogCosignature.key_id == key_id)
        .order_by(LogCosignature.size.desc())
        .limit(1)
        .subquery()
        for key_id in sorted(key_ids)
    )
    rows = session.execute(sa.union_all(*(sa.select(one) for one in newest)))
    found = (session.get(LogCosignature, (site_id, size, key_id)) for size, key_id in rows.all())
    return [one for one in found if one is not None]


def most_cosigned(
    session: Session,
    site_id: str,
    key_ids: Collection[str],
    *,
    above: int = 0,
    least: int = 1,
    preferred: Collection[int] = (),
) -> LogCheckpoint | None:
    """Of the checkpoints larger than `above`, the one that most of these keys cosigned; of equals one of the sizes
    `preferred`, then the newest. None when no checkpoint has `least`. Looks at the newest `LOOKED_AT` cosignatures, and
    at those of `preferred`."""
    query = (
        sa.select(LogCosignature.size, LogCosignature.key_id)
        .where(LogCosignature.site_id == site_id, LogCosignature.size > above, LogCosignature.key_id.in_(key_ids))
        .order_by(LogCosignature.size.desc())
    )
    looked_at = {tuple(row) for row in session.execute(query.limit(LOOKED_AT))}
    if preferred:
        looked_at |= {tuple(row) for row in session.execute(query.where(LogCosignature.size.in_(preferred)))}
    counted = Counter(size for size, _ in looked_at)
    best = max(((count, size in preferred, size) for size, count in counted.items()), default=(0, False, 0))
    return session.get(LogCheckpoint, (site_id, best[2])) if best[0] >= max(least, 1) else None
