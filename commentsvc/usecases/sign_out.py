"""End console sessions: this one, or every other one of the account."""

from __future__ import annotations

import uuid

import sqlalchemy as sa

from commentsvc.models import account as accounts
from commentsvc.models.account import ConsoleSession
from commentsvc.models.database import writing
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_session import token_hash


def sign_out(deps: Deps, token: str) -> None:
    """End the session of this cookie; nothing happens when there is none."""
    with writing(deps.session) as session:
        session.execute(sa.delete(ConsoleSession).where(ConsoleSession.token_hash == token_hash(token)))


def sign_out_others(deps: Deps, account_id: uuid.UUID, token: str) -> int:
    """End every session of the account but this one; returns how many."""
    with writing(deps.session) as session:
        return accounts.end_sessions(session, account_id, keep=token_hash(token))
