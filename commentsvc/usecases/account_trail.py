"""Note what happened to an account: in its own history, and in the trail of every site it works on."""

from __future__ import annotations

from datetime import timedelta

from commentsvc.clock import now
from commentsvc.models import account as accounts
from commentsvc.models.account import Account
from commentsvc.models.database import new_id
from commentsvc.models.sign_in import AccountEvent
from commentsvc.usecases.deps import Actor, Deps, Visitor
from commentsvc.usecases.record_act import record_act

KEPT = timedelta(days=365)


def note_account(
    deps: Deps, account: Account, visitor: Visitor | None, what: str, how: str = "", by: Actor | None = None
) -> None:
    """Write, inside the caller's transaction, that `what` (one of `sign_in_words.HAPPENED`) happened. `by` is who did
    it, where that was not the account's own person."""
    seen_from = visitor.seen_from if visitor else ""
    actor = by or Actor(f"account:{account.id}", account.name, None, frozenset(), seen_from)
    at = now()
    deps.session.add(
        AccountEvent(
            id=new_id(),
            account_id=account.id,
            at=at,
            what=what,
            how=how,
            actor=actor.ref,
            actor_name=actor.name,
            browser=visitor.browser if visitor else "",
            seen_from=seen_from,
            expires_at=at + KEPT,
        )
    )
    for site_id in accounts.memberships_of(deps.session, account.id):
        record_act(deps, site_id, actor, f"account.{what}", f"account:{account.id}", {"how": how} if how else None)
