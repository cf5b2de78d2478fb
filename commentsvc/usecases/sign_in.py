"""Sign in to the console with a password: throttled by account and by address, and silent about which accounts exist.

Where the account has a second factor, the password alone opens nothing: what comes of it is a step.
"""

from __future__ import annotations

from commentsvc.errors import Forbidden, NotAuthorised, ValidationFailed
from commentsvc.models import account as accounts
from commentsvc.models.account import Account
from commentsvc.models.database import writing
from commentsvc.models.factor import factors_of
from commentsvc.usecases.add_account import parse_email
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.open_session import NewSession, open_session
from commentsvc.usecases.passwords import hash_password, outdated, verify_password
from commentsvc.usecases.sign_in_step import OpenStep, Purpose, begin_step
from commentsvc.usecases.throttle import clear_account, count_failure, hold_back

REFUSED = "That address and password do not belong together."


def sign_in(deps: Deps, visitor: Visitor, email: str, password: str, came_for: str = "") -> NewSession | OpenStep:
    """Open a session, or the step to a session where the account has a second factor.

    An unknown address, a wrong password and a disabled account get the same answer after the same work.

    Raises:
        NotAuthorised: as above.
        RateLimited: too many failures for this account or from this address.
        Forbidden: nobody signs in with a password here.
    """
    if not deps.settings.password_sign_in:
        raise Forbidden("Nobody signs in with a password here.")
    try:
        address = parse_email(email)
    except ValidationFailed:
        address = ""
    account_key = address or email.strip().lower()[:320]
    hold_back(deps, visitor, "signin", account_key)
    account = accounts.find_account(deps.session, address) if address else None
    stored = account.password_hash if account else None
    if not verify_password(stored, password) or account is None or account.disabled_at is not None:
        count_failure(deps, visitor)
        raise NotAuthorised(REFUSED)
    clear_account(deps, "signin", account_key)
    rehashed = hash_password(password) if outdated(account.password_hash) else None
    account_id = account.id
    with writing(deps.session) as session:
        account = session.get(Account, account_id)
        if rehashed is not None:
            account.password_hash = rehashed
        return go_on(deps, account, visitor, "password", came_for)


def go_on(
    deps: Deps, account: Account, visitor: Visitor, how: str, came_for: str = "", *, second_factor: bool = False
) -> NewSession | OpenStep:
    """After a first step that was right, inside the caller's transaction: the session, or the second step. With
    `second_factor`, one was shown already."""
    if not second_factor and factors_of(deps.session, account.id).any:
        return begin_step(deps, Purpose.SECOND, account.id, how=how, came_for=came_for)
    return open_session(deps, account, visitor, how, second_factor=second_factor)
