"""One's own account: the password, and where one is signed in."""

from __future__ import annotations

from typing import Any

from flask import make_response, redirect, request, url_for

from commentsvc.adapters.current import current_deps
from commentsvc.clock import now
from commentsvc.console.base import console, page, say
from commentsvc.console.forms import ActForm, PasswordForm, show_errors
from commentsvc.console.gate import for_account
from commentsvc.console.wording import plural
from commentsvc.errors import RateLimited, ValidationFailed
from commentsvc.models.account import sessions_of
from commentsvc.usecases.change_password import change_password
from commentsvc.usecases.find_session import SignedIn
from commentsvc.usecases.sign_out import sign_out_others


@console.route("/account", methods=["GET", "POST"])
@for_account
def account(who: SignedIn) -> Any:
    """Show the account; a POST changes the password."""
    form = PasswordForm()
    status, rest = 200, []
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                change_password(current_deps(), who.account.id, form.current.data or "", form.new.data or "", who.token)
            except ValidationFailed as problem:
                rest = show_errors(form, problem)
            except RateLimited as problem:
                status, rest = problem.status, [problem.detail]
            else:
                say("Your password is changed. Everywhere else you are signed out.")
                return redirect(url_for("console.account"), 303)
    sessions = sessions_of(current_deps().session, who.account.id, now())
    return make_response(page("account.html", status, who=who, form=form, rest=rest, sessions=sessions, act=ActForm()))


@console.post("/account/sessions")
@for_account
def end_other_sessions(who: SignedIn) -> Any:
    """Sign out everywhere but here."""
    count = sign_out_others(current_deps(), who.account.id, who.token)
    say(f"{plural(count, 'other session')} ended." if count else "There was no other session.")
    return redirect(url_for("console.account"), 303)
