"""What every way to sign in ends with: a session, or the second step; and the cookie of what is in between."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, g, make_response, redirect, request, url_for

from commentsvc.adapters.current import current_deps, seen_from, visitor
from commentsvc.console.base import page
from commentsvc.console.gate import COOKIE, PATH, open_door
from commentsvc.console.held import TOKEN, held_form
from commentsvc.console.sign_in_forms import PasskeyForm, SecondStepForm
from commentsvc.console.sign_in_ways import form_page, sign_in_page
from commentsvc.domain.sign_in_words import browser_name
from commentsvc.errors import Problem, TokenInvalid
from commentsvc.usecases.deps import Visitor
from commentsvc.usecases.open_session import NewSession
from commentsvc.usecases.sign_in_step import BEGIN_AGAIN, OpenStep
from commentsvc.usecases.sign_out import sign_out
from commentsvc.usecases.take_second_step import ways

STEP_COOKIE = "commentsvc_step"


def person() -> Visitor:
    """Who is calling, with what may be kept of them where somebody signs in."""
    return replace(visitor(), browser=browser_name(request.headers.get("User-Agent", "")), seen_from=seen_from())


def step_token() -> str | None:
    """The cookie of a step that was begun in this browser."""
    return request.cookies.get(STEP_COOKIE)


def keep_step(answer: Response, step: OpenStep) -> Response:
    """Hand the browser the cookie of a step."""
    answer.set_cookie(
        STEP_COOKIE,
        step.token,
        expires=step.expires_at,
        path=PATH,
        secure=_over_tls(),
        httponly=True,
        samesite="Lax",  # the organisation's answer is a navigation from another site
    )
    return answer


def drop_step(answer: Response) -> Response:
    """Take that cookie back, where the browser has one."""
    if STEP_COOKIE in request.cookies:
        answer.delete_cookie(STEP_COOKIE, path=PATH, secure=_over_tls(), httponly=True, samesite="Lax")
    return answer


def asked(step: OpenStep | None, options: str) -> Response:
    """What the browser's script asks a passkey for, with the cookie of the step where that is new."""
    answer = make_response(options)
    answer.mimetype = "application/json"
    return keep_step(answer, step) if step else answer


def enter(opened: NewSession | OpenStep, target: str, held: str | None) -> Response:
    """Go on to `target`, or to the form that was held, or to the second step."""
    if isinstance(opened, OpenStep):
        if held_form(held):
            return keep_step(make_response(second_page(opened.token, held)), opened)
        return keep_step(make_response(redirect(url_for("console.second_step"), 303)), opened)
    if before := request.cookies.get(COOKIE):
        sign_out(current_deps(), before)
    if waiting := held_form(held):
        answer = open_door(make_response(), opened)
        g.pop(TOKEN, None)  # the page carries a token of the session that begins, not of the one that was cleared
        answer.set_data(page("held.html", held=waiting)[0])
    else:
        answer = open_door(make_response(redirect(target, 303)), opened)
    return drop_step(answer)


def second_page(token: str | None, held: str | None = "", problem: Problem | None = None) -> Any:
    """The page of the second step; the sign-in where none is waited for."""
    can = ways(current_deps(), token)
    if can is None:
        return sign_in_page("", held, TokenInvalid(BEGIN_AGAIN))
    form, passkey = SecondStepForm(formdata=None), PasskeyForm(formdata=None)
    form.held.data = passkey.held.data = held
    return form_page("sign_in_second.html", problem, form=form, passkey=passkey, ways=can)


def _over_tls() -> bool:
    return bool(current_deps().settings.public_url.startswith("https://"))
