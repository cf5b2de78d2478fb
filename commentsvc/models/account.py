"""Who may work here: accounts, their membership in sites, console sessions, and operators' tokens."""

from __future__ import annotations

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from commentsvc.models.database import Json, Moment, SiteId, db


class Account(db.Model):
    """A person who signs in to the console. `instance_admin` may add sites; everything else is a membership's role."""

    __tablename__ = "account"

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(320), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    password_hash: Mapped[str] = mapped_column(sa.String(300))
    instance_admin: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment)
    disabled_at: Mapped[datetime | None] = mapped_column(Moment)


class Membership(db.Model):
    """An account's role on one site: admin or moderator."""

    __tablename__ = "membership"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    role: Mapped[str] = mapped_column(sa.String(20))


class ConsoleSession(db.Model):
    """A signed-in browser, revocable; the cookie's value is stored only as its SHA-256."""

    __tablename__ = "console_session"
    __table_args__ = (sa.ForeignKeyConstraint(["account_id"], ["account.id"]),)

    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)


class ApiToken(db.Model):
    """A program's bearer token for one site: named, scoped, stored as its SHA-256, expiring, revocable."""

    __tablename__ = "api_token"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id"], ["site.id"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    scopes: Mapped[list[str]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
