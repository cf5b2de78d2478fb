"""What a browser is in the middle of while somebody signs in, and what happened to an account."""

from __future__ import annotations

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentsvc.models.database import Model, Moment

EVENTS_SHOWN = 20


class SignInStep(Model):
    """Something that was begun and needs one more answer: a second step, a passkey, a visit to the organisation.

    It is no session: nothing but its own `purpose` can be done with it. The cookie's value is stored as its SHA-256.
    `nonce` goes into the challenge of a passkey and is used up with the first answer.
    """

    __tablename__ = "sign_in_step"
    __table_args__ = (
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.Index("ix_sign_in_step_expiry", "expires_at"),
    )

    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(sa.String(20))
    account_id: Mapped[uuid.UUID | None] = mapped_column(sa.Uuid)
    how: Mapped[str] = mapped_column(sa.String(30))
    nonce: Mapped[str | None] = mapped_column(sa.String(43))
    tries: Mapped[int] = mapped_column(default=0)
    came_for: Mapped[str] = mapped_column(sa.String(1000), default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)


class AccountEvent(Model):
    """Something that happened to an account as a whole, whatever site it works on: a sign-in, a factor, a reset."""

    __tablename__ = "account_event"
    __table_args__ = (
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.Index("ix_account_event_account", "account_id", "id"),
        sa.Index("ix_account_event_expiry", "expires_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(sa.Uuid, primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(sa.Uuid)
    at: Mapped[datetime] = mapped_column(Moment)
    what: Mapped[str] = mapped_column(sa.String(40))
    how: Mapped[str] = mapped_column(sa.String(30))
    actor: Mapped[str] = mapped_column(sa.String(64))
    actor_name: Mapped[str] = mapped_column(sa.String(200))
    browser: Mapped[str] = mapped_column(sa.String(60))
    seen_from: Mapped[str] = mapped_column(sa.String(50))
    expires_at: Mapped[datetime] = mapped_column(Moment)


def end_steps(session: Session, account_id: uuid.UUID) -> None:
    """Whatever was begun for this account cannot be gone on with."""
    session.execute(sa.delete(SignInStep).where(SignInStep.account_id == account_id))


def events_of(session: Session, account_id: uuid.UUID) -> list[AccountEvent]:
    """What happened last to the account, newest first."""
    asked = sa.select(AccountEvent).where(AccountEvent.account_id == account_id).order_by(AccountEvent.id.desc())
    return list(session.scalars(asked.limit(EVENTS_SHOWN)))
