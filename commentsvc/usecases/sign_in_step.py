"""What was begun at the sign-in and needs one more answer. It is no session and opens no page by itself.

Whoever holds its cookie may only give that answer, for ten minutes, and try a code five times. What goes to others
(state and nonce of an organisation, a passkey's challenge) is derived from the cookie, which only that browser has.
"""

from __future__ import annotations

import secrets
import uuid
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa

from commentsvc.clock import now
from commentsvc.domain.derived import derive
from commentsvc.errors import RateLimited, TokenInvalid
from commentsvc.models.account import Account
from commentsvc.models.sign_in import SignInStep
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.find_session import token_hash

LASTS = timedelta(minutes=10)
TRIES = 5
BEGUN_PER_HOUR = 120
"""How many steps a stranger may begin from one address: each is a row."""
BEGIN_AGAIN = "This took too long, or was begun elsewhere. Please sign in from the start."


class Purpose(StrEnum):
    """What a step waits for."""

    SECOND = "second"
    PASSKEY = "passkey"
    ADD_PASSKEY = "add-passkey"
    PROVE = "prove"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class OpenStep:
    """A step that was just begun: `token` is the cookie's value, shown to nobody else."""

    token: str
    expires_at: datetime


def begin_step(
    deps: Deps, purpose: Purpose, account_id: uuid.UUID | None = None, *, how: str = "", came_for: str = ""
) -> OpenStep:
    """Begin a step, inside the caller's transaction. `came_for` is where the browser wanted to be."""
    token = secrets.token_urlsafe(32)
    at = now()
    deps.session.add(
        SignInStep(
            token_hash=token_hash(token),
            purpose=purpose.value,
            account_id=account_id,
            how=how,
            nonce=None,
            tries=0,
            came_for=came_for[:1000],
            created_at=at,
            expires_at=at + LASTS,
        )
    )
    deps.session.flush()
    return OpenStep(token, at + LASTS)


def find_step(deps: Deps, token: str | None, purpose: Purpose) -> SignInStep | None:
    """The step of this cookie, while it waits for `purpose` and its account may sign in."""
    if not token or len(token) > 100:
        return None
    found = deps.session.get(SignInStep, token_hash(token), populate_existing=True)
    if found is None or found.purpose != purpose.value or found.expires_at <= now():
        return None
    if found.account_id is not None:
        account = deps.session.get(Account, found.account_id)
        if account is None or account.disabled_at is not None:
            return None
    return found


def take_step(deps: Deps, token: str | None, purpose: Purpose) -> SignInStep:
    """The step, locked inside the caller's transaction. Raises `TokenInvalid` where there is none."""
    if find_step(deps, token, purpose) is None:
        raise TokenInvalid(BEGIN_AGAIN)
    locked = sa.select(SignInStep).where(SignInStep.token_hash == token_hash(token or "")).with_for_update()
    step = deps.session.scalars(locked.execution_options(populate_existing=True)).first()
    if step is None:
        raise TokenInvalid(BEGIN_AGAIN)
    return step


def new_challenge(deps: Deps, step: SignInStep, token: str) -> bytes:
    """A challenge for one passkey's answer; an earlier one of the same step is worth nothing any more."""
    step.nonce = secrets.token_urlsafe(32)
    return _challenge(deps, token, step.nonce)


def take_challenge(deps: Deps, step: SignInStep, token: str) -> bytes:
    """The challenge that is to be answered, used up by this. Raises `TokenInvalid` where none is open."""
    if step.nonce is None:
        raise TokenInvalid(BEGIN_AGAIN)
    nonce, step.nonce = step.nonce, None
    return _challenge(deps, token, nonce)


def limit_begun(deps: Deps, visitor: Visitor) -> None:
    """Count a step that a stranger begins. Raises `RateLimited`."""
    if wait := deps.limits.hit("signin-begin", visitor.address, BEGUN_PER_HOUR, 3600):
        raise RateLimited("Many tries came from here. Please wait a little.", retry_after=wait)


def _challenge(deps: Deps, token: str, nonce: str) -> bytes:
    return urlsafe_b64decode(derive(deps.settings.secret, "passkey-challenge", token, nonce) + "=")
