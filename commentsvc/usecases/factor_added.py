"""What follows when an account got one more second factor, inside the transaction that adds it."""

from __future__ import annotations

import sqlalchemy as sa

from commentsvc.errors import NotAuthorised
from commentsvc.models.account import Account, ConsoleSession
from commentsvc.models.factor import factors_of
from commentsvc.models.sign_in import end_steps
from commentsvc.usecases.account_trail import note_account
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.find_session import SignedIn, token_hash
from commentsvc.usecases.second_factor import make_recovery_codes


def factor_added(deps: Deps, visitor: Visitor, who: SignedIn, account: Account, what: str, used: str) -> list[str]:
    """This session has shown a second factor, by `used` (`code` or `passkey`); those that never did end. Returns
    recovery codes where there were none."""
    here = deps.session.get(ConsoleSession, token_hash(who.token), populate_existing=True)
    if here is None:
        raise NotAuthorised("Your session has ended.")
    if here.how == "organisation" and not here.second_factor:  # what it owes to us goes with us: `remove_factor`
        here.how = f"organisation+{used}"
    here.second_factor = True
    deps.session.flush()
    deps.session.execute(
        sa.delete(ConsoleSession).where(
            ConsoleSession.account_id == account.id, ConsoleSession.second_factor.is_(False)
        )
    )
    end_steps(deps.session, account.id)
    note_account(deps, account, visitor, what)
    return [] if factors_of(deps.session, account.id).codes_left else make_recovery_codes(deps, account.id)
