"""End console sessions: this one, one of one's own, or every other one of the account."""

from __future__ import annotations

import sqlalchemy as sa

from commentsvc.models import account as accounts
from commentsvc.models.account import ConsoleSession
from commentsvc.models.database import writing
from commentsvc.usecases.account_trail import note_account
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.find_session import SignedIn, token_hash


def sign_out(deps: Deps, token: str) -> None:
    """End the session of this cookie; nothing happens when there is none."""
    with writing(deps.session) as session:
        session.execute(sa.delete(ConsoleSession).where(ConsoleSession.token_hash == token_hash(token)))


def end_others(deps: Deps, visitor: Visitor, who: SignedIn, only: str | None = None) -> int:
    """End every session of the account but this one, or `only` the one stored under this hash; returns how many. The
    hash of somebody else's session ends nothing."""
    with writing(deps.session) as session:
        count = accounts.end_sessions(session, who.account.id, keep=token_hash(who.token), only=only)
        if count:
            note_account(deps, who.account, visitor, "sessions.end")
        return count
