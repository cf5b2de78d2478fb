"""The sign-in page with every way that this installation has, and how a form says what was wrong with it."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response

from commentsvc.adapters.current import current_deps
from commentsvc.console.base import page
from commentsvc.console.sign_in_forms import OrganisationForm, PasskeyForm, SignInForm
from commentsvc.errors import Forbidden, Problem, RateLimited
from commentsvc.usecases.answer_passkey import passkey_party


def sign_in_page(
    target: str | None, held: str | None, problem: Problem | None = None, form: SignInForm | None = None
) -> Response:
    """The sign-in. `target` and `held` go along whichever way is taken; `form` is one that was sent and is shown again,
    for its field errors."""
    deps = current_deps()
    if form is None:
        form = SignInForm(formdata=None, data={"next": target, "held": held})
    passkey, organisation = PasskeyForm(formdata=None), OrganisationForm(formdata=None)
    passkey.next.data = organisation.next.data = target
    passkey.held.data = held
    return form_page(
        "sign_in.html",
        problem,
        form=form,
        passkey=passkey if passkey_party(deps.settings) else None,
        organisation=organisation if deps.organisation.issuer else None,
        organisation_name=deps.organisation.name,
        with_password=deps.settings.password_sign_in,
    )


def form_page(template: str, problem: Problem | None, **values: Any) -> Response:
    """A page of a form with what was wrong with it; as itself where nothing was."""
    status = 200 if problem is None else problem.status if isinstance(problem, RateLimited | Forbidden) else 422
    answer = make_response(page(template, status, refused=problem.detail if problem else "", **values))
    if isinstance(problem, RateLimited):
        answer.headers["Retry-After"] = str(problem.retry_after)
    return answer
