"""Everybody who may sign in, for administrators of the installation: who has lost a second factor is helped here."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for

from commentsvc.adapters.current import current_deps, seen_from
from commentsvc.console.base import console, page, say
from commentsvc.console.entering import person
from commentsvc.console.gate import for_account, for_proved
from commentsvc.console.sign_in_forms import ResetForm
from commentsvc.errors import Forbidden
from commentsvc.usecases.deps import Actor
from commentsvc.usecases.find_session import SignedIn, actor_of
from commentsvc.usecases.list_accounts import list_accounts
from commentsvc.usecases.reset_factors import reset_factors


@console.get("/accounts")
@for_account
def accounts(who: SignedIn) -> Any:
    """Everybody, and what they sign in with."""
    return page("accounts.html", who=who, lines=list_accounts(current_deps(), _actor(who)))


@console.post("/accounts/reset")
@for_proved
def factors_reset(who: SignedIn) -> Any:
    """Take somebody's second factors away."""
    email = ResetForm().email.data or ""
    had = reset_factors(current_deps(), _actor(who), email, person())
    say(f"{email} signs in with the password alone again." if had else f"{email} had no second factor.")
    return redirect(url_for("console.accounts"), 303)


def _actor(who: SignedIn) -> Actor:
    if not who.account.instance_admin:
        raise Forbidden("Only an administrator of this installation may do this.")
    return actor_of(current_deps(), who.account, seen_from=seen_from())
