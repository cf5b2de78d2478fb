"""Shut an account out, or let it in again; its history keeps its name."""

from __future__ import annotations

from commentsvc.clock import now
from commentsvc.errors import NotFound
from commentsvc.models import account as accounts
from commentsvc.models.database import writing
from commentsvc.models.sign_in import end_steps
from commentsvc.usecases.access import CLI
from commentsvc.usecases.account_trail import note_account
from commentsvc.usecases.add_account import parse_email
from commentsvc.usecases.deps import Deps


def disable_account(deps: Deps, email: str, *, disabled: bool = True) -> None:
    """From the command line: no sign-in any more and every session ends; or, with `disabled` False, back again. It is
    noted in the account's history and in the trail of its sites.

    Raises:
        NotFound: no account has this address.
        ValidationFailed: `email` is not an address.
    """
    address = parse_email(email)
    with writing(deps.session) as session:
        account = accounts.find_account(session, address)
        if account is None:
            raise NotFound("There is no account with this address.")
        if disabled is (account.disabled_at is None):
            note_account(deps, account, None, "disable" if disabled else "enable", by=CLI)
        account.disabled_at = now() if disabled else None
        accounts.end_sessions(session, account.id)
        end_steps(session, account.id)
