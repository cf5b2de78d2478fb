"""Shut an account out, or let it in again; its history keeps its name."""

from __future__ import annotations

from commentsvc.clock import now
from commentsvc.errors import NotFound
from commentsvc.models import account as accounts
from commentsvc.models.database import writing
from commentsvc.models.sign_in import end_steps
from commentsvc.usecases.add_account import parse_email
from commentsvc.usecases.deps import Deps


def disable_account(deps: Deps, email: str, *, disabled: bool = True) -> None:
    """From the command line: no sign-in any more and every session ends; or, with `disabled` False, back again.

    Raises:
        NotFound: no account has this address.
        ValidationFailed: `email` is not an address.
    """
    address = parse_email(email)
    with writing(deps.session) as session:
        account = accounts.find_account(session, address)
        if account is None:
            raise NotFound("There is no account with this address.")
        account.disabled_at = now() if disabled else None
        accounts.end_sessions(session, account.id)
        end_steps(session, account.id)
