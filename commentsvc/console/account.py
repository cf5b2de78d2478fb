"""One's own account: how one signs in, where one is signed in, and what happened to it."""

from __future__ import annotations

from typing import Any

from flask import make_response, redirect, request, url_for

from commentsvc.adapters.current import current_deps
from commentsvc.clock import now
from commentsvc.console.base import console, page, say
from commentsvc.console.entering import person
from commentsvc.console.forms import PasswordForm, show_errors
from commentsvc.console.gate import for_account
from commentsvc.console.sign_in_forms import EndSessionForm
from commentsvc.console.wording import plural
from commentsvc.errors import RateLimited, ValidationFailed
from commentsvc.models.account import sessions_of
from commentsvc.models.factor import factors_of, identity_of
from commentsvc.models.sign_in import events_of
from commentsvc.usecases.answer_passkey import passkey_party
from commentsvc.usecases.change_password import change_password
from commentsvc.usecases.find_session import SignedIn
from commentsvc.usecases.sign_out import end_others


@console.route("/account", methods=["GET", "POST"])
@for_account
def account(who: SignedIn) -> Any:
    """Show the account; a POST changes the password."""
    deps, form = current_deps(), PasswordForm()
    status, rest = 200, []
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                change_password(deps, person(), who.account.id, form.current.data or "", form.new.data or "", who.token)
            except ValidationFailed as problem:
                rest = show_errors(form, problem)
            except RateLimited as problem:
                status, rest = problem.status, [problem.detail]
            else:
                say("Your password is changed. Everywhere else you are signed out.")
                return redirect(url_for("console.account"), 303)
    return make_response(page("account.html", status, who=who, form=form, rest=rest, **_facts(who)))


@console.post("/account/sessions")
@for_account
def end_other_sessions(who: SignedIn) -> Any:
    """Sign out everywhere but here, or in one other place."""
    only = EndSessionForm().session.data or None
    count = end_others(current_deps(), person(), who, only)
    say(f"{plural(count, 'other session')} ended." if count else "There was no such session any more.")
    return redirect(url_for("console.account", _anchor="sessions"), 303)


def _facts(who: SignedIn) -> dict[str, Any]:
    deps, account_id = current_deps(), who.account.id
    issuer = deps.organisation.issuer
    return {
        "sessions": sessions_of(deps.session, account_id, now()),
        "factors": factors_of(deps.session, account_id),
        "events": events_of(deps.session, account_id),
        "identity": identity_of(deps.session, account_id, issuer) if issuer else None,
        "organisation_name": deps.organisation.name,
        "with_password": deps.settings.password_sign_in,
        "passkeys_possible": passkey_party(deps.settings) is not None,
    }
