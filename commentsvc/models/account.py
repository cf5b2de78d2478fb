"""Who may work here: accounts, their membership in sites, console sessions, and operators' tokens."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.database import Json, Model, Moment, SiteId


class Account(Model):
    """A person who signs in to the console. `instance_admin` may add sites; everything else is a membership's role."""

    __tablename__ = "account"

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(320), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    password_hash: Mapped[str] = mapped_column(sa.String(300))
    instance_admin: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Moment)
    disabled_at: Mapped[datetime | None] = mapped_column(Moment)


class Membership(Model):
    """An account's role on one site: owner, admin, moderator or data-protection officer.

    An owner is stored as an admin with a mark, so that servers of the version before know them as what they were.
    `seen_at` is the day on which they last used this site's console.
    """

    __tablename__ = "membership"
    __table_args__ = (
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
    )

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    _role: Mapped[str] = mapped_column("role", sa.String(20))
    _owns: Mapped[bool] = mapped_column("owns", default=False, server_default=sa.false())
    seen_at: Mapped[datetime | None] = mapped_column(Moment)

    def __init__(self, *, site_id: str, account_id: uuid.UUID, role: str) -> None:
        super().__init__(site_id=site_id, account_id=account_id)
        self.role = role

    @hybrid_property
    def role(self) -> str:
        """`owner`, `admin`, `moderator` or `dpo`."""
        return "owner" if self._owns and self._role == "admin" else self._role

    @role.inplace.setter
    def _set_role(self, role: str) -> None:
        self._role, self._owns = ("admin", True) if role == "owner" else (role, False)

    @role.inplace.expression
    @classmethod
    def _role_expression(cls) -> sa.ColumnElement[str]:
        return sa.case((sa.and_(cls._owns, cls._role == "admin"), "owner"), else_=cls._role)


class ConsoleSession(Model):
    """A signed-in browser, revocable; the cookie's value is stored only as its SHA-256.

    `how` is one of `domain.sign_in_words.HOW`; `second_factor` says whether more than a password was shown; `proved_at`
    is when its person last proved who they are; `browser` and `seen_from` (a truncated address) are for them to know it
    again.
    """

    __tablename__ = "console_session"
    __table_args__ = (sa.ForeignKeyConstraint(["account_id"], ["account.id"]),)

    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime] = mapped_column(Moment)
    proved_at: Mapped[datetime] = mapped_column(Moment)
    how: Mapped[str] = mapped_column(sa.String(30))
    second_factor: Mapped[bool]
    browser: Mapped[str] = mapped_column(sa.String(60))
    seen_from: Mapped[str] = mapped_column(sa.String(50))


class ApiToken(Model):
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


def find_account(session: Session, email: str) -> Account | None:
    """The account of this address as stored (lower case), or None."""
    return session.scalars(sa.select(Account).where(Account.email == email)).first()


def all_accounts(session: Session) -> list[Account]:
    """Every account, by address."""
    return list(session.scalars(sa.select(Account).order_by(Account.email)))


def role_of(session: Session, account_id: uuid.UUID, site_id: str) -> str | None:
    """The account's role on the site, or None when it is not a member."""
    membership = session.get(Membership, (site_id, account_id))
    return membership.role if membership else None


def memberships_of(session: Session, account_id: uuid.UUID) -> dict[str, str]:
    """Role by site key, of one account."""
    rows = session.execute(sa.select(Membership.site_id, Membership.role).where(Membership.account_id == account_id))
    return {site_id: role for site_id, role in rows}


def members_with(session: Session, site_id: str, roles: Collection[str]) -> list[uuid.UUID]:
    """The accounts that have one of these roles on the site and may still sign in."""
    query = (
        sa.select(Account.id)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.site_id == site_id, Membership.role.in_(roles), Account.disabled_at.is_(None))
    )
    return list(session.scalars(query.order_by(Account.id)))


def members_of(session: Session, site_id: str) -> list[tuple[Account, Membership]]:
    """Everybody who works on the site, by name; disabled accounts too."""
    query = (
        sa.select(Account, Membership)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.site_id == site_id)
        .order_by(Account.name, Account.id)
    )
    return [(account, membership) for account, membership in session.execute(query)]


def count_administrators(session: Session) -> int:
    """How many administer the whole installation and may still sign in."""
    query = sa.select(sa.func.count()).where(Account.instance_admin, Account.disabled_at.is_(None))
    return session.scalar(query.select_from(Account)) or 0


def owners_of(session: Session, site_id: str) -> list[Account]:
    """The site's owners who may still sign in."""
    query = (
        sa.select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.site_id == site_id, Membership.role == "owner", Account.disabled_at.is_(None))
    )
    return list(session.scalars(query.order_by(Account.id)))


def sessions_of(session: Session, account_id: uuid.UUID, at: datetime) -> list[ConsoleSession]:
    """The account's sessions that still hold at this time, newest first."""
    return list(
        session.scalars(
            sa.select(ConsoleSession)
            .where(ConsoleSession.account_id == account_id, ConsoleSession.expires_at > at)
            .order_by(ConsoleSession.created_at.desc(), ConsoleSession.token_hash)
        )
    )


def end_sessions(session: Session, account_id: uuid.UUID, keep: str | None = None, only: str | None = None) -> int:
    """Delete the account's sessions: all but the one of the token hash `keep`, or `only` one; how many there were."""
    gone = sa.delete(ConsoleSession).where(ConsoleSession.account_id == account_id)
    if keep is not None:
        gone = gone.where(ConsoleSession.token_hash != keep)
    if only is not None:
        gone = gone.where(ConsoleSession.token_hash == only)
    return int(session.execute(gone.execution_options(synchronize_session="fetch")).rowcount)  # type: ignore[attr-defined]


def end_expired_sessions(session: Session, at: datetime) -> None:
    """Delete every session that ended before this time."""
    session.execute(sa.delete(ConsoleSession).where(ConsoleSession.expires_at <= at))


def tokens_of(session: Session, site_id: str) -> list[ApiToken]:
    """The site's tokens, newest first, revoked and expired ones too."""
    return list(session.scalars(sa.select(ApiToken).where(ApiToken.site_id == site_id).order_by(ApiToken.id.desc())))


def find_token(session: Session, token_hash: str) -> ApiToken | None:
    """The token stored under this SHA-256, expired and revoked ones too, or None."""
    return session.scalars(sa.select(ApiToken).where(ApiToken.token_hash == token_hash)).first()
