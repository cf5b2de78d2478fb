"""The sign-in page, and signing out."""

from __future__ import annotations

from typing import Any

from flask import g, make_response, redirect, request, url_for

from commentsvc.adapters.current import current_deps, visitor
from commentsvc.console.base import console, page, say
from commentsvc.console.forms import SignInForm
from commentsvc.console.gate import COOKIE, close_door, open_door, safe_next, signed_in
from commentsvc.console.held import TOKEN, held_form
from commentsvc.errors import NotAuthorised, RateLimited
from commentsvc.usecases import sign_in as use_case
from commentsvc.usecases.sign_out import sign_out as end_session


@console.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Any:
    """Ask for address and password; every failure reads the same."""
    form = SignInForm()
    if request.method == "GET":
        if signed_in():
            return redirect(safe_next(request.args.get("next")))
        form.next.data = request.args.get("next", "")
        return page("sign_in.html", form=form, refused="")
    if not form.validate():
        return page("sign_in.html", 422, form=form, refused="")
    try:
        opened = use_case.sign_in(current_deps(), visitor(), form.email.data or "", form.password.data or "")
    except RateLimited as problem:
        answer = make_response(page("sign_in.html", problem.status, form=form, refused=problem.detail))
        answer.headers["Retry-After"] = str(problem.retry_after)
        return answer
    except NotAuthorised as problem:
        return page("sign_in.html", 422, form=form, refused=problem.detail)
    if held := request.cookies.get(COOKIE):
        end_session(current_deps(), held)
    if waiting := held_form(form.held.data):
        answer = open_door(make_response(), opened)
        g.pop(TOKEN, None)  # the page carries a token of the session that begins, not of the one that was cleared
        answer.set_data(page("held.html", held=waiting)[0])
        return answer
    return open_door(make_response(redirect(safe_next(form.next.data), 303)), opened)


@console.post("/sign-out")
def sign_out() -> Any:
    """End this session."""
    if held := request.cookies.get(COOKIE):
        end_session(current_deps(), held)
    answer = close_door(make_response(redirect(url_for("console.sign_in"), 303)))
    say("You are signed out.")
    return answer
