"""Who was asked to work on a site and has not answered yet."""

from __future__ import annotations

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.database import Model, Moment, SiteId


class Invitation(Model):
    """An address that was invited, and as what. The link's secret is derived. The row goes when the invitation is
    taken up, taken back, or too old."""

    __tablename__ = "invitation"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.UniqueConstraint("site_id", "email"),
        sa.Index("ix_invitation_expiry", "expires_at"),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(320))
    role: Mapped[str] = mapped_column(sa.String(20))
    invited_by: Mapped[str] = mapped_column(sa.String(64))
    invited_by_name: Mapped[str] = mapped_column(sa.String(200))
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)

    @property
    def by(self) -> str:
        """Who invited, as people are told."""
        return "The operator of this service" if self.invited_by == "cli" else self.invited_by_name


def open_invitations(session: Session, site_id: str, at: datetime) -> list[Invitation]:
    """The site's invitations that still hold at this time, newest first."""
    query = sa.select(Invitation).where(Invitation.site_id == site_id, Invitation.expires_at > at)
    return list(session.scalars(query.order_by(Invitation.created_at.desc(), Invitation.id)))


def invitations_to(session: Session, email: str, at: datetime) -> list[Invitation]:
    """What this address is invited to, on every site, locked for change; what still holds at this time."""
    query = sa.select(Invitation).where(Invitation.email == email, Invitation.expires_at > at)
    return list(session.scalars(query.order_by(Invitation.site_id).with_for_update()))


def find_invitation(
    session: Session, site_id: str, invitation_id: uuid.UUID, at: datetime, *, lock: bool = False
) -> Invitation | None:
    """The site's invitation of this id, if it still holds at this time; `lock` it for change."""
    found = session.get(
        Invitation, (site_id, invitation_id), with_for_update=True if lock else None, populate_existing=True
    )
    return found if found is not None and found.expires_at > at else None


def end_invitation_of(session: Session, site_id: str, email: str) -> None:
    """Take back what this address was invited to on the site, if anything."""
    session.execute(sa.delete(Invitation).where(Invitation.site_id == site_id, Invitation.email == email))


def end_invitations_by(session: Session, site_id: str, actor: str) -> None:
    """Take back every invitation to the site that this actor made."""
    session.execute(sa.delete(Invitation).where(Invitation.site_id == site_id, Invitation.invited_by == actor))
