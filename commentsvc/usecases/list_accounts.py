"""Everybody who may sign in here, and with what, for an administrator of the installation."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from commentsvc.models.account import Account
from commentsvc.models.factor import protected
from commentsvc.usecases.access import require_installation
from commentsvc.usecases.deps import Actor, Deps


@dataclass(frozen=True)
class AccountLine:
    """An account, and whether it has a second factor."""

    account: Account
    protected: bool


def list_accounts(deps: Deps, actor: Actor) -> list[AccountLine]:
    """Every account, by address. Raises `Forbidden`."""
    require_installation(actor)
    asked = sa.select(Account, protected(Account.id)).order_by(Account.email)
    return [AccountLine(account, bool(has)) for account, has in deps.session.execute(asked)]
