"""Prove again who one is, in a session that goes on: before factors are changed, so that a stolen one changes none."""

from __future__ import annotations

from datetime import timedelta

from commentsvc.clock import now
from commentsvc.errors import Forbidden, NotAuthorised
from commentsvc.models.account import Account, ConsoleSession
from commentsvc.models.database import writing
from commentsvc.models.factor import factors_of
from commentsvc.usecases.answer_passkey import offer_passkey, use_passkey
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.find_session import SignedIn, token_hash
from commentsvc.usecases.passwords import verify_password
from commentsvc.usecases.second_factor import take_code
from commentsvc.usecases.sign_in_step import OpenStep, Purpose, begin_step, take_step
from commentsvc.usecases.throttle import clear_account, count_failure, hold_back, hold_back_for_the_day

HOLDS = timedelta(minutes=10)
WRONG = "This is not right. Please try again."


def has_proved(who: SignedIn) -> bool:
    """Whether its person proved who they are within the last ten minutes; a sign-in is such a proof."""
    return now() - who.session.proved_at < HOLDS


def require_proof(who: SignedIn) -> None:
    """Raise `Forbidden` unless they did."""
    if not has_proved(who):
        raise Forbidden("Please prove again who you are first.")


def prove_with_password(deps: Deps, visitor: Visitor, who: SignedIn, password: str, code: str) -> None:
    """Prove it with the password and, where the account has a second factor, a code too.

    Raises:
        NotAuthorised: one of them is wrong. RateLimited: too many tries.
        Forbidden: nobody signs in with a password here.
    """
    if not deps.settings.password_sign_in:
        raise Forbidden("Nobody signs in with a password here.")
    account_id = who.account.id
    hold_back(deps, visitor, "prove", str(account_id))
    hold_back_for_the_day(deps, "prove", str(account_id))
    right = verify_password(who.account.password_hash, password)
    with writing(deps.session):
        if right and factors_of(deps.session, account_id).any:
            right = bool(take_code(deps, account_id, code))
        if right:
            _proved(deps, who)
    if not right:
        count_failure(deps, visitor)
        raise NotAuthorised(WRONG)
    clear_account(deps, "prove", str(account_id))


def offer_proof(deps: Deps, who: SignedIn) -> tuple[OpenStep, str]:
    """A step, and what the browser asks the person's passkeys (JSON). Raises `NotAuthorised`."""
    with writing(deps.session):
        opened = begin_step(deps, Purpose.PROVE, who.account.id)
        step = take_step(deps, opened.token, Purpose.PROVE)
        return opened, offer_passkey(deps, step, opened.token, factors_of(deps.session, who.account.id).passkeys)


def prove_with_passkey(deps: Deps, who: SignedIn, token: str | None, credential: str) -> None:
    """Prove it with a passkey of the account that recognises its person. Raises `NotAuthorised`, `TokenInvalid`."""
    with writing(deps.session):
        step = take_step(deps, token, Purpose.PROVE)
        mine = step.account_id == who.account.id
        account = use_passkey(deps, step, token or "", credential, of=who.account.id, verified=True) if mine else None
        deps.session.delete(step)
        if account is not None:
            _proved(deps, who)
    if account is None:
        raise NotAuthorised(WRONG)


def _proved(deps: Deps, who: SignedIn) -> None:
    session: ConsoleSession | None = deps.session.get(ConsoleSession, token_hash(who.token), populate_existing=True)
    account: Account | None = deps.session.get(Account, who.account.id, populate_existing=True)
    if session is None or account is None or account.disabled_at is not None:
        raise NotAuthorised(WRONG)
    session.proved_at = now()
