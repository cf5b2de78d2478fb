"""Give an account another password; every other session of it ends."""

from __future__ import annotations

import uuid

from commentsvc.errors import NotFound, RateLimited, ValidationFailed
from commentsvc.models import account as accounts
from commentsvc.models.account import Account
from commentsvc.models.database import writing
from commentsvc.models.sign_in import end_steps
from commentsvc.usecases.access import CLI
from commentsvc.usecases.account_trail import note_account
from commentsvc.usecases.add_account import parse_email
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.find_session import token_hash
from commentsvc.usecases.passwords import check_password, generate_password, hash_password, verify_password


def change_password(deps: Deps, visitor: Visitor, account_id: uuid.UUID, current: str, new: str, token: str) -> None:
    """Change one's own password; `token` is the session that stays.

    Raises:
        ValidationFailed: `current` is wrong, or `new` breaks the policy.
        RateLimited: too many wrong guesses of `current` (a stolen session must not become a guessing machine).
    """
    seconds = deps.settings.signin_lock_minutes * 60
    wait = deps.limits.hit("password-change", str(account_id), deps.settings.signin_failures, seconds)
    if wait is not None:
        raise RateLimited("Too many attempts. Please wait a little.", retry_after=wait)
    account = deps.session.get(Account, account_id)
    if account is None or not verify_password(account.password_hash, current):
        raise ValidationFailed(fields={"current": ["This is not your current password."]})
    check_password(new, account.email, field="new")
    hashed = hash_password(new)
    with writing(deps.session) as session:
        account = session.get(Account, account_id)
        account.password_hash = hashed
        accounts.end_sessions(session, account_id, keep=token_hash(token))
        end_steps(session, account_id)
        note_account(deps, account, visitor, "password.change")
    deps.limits.clear("password-change", str(account_id), deps.settings.signin_failures, seconds)


def reset_password(deps: Deps, email: str, password: str | None = None) -> str | None:
    """From the command line: a new password, generated (and returned) when None; every session ends.

    Raises:
        NotFound: no account has this address.
        ValidationFailed: `password` breaks the policy.
    """
    address = parse_email(email)
    if password is not None:
        check_password(password, address)
    chosen = password if password is not None else generate_password()
    hashed = hash_password(chosen)
    with writing(deps.session) as session:
        account = accounts.find_account(session, address)
        if account is None:
            raise NotFound("There is no account with this address.")
        account.password_hash = hashed
        accounts.end_sessions(session, account.id)
        end_steps(session, account.id)
        note_account(deps, account, None, "password.reset", by=CLI)
    return chosen if password is None else None
