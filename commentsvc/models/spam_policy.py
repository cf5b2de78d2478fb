"""Which layers against spam each site uses, and how often its readers were asked for a proof of work."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.domain.spam_policy import DEFAULT, NAMES, SpamPolicy
from commentsvc.models.database import Model, SiteId
from commentsvc.models.posting import insert_once


class SpamSettings(Model):
    """A site's `SpamPolicy`."""

    __tablename__ = "spam_settings"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id"], ["site.id"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    trap: Mapped[bool]
    timing: Mapped[bool]
    proof: Mapped[str] = mapped_column(sa.String(8))
    repeats: Mapped[bool]
    flood_limit: Mapped[int]
    link_limit: Mapped[int]

    def policy(self) -> SpamPolicy:
        """The rules' view of this row."""
        return SpamPolicy(**{name: getattr(self, name) for name in NAMES})


class ProofCount(Model):
    """How many proofs of work a site asked for on a day, and how many comments came with one."""

    __tablename__ = "proof_count"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id"], ["site.id"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    day: Mapped[date] = mapped_column(sa.Date, primary_key=True)
    asked: Mapped[int] = mapped_column(default=0)
    solved: Mapped[int] = mapped_column(default=0)


def spam_policy(session: Session, site_id: str) -> SpamPolicy:
    """What the site uses; the default where nobody has set anything."""
    row = session.get(SpamSettings, site_id)
    return row.policy() if row else DEFAULT


def lock_spam_settings(session: Session, site_id: str) -> SpamSettings:
    """The site's row, made now if there is none, locked until the caller's transaction ends."""
    insert_once(session, SpamSettings, site_id=site_id, **{name: getattr(DEFAULT, name) for name in NAMES})
    return session.get_one(SpamSettings, site_id, with_for_update=True, populate_existing=True)


def count_proof(session: Session, site_id: str, day: date, what: str) -> None:
    """Add one to `asked` or `solved` of the day."""
    insert_once(session, ProofCount, site_id=site_id, day=day, asked=0, solved=0)
    column: Any = getattr(ProofCount, what)
    session.execute(
        sa.update(ProofCount).where(ProofCount.site_id == site_id, ProofCount.day == day).values({column: column + 1})
    )


def proofs_since(session: Session, site_id: str, day: date) -> tuple[int, int]:
    """How many proofs were asked for since that day, and how many comments came with one."""
    row = session.execute(
        sa.select(sa.func.sum(ProofCount.asked), sa.func.sum(ProofCount.solved)).where(
            ProofCount.site_id == site_id, ProofCount.day >= day
        )
    ).one()
    return row[0] or 0, row[1] or 0
