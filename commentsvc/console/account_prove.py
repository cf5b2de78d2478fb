"""Prove again who one is, before something about signing in is changed."""

from __future__ import annotations

from typing import Any

from flask import make_response, redirect, request

from commentsvc.adapters.current import current_deps
from commentsvc.console.base import console
from commentsvc.console.entering import asked, drop_step, person, step_token
from commentsvc.console.gate import for_account, safe_next
from commentsvc.console.sign_in_forms import OrganisationForm, PasskeyForm, ProveForm
from commentsvc.console.sign_in_ways import form_page
from commentsvc.errors import Forbidden, NotAuthorised, Problem, RateLimited, TokenInvalid
from commentsvc.models.factor import factors_of, identity_of
from commentsvc.usecases.answer_passkey import passkey_party
from commentsvc.usecases.find_session import SignedIn
from commentsvc.usecases.prove_again import offer_proof, prove_with_passkey, prove_with_password


@console.route("/account/prove", methods=["GET", "POST"])
@for_account
def prove(who: SignedIn) -> Any:
    """Ask for the password again, and for a code where there is a second factor."""
    form = ProveForm()
    if request.method == "GET":
        return _page(who, request.args.get("next", ""))
    try:
        prove_with_password(current_deps(), person(), who, form.password.data or "", form.code.data or "")
    except (NotAuthorised, RateLimited, Forbidden) as problem:
        return _page(who, form.next.data, problem)
    return redirect(safe_next(form.next.data), 303)


@console.post("/account/prove/passkey/options")
@for_account
def prove_options(who: SignedIn) -> Any:
    """What the browser asks the person's passkeys."""
    step, options = offer_proof(current_deps(), who)
    return asked(step, options)


@console.post("/account/prove/passkey")
@for_account
def prove_passkey(who: SignedIn) -> Any:
    """Take a passkey's answer as the proof."""
    form = PasskeyForm()
    try:
        prove_with_passkey(current_deps(), who, step_token(), form.credential.data or "")
    except (NotAuthorised, TokenInvalid) as problem:
        return _page(who, form.next.data, problem)
    answer = make_response(redirect(safe_next(form.next.data), 303))
    return drop_step(answer)


def _page(who: SignedIn, target: str | None, problem: Problem | None = None) -> Any:
    deps, account_id = current_deps(), who.account.id
    factors = factors_of(deps.session, account_id)
    issuer = deps.organisation.issuer
    linked = issuer and identity_of(deps.session, account_id, issuer)
    return form_page(
        "account_prove.html",
        problem,
        who=who,
        form=ProveForm(formdata=None, data={"next": target}) if deps.settings.password_sign_in else None,
        passkey=(
            PasskeyForm(formdata=None, data={"next": target})
            if factors.passkeys and passkey_party(deps.settings)
            else None
        ),
        organisation=OrganisationForm(formdata=None, data={"next": target, "again": "yes"}) if linked else None,
        organisation_name=deps.organisation.name,
        with_code=factors.any,
    )
