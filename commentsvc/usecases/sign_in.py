"""Sign in to the console: throttled by account and by address, and silent about which accounts exist."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from commentsvc.clock import now
from commentsvc.errors import NotAuthorised, RateLimited, ValidationFailed
from commentsvc.models import account as accounts
from commentsvc.models.account import Account, ConsoleSession
from commentsvc.models.database import writing
from commentsvc.usecases.add_account import parse_email
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.find_session import token_hash
from commentsvc.usecases.passwords import hash_password, outdated, verify_password

REFUSED = "That address and password do not belong together."


@dataclass(frozen=True)
class NewSession:
    """The cookie's value (32 random bytes, shown to nobody else) and when it ends."""

    token: str
    expires_at: datetime


def sign_in(deps: Deps, visitor: Visitor, email: str, password: str) -> NewSession:
    """Open a session.

    An unknown address, a wrong password and a disabled account get the same answer after the same work.

    Raises:
        NotAuthorised: as above.
        RateLimited: too many failures for this account or from this address.
    """
    try:
        address = parse_email(email)
    except ValidationFailed:
        address = ""
    account_key = address or email.strip().lower()[:320]
    _throttle(deps, account_key, visitor.address)
    account = accounts.find_account(deps.session, address) if address else None
    stored = account.password_hash if account else None
    if not verify_password(stored, password) or account is None or account.disabled_at is not None:
        deps.limits.hit("signin-address", visitor.address, *_window(deps))
        raise NotAuthorised(REFUSED)
    deps.limits.clear("signin-account", account_key, *_window(deps))
    return _open(deps, account, password)


def _window(deps: Deps) -> tuple[int, int]:
    return deps.settings.signin_failures, deps.settings.signin_lock_minutes * 60


def _throttle(deps: Deps, account_key: str, visitor_address: str) -> None:
    """The account is counted before the password is looked at, so that guesses sent at once count too."""
    wait = deps.limits.blocked("signin-address", visitor_address, *_window(deps))
    if wait is None:
        wait = deps.limits.hit("signin-account", account_key, *_window(deps))
    if wait is not None:
        minutes = -(-wait // 60)
        raise RateLimited(
            f"Too many attempts. Please try again in {minutes} minute{'' if minutes == 1 else 's'}.", retry_after=wait
        )


def _open(deps: Deps, account: Account, password: str) -> NewSession:
    token = secrets.token_urlsafe(32)
    rehashed = hash_password(password) if outdated(account.password_hash) else None
    at = now()
    ends = at + timedelta(hours=deps.settings.session_hours)
    account_id = account.id
    with writing(deps.session) as session:
        accounts.end_expired_sessions(session, at)
        if rehashed is not None:
            session.get(Account, account_id).password_hash = rehashed
        session.add(ConsoleSession(token_hash=token_hash(token), account_id=account_id, created_at=at, expires_at=ends))
    return NewSession(token, ends)
