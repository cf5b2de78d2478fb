"""Take every second factor from somebody who lost theirs: an administrator of the installation, or the command line."""

from __future__ import annotations

from commentsvc.errors import NotFound
from commentsvc.models import account as accounts
from commentsvc.models.database import writing
from commentsvc.models.factor import delete_factors
from commentsvc.models.sign_in import end_steps
from commentsvc.usecases.access import require_installation
from commentsvc.usecases.account_trail import note_account
from commentsvc.usecases.add_account import parse_email
from commentsvc.usecases.deps import Actor, Deps, Visitor


def reset_factors(deps: Deps, actor: Actor, email: str, visitor: Visitor | None = None) -> bool:
    """Delete authenticator, passkeys and recovery codes, and end every session; the password stays. Whether there were
    any. It is noted in the account's history and in the trail of its sites.

    Raises:
        Forbidden: the actor does not administer the installation.
        NotFound: no account has this address. ValidationFailed: `email`.
    """
    require_installation(actor)
    address = parse_email(email)
    with writing(deps.session) as session:
        account = accounts.find_account(session, address)
        if account is None:
            raise NotFound("There is no account with this address.")
        had = delete_factors(session, account.id)
        accounts.end_sessions(session, account.id)
        end_steps(session, account.id)
        note_account(deps, account, visitor, "factors.reset", by=actor)
        return had
