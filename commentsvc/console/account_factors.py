"""Adding and removing what one signs in with beside the password. Every page asks for a fresh proof first."""

from __future__ import annotations

import uuid
from base64 import b64encode
from typing import Any

from flask import Response, make_response, redirect, url_for
from markupsafe import Markup

from commentsvc.adapters.current import current_deps
from commentsvc.console.base import console, page, say
from commentsvc.console.entering import asked, drop_step, person, step_token
from commentsvc.console.forms import show_errors
from commentsvc.console.gate import for_proved
from commentsvc.console.sign_in_forms import AuthenticatorForm, PasskeyForm
from commentsvc.console.sign_in_ways import form_page
from commentsvc.errors import NotAuthorised, TokenInvalid, ValidationFailed
from commentsvc.usecases.add_authenticator import (
    AuthenticatorOffer,
    add_authenticator,
    offer_authenticator,
    read_offer,
)
from commentsvc.usecases.add_passkey import add_passkey, offer_adding
from commentsvc.usecases.find_session import SignedIn
from commentsvc.usecases.remove_factor import remove_factor, renew_recovery_codes


@console.get("/account/authenticator")
@for_proved
def authenticator(who: SignedIn) -> Any:
    """A new secret for an authenticator app; kept only once the app has shown a right code."""
    return _authenticator_page(offer_authenticator(current_deps(), who), AuthenticatorForm(formdata=None))


@console.post("/account/authenticator")
@for_proved
def authenticator_shown(who: SignedIn) -> Any:
    """Keep the authenticator whose code is right."""
    deps, form = current_deps(), AuthenticatorForm()
    setup = form.setup.data or ""
    try:
        codes = add_authenticator(deps, person(), who, setup, form.code.data or "")
    except ValidationFailed as problem:
        show_errors(form, problem)
        return _authenticator_page(read_offer(deps, who, setup), form, 422)
    return _added("The authenticator app is added. From now on you are asked for its code.", codes)


@console.post("/account/authenticator/removed")
@for_proved
def authenticator_removed(who: SignedIn) -> Any:
    """Take the authenticator away."""
    remove_factor(current_deps(), person(), who)
    return _back("The authenticator app is removed.")


@console.get("/account/passkey")
@for_proved
def passkey(_who: SignedIn) -> Any:
    """Add a passkey."""
    form = PasskeyForm(formdata=None, data={"name": person().browser})
    return page("account_passkey.html", form=form, refused="")


@console.post("/account/passkey/options")
@for_proved
def new_passkey_options(who: SignedIn) -> Any:
    """What the browser shall make."""
    step, options = offer_adding(current_deps(), who)
    return asked(step, options)


@console.post("/account/passkey")
@for_proved
def passkey_made(who: SignedIn) -> Any:
    """Keep the passkey that was made."""
    form = PasskeyForm()
    given = form.credential.data or "", form.name.data or ""
    try:
        codes = add_passkey(current_deps(), person(), who, step_token(), *given)
    except (NotAuthorised, TokenInvalid) as problem:
        return form_page("account_passkey.html", problem, form=PasskeyForm(formdata=None, data={"name": given[1]}))
    answer = _added("The passkey is added.", codes)
    return drop_step(answer)


@console.post("/account/passkeys/<uuid:number>/removed")
@for_proved
def passkey_removed(who: SignedIn, number: uuid.UUID) -> Any:
    """Take one passkey away."""
    remove_factor(current_deps(), person(), who, number)
    return _back("The passkey is removed. You may delete it in your browser or phone too.")


@console.post("/account/recovery-codes")
@for_proved
def recovery_codes(who: SignedIn) -> Any:
    """Make new recovery codes, and show them once."""
    return _added("Your old recovery codes do not work any more.", renew_recovery_codes(current_deps(), person(), who))


def _authenticator_page(offer: AuthenticatorOffer, form: AuthenticatorForm, status: int = 200) -> Any:
    form.setup.data = offer.setup
    import segno  # not before somebody adds a factor

    picture = segno.make(offer.uri, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff", omitsize=True)
    spaced = " ".join(offer.secret[at : at + 4] for at in range(0, len(offer.secret), 4))
    return page(
        "account_authenticator.html",
        status,
        form=form,
        picture=Markup(picture),  # noqa: S704 - drawn by segno, from our own secret
        secret=spaced,
        uri=offer.uri,
    )


def _added(words: str, codes: list[str]) -> Response:
    """To the account; where there are new recovery codes, they are shown first, and never again."""
    if not codes:
        return _back(words)
    text = "Recovery codes for commentsvc. Each works once.\n\n" + "\n".join(codes) + "\n"
    file = "data:text/plain;base64," + b64encode(text.encode()).decode()
    return make_response(page("account_codes.html", words=words, codes=codes, file=file))


def _back(words: str) -> Response:
    say(words)
    return make_response(redirect(url_for("console.account", _anchor="second-factor"), 303))
