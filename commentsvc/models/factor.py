"""What an account signs in with beside its password: an authenticator, passkeys, recovery codes, an organisation."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.account import Account, Membership
from commentsvc.models.database import Json, Model, Moment, SiteId

_ACCOUNT = ["account.id"]


class Authenticator(Model):
    """An app that shows a code every half minute (TOTP). `sealed` is its secret under a key that is not in the
    database; `last_step` is the newest time step whose code was used, so that no code works twice."""

    __tablename__ = "authenticator"
    __table_args__ = (sa.ForeignKeyConstraint(["account_id"], _ACCOUNT),)

    account_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    sealed: Mapped[bytes] = mapped_column(sa.LargeBinary)
    last_step: Mapped[int] = mapped_column(sa.BigInteger)
    created_at: Mapped[datetime] = mapped_column(Moment)


class Passkey(Model):
    """A passkey (WebAuthn): its public half, and what the person calls it."""

    __tablename__ = "passkey"
    __table_args__ = (
        sa.ForeignKeyConstraint(["account_id"], _ACCOUNT),
        sa.Index("ix_passkey_account", "account_id", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    credential_id: Mapped[bytes] = mapped_column(sa.LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary)
    sign_count: Mapped[int] = mapped_column(sa.BigInteger)
    name: Mapped[str] = mapped_column(sa.String(100))
    transports: Mapped[list[str]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class RecoveryCode(Model):
    """A code that signs in once where the phone is lost: kept as a keyed hash, and deleted by its use."""

    __tablename__ = "recovery_code"
    __table_args__ = (sa.ForeignKeyConstraint(["account_id"], _ACCOUNT),)

    account_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    code_hash: Mapped[str] = mapped_column(sa.String(43), primary_key=True)


class Identity(Model):
    """Who an account is at the organisation that signs people in (OpenID Connect): its issuer and its subject."""

    __tablename__ = "identity"
    __table_args__ = (
        sa.ForeignKeyConstraint(["account_id"], _ACCOUNT),
        sa.UniqueConstraint("account_id", "issuer"),
    )

    issuer: Mapped[str] = mapped_column(sa.String(300), primary_key=True)
    subject: Mapped[str] = mapped_column(sa.String(255), primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    created_at: Mapped[datetime] = mapped_column(Moment)


class SignInRule(Model):
    """What a site asks of those who work on it; a site without a row asks nothing more than a sign-in."""

    __tablename__ = "sign_in_rule"
    __table_args__ = (sa.ForeignKeyConstraint(["site_id"], ["site.id"]),)

    site_id: Mapped[str] = mapped_column(SiteId, primary_key=True)
    second_factor: Mapped[bool]


@dataclass(frozen=True)
class Factors:
    """What an account has: whether an authenticator, its passkeys, how many recovery codes are left."""

    authenticator: Authenticator | None
    passkeys: list[Passkey]
    codes_left: int

    @property
    def any(self) -> bool:
        """Whether a password alone does not sign this account in."""
        return self.authenticator is not None or bool(self.passkeys)


def factors_of(session: Session, account_id: uuid.UUID) -> Factors:
    """What this account has beside its password."""
    passkeys = session.scalars(sa.select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.id))
    codes = sa.select(sa.func.count()).select_from(RecoveryCode).where(RecoveryCode.account_id == account_id)
    return Factors(
        session.get(Authenticator, account_id, populate_existing=True),
        list(passkeys),
        session.scalar(codes) or 0,
    )


def find_passkey(session: Session, credential_id: bytes) -> Passkey | None:
    """The passkey with this id, whosever it is."""
    return session.scalars(sa.select(Passkey).where(Passkey.credential_id == credential_id)).first()


def use_time_step(session: Session, account_id: uuid.UUID, step: int) -> bool:
    """Use up the authenticator's time step; False where it or a later one was used already."""
    used = (
        sa.update(Authenticator)
        .where(Authenticator.account_id == account_id, Authenticator.last_step < step)
        .values(last_step=step)
        .execution_options(synchronize_session=False)
    )
    return bool(session.execute(used).rowcount)  # type: ignore[attr-defined]


def take_recovery_code(session: Session, account_id: uuid.UUID, code_hash: str) -> bool:
    """Use up a recovery code; False where there is none such (any more)."""
    gone = sa.delete(RecoveryCode).where(RecoveryCode.account_id == account_id, RecoveryCode.code_hash == code_hash)
    return bool(session.execute(gone).rowcount)  # type: ignore[attr-defined]


def put_recovery_codes(session: Session, account_id: uuid.UUID, hashes: Iterable[str]) -> None:
    """These codes instead of whatever the account had."""
    session.execute(sa.delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    session.add_all(RecoveryCode(account_id=account_id, code_hash=one) for one in hashes)
    session.flush()


def delete_factors(session: Session, account_id: uuid.UUID) -> bool:
    """Take away authenticator, passkeys and recovery codes; whether there were any."""
    deleted = (
        session.execute(sa.delete(table).where(table.account_id == account_id)).rowcount  # type: ignore[attr-defined]
        for table in (Authenticator, Passkey, RecoveryCode)
    )
    return sum(deleted) > 0


def identity_of(session: Session, account_id: uuid.UUID, issuer: str) -> Identity | None:
    """Who this account is at the issuer, where it has signed in that way."""
    asked = sa.select(Identity).where(Identity.account_id == account_id, Identity.issuer == issuer)
    return session.scalars(asked).first()


def asks_second_factor(session: Session, site_id: str) -> bool:
    """Whether the site lets in only those with a second factor."""
    return bool(session.scalar(sa.select(SignInRule.second_factor).where(SignInRule.site_id == site_id)))


def members_without_factor(session: Session, site_id: str) -> list[Account]:
    """Who works on the site, may sign in, and has nothing beside a password; by address."""
    return list(
        session.scalars(
            sa.select(Account)
            .join(Membership, Membership.account_id == Account.id)
            .where(Membership.site_id == site_id, Account.disabled_at.is_(None), ~protected(Account.id))
            .order_by(Account.email)
        )
    )


def protected(
    account_id: sa.orm.InstrumentedAttribute[uuid.UUID],
) -> sa.ColumnElement[bool]:
    """Of a query over accounts: whether this one has a second factor."""
    return sa.or_(
        sa.exists().where(Authenticator.account_id == account_id), sa.exists().where(Passkey.account_id == account_id)
    )
