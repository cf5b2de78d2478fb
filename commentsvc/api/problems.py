"""The one error shape: application/problem+json (RFC 9457) with a string slug, whoever raised it."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Flask, Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException

from commentsvc.adapters.current import current_deps
from commentsvc.adapters.logs import note_outage
from commentsvc.errors import (
    Forbidden,
    KeyMissing,
    MethodNotAllowed,
    NotFound,
    Problem,
    RateLimited,
    TooLarge,
    Unavailable,
    UnsupportedMediaType,
    ValidationFailed,
)
from commentsvc.models import db, outage
from commentsvc.widget import NotBuilt

_BY_STATUS: dict[int, type[Problem]] = {
    403: Forbidden,
    404: NotFound,
    405: MethodNotAllowed,
    413: TooLarge,
    415: UnsupportedMediaType,
}

JSON_PATHS = (
    "/api/",
    "/openapi.json",
    "/healthz",
    "/readyz",
    "/metrics",
    "/embed.js",
    "/count.js",
    "/choices.js",
    "/parts/",
    "/tools/",
    "/words/",
)
"""Where errors are problem documents; everywhere else they are pages for people."""

RETRY_SECONDS = 5
"""When what is away may be asked for again."""

_SAID = {
    404: "There is no page at this address. If somebody gave it to you, it may be out of date.",
    405: "This address does not take what was sent to it.",
    413: "What was sent is too large.",
}


def register(app: Flask) -> None:
    """Turn every error below `JSON_PATHS` into a problem document, and unexpected ones into 500 `unavailable`."""
    app.register_error_handler(Problem, answer)
    app.register_error_handler(HTTPException, _from_http)
    for error in outage.ERRORS:
        app.register_error_handler(error, _from_database)
    app.register_error_handler(KeyMissing, _from_keys)
    app.register_error_handler(NotBuilt, _from_widget)
    app.register_error_handler(Exception, _unexpected)
    app.after_request(_say_when)
    app.teardown_appcontext(_let_go)


def answer(problem: Problem) -> Response:
    """The problem as a response."""
    if not request.path.startswith(JSON_PATHS):
        return _page(problem.status, problem.title, problem.detail)
    body: dict[str, Any] = {
        "type": f"{current_deps().settings.public_url}/problems/{problem.slug}",
        "slug": problem.slug,
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail or problem.title,
    }
    if problem.fields:
        body["fields"] = problem.fields
    if isinstance(problem, RateLimited):
        body["retry_after"] = problem.retry_after
    response = Response(
        orjson.dumps(body | problem.extra), status=problem.status, content_type="application/problem+json"
    )
    response.headers["Cache-Control"] = "no-store"
    if isinstance(problem, RateLimited):
        response.headers["Retry-After"] = str(problem.retry_after)
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="commentsvc"'
    return response


def flat(messages: Any, path: str = "") -> dict[str, list[str]]:
    """Marshmallow's nested messages as dotted paths: `{"author": {"name": [m]}}` becomes `{"author.name": [m]}`."""
    if isinstance(messages, dict):
        found: dict[str, list[str]] = {}
        for key, value in messages.items():
            step = path if key == "_schema" else f"{path}.{key}".strip(".")
            for name, texts in flat(value, step).items():
                found.setdefault(name, []).extend(texts)
        return found
    texts = messages if isinstance(messages, list) else [messages]
    return {path or "body": [str(text) for text in texts]}


def _from_http(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    if not request.path.startswith(JSON_PATHS):
        response = _page(error.code, error.name, _SAID.get(error.code, ""))
        return _with_allow(response, error)
    data = getattr(error, "data", None) or {}
    if error.code in (400, 422):
        located = data.get("messages") or {"json": {"_schema": [error.description or "The request cannot be read."]}}
        messages = located if isinstance(located, dict) else {"json": located}
        fields: dict[str, list[str]] = {}
        for part in messages.values():
            fields |= flat(part)
        return answer(ValidationFailed("Nothing was stored.", fields=fields))
    problem = _BY_STATUS.get(error.code, Unavailable)("")
    response = answer(problem)
    if error.code not in _BY_STATUS and error.code < 500:
        return error
    return _with_allow(response, error)


def _with_allow(response: Response, error: HTTPException) -> Response:
    if allow := getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(sorted(allow))
    return response


def _page(status: int, title: str, detail: str) -> Response:
    response = Response(render_template("api/refused.html", title=title, detail=detail), status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response


def _from_database(error: Exception) -> Response:
    """A database that is away is 503; a statement it refuses is our own mistake."""
    if outage.is_outage(error):
        note_outage(error)
        return answer(Unavailable("The database does not answer. Please try again in a few seconds."))
    return _unexpected(error)


def _say_when(response: Response) -> Response:
    """Whatever cannot be had just now, as a document or as a page, can be asked for again soon."""
    if response.status_code == 503:
        response.headers.setdefault("Retry-After", str(RETRY_SECONDS))
    return response


def _let_go(_error: BaseException | None) -> None:
    """Before Flask-SQLAlchemy does: a connection that broke must not turn an answer into none."""
    if db.session.registry.has():
        outage.let_go(db.session)


def _from_keys(error: KeyMissing) -> Response:
    """Without the log's key nothing can be promised, so nothing is taken; only the operator can help."""
    _log(error)
    return answer(Unavailable("The record of your consent cannot be signed just now, so nothing was stored."))


def _from_widget(error: NotBuilt) -> Response:
    """Under `commentsvc serve` it does not come to this; another server may start without the files. Whoever sees it
    there is most likely the one who can build them."""
    _log(error)
    return answer(Unavailable(f"The widget is missing: {error}."))


def _unexpected(error: Exception) -> Response:
    _log(error)
    problem = Unavailable("This is our mistake. It was logged; please try again.")
    problem.status = 500
    return answer(problem)


def _log(error: Exception) -> None:
    current_app.log_exception((type(error), error, error.__traceback__))  # type: ignore[arg-type]
