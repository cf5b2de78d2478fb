"""Sign in with a passkey alone."""

from __future__ import annotations

from typing import Any

from commentsvc.adapters.current import current_deps
from commentsvc.console.base import console
from commentsvc.console.entering import asked, enter, person, step_token
from commentsvc.console.gate import safe_next
from commentsvc.console.sign_in_forms import PasskeyForm
from commentsvc.console.sign_in_ways import sign_in_page
from commentsvc.errors import NotAuthorised, TokenInvalid
from commentsvc.usecases.sign_in_with_passkey import offer_sign_in, sign_in_with_passkey


@console.post("/sign-in/passkey/options")
def passkey_options() -> Any:
    """What the browser asks its passkeys."""
    step, options = offer_sign_in(current_deps(), person())
    return asked(step, options)


@console.post("/sign-in/passkey")
def passkey_sign_in() -> Any:
    """Take a passkey's answer."""
    form = PasskeyForm()
    try:
        opened = sign_in_with_passkey(current_deps(), person(), step_token(), form.credential.data or "")
    except (NotAuthorised, TokenInvalid) as problem:
        return sign_in_page(form.next.data, form.held.data, problem)
    return enter(opened, safe_next(form.next.data), form.held.data)
