"""Take a factor from one's own account, or make its recovery codes anew."""

from __future__ import annotations

import uuid

import sqlalchemy as sa

from commentsvc.errors import NotFound
from commentsvc.models.account import Account, ConsoleSession
from commentsvc.models.database import writing
from commentsvc.models.factor import Authenticator, Passkey, delete_factors, factors_of
from commentsvc.usecases.account_trail import note_account
from commentsvc.usecases.deps import Deps, Visitor
from commentsvc.usecases.find_session import SignedIn
from commentsvc.usecases.prove_again import require_proof
from commentsvc.usecases.second_factor import make_recovery_codes


def remove_factor(deps: Deps, visitor: Visitor, who: SignedIn, passkey_id: uuid.UUID | None = None) -> None:
    """Take away the passkey, or without one the authenticator. With the last of them the recovery codes go too.

    Raises:
        NotFound: the account has no such factor. Forbidden: no fresh proof.
    """
    require_proof(who)
    with writing(deps.session) as session:
        account = session.get(Account, who.account.id)
        table, name = (Authenticator, "authenticator") if passkey_id is None else (Passkey, "passkey")
        gone = sa.delete(table).where(table.account_id == account.id)
        if passkey_id is not None:
            gone = gone.where(Passkey.id == passkey_id)
        if not session.execute(gone).rowcount:
            raise NotFound("Your account has no such factor.")
        if not factors_of(session, account.id).any:
            delete_factors(session, account.id)
            unshown = sa.update(ConsoleSession).values(second_factor=False)
            session.execute(
                unshown.where(ConsoleSession.account_id == account.id, ConsoleSession.how != "organisation")
            )
        note_account(deps, account, visitor, f"{name}.remove")


def renew_recovery_codes(deps: Deps, visitor: Visitor, who: SignedIn) -> list[str]:
    """New recovery codes; the old ones are worth nothing any more.

    Raises:
        NotFound: the account has no second factor that could get lost. Forbidden: no fresh proof.
    """
    require_proof(who)
    with writing(deps.session) as session:
        account = session.get(Account, who.account.id)
        if not factors_of(session, account.id).any:
            raise NotFound("Recovery codes come with a second factor. Add one first.")
        note_account(deps, account, visitor, "recovery-codes.make")
        return make_recovery_codes(deps, account.id)
