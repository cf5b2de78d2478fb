"""Sign in by the organisation: off to it, and back."""

from __future__ import annotations

from typing import Any

from flask import make_response, request

from commentsvc.adapters.current import current_deps
from commentsvc.console.base import console, page
from commentsvc.console.entering import drop_step, enter, keep_step, person, step_token
from commentsvc.console.gate import safe_next
from commentsvc.console.sign_in_forms import OrganisationForm
from commentsvc.console.sign_in_ways import sign_in_page
from commentsvc.errors import NotAuthorised, RateLimited, TokenInvalid, Unavailable
from commentsvc.usecases.sign_in_with_organisation import come_back, depart

NOT_SIGNED_IN = "Your organisation did not sign you in."


@console.post("/sign-in/organisation")
def organisation() -> Any:
    """Leave for the organisation. The page leads there by itself: a redirect of ours never leaves this host, and a form
    of ours may not be answered by one that does."""
    form = OrganisationForm()
    target = safe_next(form.next.data)
    try:
        gone = depart(current_deps(), person(), target, again=bool(form.again.data))
    except (RateLimited, Unavailable) as problem:
        return sign_in_page(target, "", problem)
    answer = make_response(page("sign_in_leave.html", address=gone.address))
    answer.headers["Refresh"] = f"0; url={gone.address}"
    return keep_step(answer, gone.step)


@console.get("/sign-in/organisation/back")
def organisation_back() -> Any:
    """Come back. The code in the address works once, and only with what this browser's cookie holds (PKCE)."""
    code, state = request.args.get("code", ""), request.args.get("state", "")
    try:
        if not code:
            raise NotAuthorised(NOT_SIGNED_IN)
        back = come_back(current_deps(), person(), step_token(), state, code, request.args.get("iss"))
    except (NotAuthorised, TokenInvalid, Unavailable) as problem:
        answer = sign_in_page("", "", problem)
        return drop_step(answer)
    return enter(back.opened, safe_next(back.came_for), "")
