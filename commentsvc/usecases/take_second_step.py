"""Finish a sign-in whose first step was right, by a code or a passkey of the same account."""

from __future__ import annotations

from commentsvc.errors import NotAuthorised, TokenInvalid
from commentsvc.models.account import Account
from commentsvc.models.database import writing
from commentsvc.models.factor import Factors, factors_of
from commentsvc.models.sign_in import SignInStep
from commentsvc.usecases.answer_passkey import offer_passkey, use_passkey
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.open_session import NewSession, open_session
from commentsvc.usecases.second_factor import take_code
from commentsvc.usecases.sign_in_step import BEGIN_AGAIN, TRIES, Purpose, find_step, take_step
from commentsvc.usecases.throttle import clear_account, count_failure, hold_back, hold_back_for_the_day

WRONG = "This code is not right, or it was used already. Wait for the next one, or use a recovery code."


def ways(deps: Deps, token: str | None) -> Factors | None:
    """What the person of this step may show; None where no second step is waited for."""
    step = find_step(deps, token, Purpose.SECOND)
    return factors_of(deps.session, step.account_id) if step is not None and step.account_id is not None else None


def take_second_step(deps: Deps, visitor: Visitor, token: str | None, code: str) -> NewSession:
    """Open the session with a code, which is used up.

    Raises:
        NotAuthorised: the code is wrong. TokenInvalid: no second step is waited for, or it was tried too often.
        RateLimited: too many wrong codes for this account or from this address.
    """
    waiting = find_step(deps, token, Purpose.SECOND)
    if waiting is None:
        raise TokenInvalid(BEGIN_AGAIN)
    hold_back(deps, visitor, "second-step", str(waiting.account_id))
    hold_back_for_the_day(deps, "second-step", str(waiting.account_id))
    opened = None
    with writing(deps.session):
        step = take_step(deps, token, Purpose.SECOND)
        account = _account(deps, step)
        over = step.tries >= TRIES
        step.tries += 1
        used = "" if over else take_code(deps, account.id, code)
        if used:
            opened = _open(deps, account, visitor, step, used)
        elif over:
            deps.session.delete(step)
    if opened is None:
        count_failure(deps, visitor)
        raise TokenInvalid(BEGIN_AGAIN) if over else NotAuthorised(WRONG)
    clear_account(deps, "second-step", str(account.id))
    return opened


def offer_second_passkey(deps: Deps, token: str | None) -> str:
    """What the browser asks the person's passkeys (JSON). Raises `TokenInvalid`, `NotAuthorised`."""
    with writing(deps.session):
        step = take_step(deps, token, Purpose.SECOND)
        return offer_passkey(deps, step, token or "", factors_of(deps.session, _account(deps, step).id).passkeys)


def take_second_passkey(deps: Deps, visitor: Visitor, token: str | None, credential: str) -> NewSession:
    """Open the session with a passkey of the account. Raises `TokenInvalid`, `NotAuthorised`."""
    with writing(deps.session):
        step = take_step(deps, token, Purpose.SECOND)
        account = use_passkey(deps, step, token or "", credential, of=step.account_id, verified=False)
        opened = _open(deps, account, visitor, step, "passkey") if account else None
    if opened is None:
        raise NotAuthorised("This passkey was not accepted.")
    return opened


def _account(deps: Deps, step: SignInStep) -> Account:
    found: Account | None = deps.session.get(Account, step.account_id)
    if found is None:
        raise TokenInvalid(BEGIN_AGAIN)
    return found


def _open(deps: Deps, account: Account, visitor: Visitor, step: SignInStep, used: str) -> NewSession:
    deps.session.delete(step)
    return open_session(deps, account, visitor, f"{step.how}+{used}", second_factor=True)
