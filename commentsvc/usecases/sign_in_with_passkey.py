"""Sign in with a passkey alone: it is something one has, and it recognises its person itself."""

from __future__ import annotations

from commentsvc.errors import NotAuthorised
from commentsvc.models.database import writing
from commentsvc.usecases.answer_passkey import offer_passkey, use_passkey
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.open_session import NewSession, open_session
from commentsvc.usecases.sign_in_step import OpenStep, Purpose, begin_step, limit_begun, take_step
from commentsvc.usecases.throttle import count_failure


def offer_sign_in(deps: Deps, visitor: Visitor) -> tuple[OpenStep, str]:
    """A step, and what the browser asks its passkeys (JSON). Raises `RateLimited`, `NotAuthorised`."""
    limit_begun(deps, visitor)
    with writing(deps.session):
        opened = begin_step(deps, Purpose.PASSKEY)
        step = take_step(deps, opened.token, Purpose.PASSKEY)
        return opened, offer_passkey(deps, step, opened.token, None)


def sign_in_with_passkey(deps: Deps, visitor: Visitor, token: str | None, credential: str) -> NewSession:
    """Open a session with the passkey's answer.

    Raises:
        NotAuthorised: the answer is not right, or its account may not sign in.
        TokenInvalid: nothing was asked, or the answer was used already.
    """
    with writing(deps.session):
        step = take_step(deps, token, Purpose.PASSKEY)
        account = use_passkey(deps, step, token or "", credential, of=None, verified=True)
        deps.session.delete(step)
        opened = open_session(deps, account, visitor, "passkey", second_factor=True) if account else None
    if opened is None:
        count_failure(deps, visitor)
        raise NotAuthorised("This passkey was not accepted. Use another way to sign in.")
    return opened
