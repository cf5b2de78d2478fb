"""The sign-in page, its second step, and signing out."""

from __future__ import annotations

from typing import Any

from flask import make_response, redirect, request, url_for

from commentsvc.adapters.current import current_deps
from commentsvc.console.base import console, say
from commentsvc.console.entering import asked, enter, person, second_page, step_token
from commentsvc.console.gate import COOKIE, close_door, safe_next, signed_in
from commentsvc.console.sign_in_forms import PasskeyForm, SecondStepForm, SignInForm
from commentsvc.console.sign_in_ways import sign_in_page
from commentsvc.errors import Forbidden, NotAuthorised, RateLimited, TokenInvalid, ValidationFailed
from commentsvc.usecases import sign_in as use_case
from commentsvc.usecases.sign_in_step import Purpose, find_step
from commentsvc.usecases.sign_out import sign_out as end_session
from commentsvc.usecases.take_second_step import offer_second_passkey, take_second_passkey, take_second_step


@console.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Any:
    """Ask for address and password; every failure reads the same."""
    form = SignInForm()
    if request.method == "GET":
        if signed_in():
            return redirect(safe_next(request.args.get("next")))
        return sign_in_page(request.args.get("next", ""), "")
    if not form.validate():
        return sign_in_page(form.next.data, form.held.data, ValidationFailed(), form)
    target = safe_next(form.next.data)
    try:
        opened = use_case.sign_in(current_deps(), person(), form.email.data or "", form.password.data or "", target)
    except (RateLimited, NotAuthorised, Forbidden) as problem:
        return sign_in_page(form.next.data, form.held.data, problem, form)
    return enter(opened, target, form.held.data)


@console.route("/sign-in/second", methods=["GET", "POST"])
def second_step() -> Any:
    """Ask for a code of the account whose password was right."""
    form = SecondStepForm()
    if request.method == "GET":
        return second_page(step_token())
    step = find_step(current_deps(), step_token(), Purpose.SECOND)
    target = safe_next(step.came_for if step else None)
    try:
        opened = take_second_step(current_deps(), person(), step_token(), form.code.data or "")
    except (RateLimited, NotAuthorised) as problem:
        return second_page(step_token(), form.held.data, problem)
    except TokenInvalid as problem:
        return sign_in_page(target, form.held.data, problem)
    return enter(opened, target, form.held.data)


@console.post("/sign-in/second/passkey/options")
def second_passkey_options() -> Any:
    """What the browser asks the passkeys of the account whose password was right."""
    return asked(None, offer_second_passkey(current_deps(), step_token()))


@console.post("/sign-in/second/passkey")
def second_passkey() -> Any:
    """Take a passkey's answer as the second step."""
    form = PasskeyForm()
    step = find_step(current_deps(), step_token(), Purpose.SECOND)
    target = safe_next(step.came_for if step else None)
    try:
        opened = take_second_passkey(current_deps(), person(), step_token(), form.credential.data or "")
    except NotAuthorised as problem:
        return second_page(step_token(), form.held.data, problem)
    except TokenInvalid as problem:
        return sign_in_page(target, form.held.data, problem)
    return enter(opened, target, form.held.data)


@console.post("/sign-out")
def sign_out() -> Any:
    """End this session."""
    if held := request.cookies.get(COOKIE):
        end_session(current_deps(), held)
    answer = close_door(make_response(redirect(url_for("console.sign_in"), 303)))
    say("You are signed out.")
    return answer
