"""Open a console session, inside the caller's transaction: the one place where a sign-in ends well."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from commentsvc.clock import now
from commentsvc.models import account as accounts
from commentsvc.models.account import Account, ConsoleSession
from commentsvc.usecases.account_trail import note_account
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.find_session import token_hash


@dataclass(frozen=True)
class NewSession:
    """The cookie's value (32 random bytes, shown to nobody else) and when it ends."""

    token: str
    expires_at: datetime


def open_session(
    deps: Deps, account: Account, visitor: Visitor, how: str, *, second_factor: bool = False
) -> NewSession:
    """A session of this account, begun now by `how` (one of `sign_in_words.HOW`); its history notes it."""
    token = secrets.token_urlsafe(32)
    at = now()
    ends = at + timedelta(hours=deps.settings.session_hours)
    accounts.end_expired_sessions(deps.session, at)
    deps.session.add(
        ConsoleSession(
            token_hash=token_hash(token),
            account_id=account.id,
            created_at=at,
            expires_at=ends,
            used_at=at,
            proved_at=at,
            how=how,
            second_factor=second_factor,
            browser=visitor.browser,
            seen_from=visitor.seen_from,
        )
    )
    note_account(deps, account, visitor, "sign-in", how)
    return NewSession(token, ends)
