"""The changes of a site's signing key, opened: which key followed which, why, and under which checkpoint."""

from __future__ import annotations

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.database import Model, Moment, SiteId
from commentsvc.models.prepared import Prepared
from commentsvc.models.site import Site, lock_signing_key


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


def hold_key(session: Session, site_id: str) -> str:
    """The verifier key of the site's log, which stays so until this write transaction ends: `lock_key` waits for it.

    On PostgreSQL that is a shared advisory lock, then a statement of its own that reads: one statement that did both
    would read what was committed before it began to wait. SQLite's write transaction is alone already.
    No deadlock comes of it: whoever changes the key takes this lock before any other, and whoever locks the site takes
    it before the row (`models.site.lock_site`), so nobody who waits here is
    waited for by what a change waits for next, the log's state and the site's row. Those who hold the lock shared
    may wait for one another's threads (ADR 0019) while a change stands in the queue between them; then PostgreSQL lets
    the reader of the key go first, which breaks no promise.
    """
    lock_signing_key(session, site_id, shared=True)
    # Not through the session, which would write what its user has not finished.
    row = _VKEY.first(session, site=site_id)
    if row is None:
        raise NoResultFound
    return str(row[0])


_VKEY = Prepared(lambda _dialect: sa.select(Site.__table__.c.log_vkey).where(Site.id == sa.bindparam("site")))


def lock_key(session: Session, site_id: str) -> None:
    """Wait until nobody holds the site's key by `hold_key`, and let nobody until this write transaction ends. To be
    taken before any other lock, and before anything is read that a post may have written."""
    lock_signing_key(session, site_id, shared=False)
