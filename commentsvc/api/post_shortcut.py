"""A comment that comes as the widget sends it is posted before Flask hears of it, which takes a third of a post's time.

Nothing is decided here. A request that is anything but plain goes on as it came. What the use-case refuses goes on with
the exception, which the view raises at its place, so there is one way in which errors are answered. And the headers of
an answer are those that the application itself gave to the first post of this process, but for the three that are each
answer's own: whatever adds a header there has added it here.
"""

from __future__ import annotations

import io
import re
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from flask import Flask
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from commentsvc.adapters import logs
from commentsvc.adapters.current import EXTENSION, visitor_of
from commentsvc.adapters.metrics import ANSWERS
from commentsvc.api import comments
from commentsvc.api.converters import SiteConverter
from commentsvc.api.json_body import read_object
from commentsvc.errors import ValidationFailed
from commentsvc.models import db, outage
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.post_comment import post_comment

ROUTE = "/api/v1/sites/<site:site>/comments"
PATH = re.compile(ROUTE.replace("<site:site>", f"({SiteConverter.regex})"))
GPC = "HTTP_SEC_GPC"

Headers = list[tuple[str, str]]
WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_OWN = frozenset({"access-control-allow-origin", "content-length", logs.REQUEST_ID.lower()})


def register(app: Flask) -> PostShortcut:
    """Put it between `app` and whoever calls it. What comes from a proxy must be put right before."""
    shortcut = PostShortcut(app)
    app.wsgi_app = shortcut  # type: ignore[method-assign,assignment]
    return shortcut


class PostShortcut:
    """A WSGI application: the shortcut, and behind it the one that `app` was."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._inner: WSGI = app.wsgi_app
        with app.app_context():
            self._engines = db.engines
        self._most = app.config["MAX_CONTENT_LENGTH"]
        self._headers: Headers | None = None
        self._mine = threading.local()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        began = environ.get(logs.BEGAN) or time.perf_counter()
        if comments.REFUSED in environ or not _is_plain(environ) or (body := self._body(environ)) is None:
            return self._inner(environ, start)
        if self._headers is None:
            return self._inner(environ, self._learning(start))
        try:
            draft = comments.DRAFT.load(read_object(body))
        except (ValidationFailed, ValidationError):
            return self._inner(environ, start)
        request_id = logs.begin(environ.get("HTTP_X_REQUEST_ID", ""))
        try:
            answer = self._post(environ, draft, body)
        except Exception as refused:
            environ |= {comments.REFUSED: refused, logs.BEGAN: began, "HTTP_X_REQUEST_ID": request_id}
            return self._inner(environ, start)
        start("201 CREATED", self.headers(answer, environ["HTTP_ORIGIN"], request_id))
        self.note(request_id, began)
        return [answer]

    @property
    def knows_headers(self) -> bool:
        """Whether this process has answered a post already."""
        return self._headers is not None

    @property
    def most(self) -> int:
        """How many bytes a body may have."""
        return self._most

    def headers(self, answer: bytes, origin: str, request_id: str) -> Headers:
        """Those of an answer to a page of this origin."""
        return [*(self._headers or ()), *_own(answer, origin, request_id)]

    def note(self, request_id: str, began: float) -> None:
        """Write the line of a post that was stored, and count it."""
        settings = self._app.extensions[EXTENSION].settings
        logs.say_answered(settings, request_id, "POST", ROUTE, 201, began)
        self._app.extensions[ANSWERS].count("POST", ROUTE, 201, began)

    def _body(self, environ: dict[str, Any]) -> bytes | None:
        """All of it, which may be read once more. None where it is longer than it may be."""
        length = length_of(environ.get("CONTENT_LENGTH", ""), self._most)
        if length is None:
            return None
        body: bytes = environ["wsgi.input"].read(length)
        environ["wsgi.input"] = io.BytesIO(body)
        return body if len(body) == length else None

    def _learning(self, start: Callable[..., Any]) -> Callable[..., Any]:
        def learn(status: str, headers: Headers, *exc_info: Any) -> Any:
            if status == "201 CREATED":
                self._headers = [(name, value) for name, value in headers if name.lower() not in _OWN]
            return start(status, headers, *exc_info)

        return learn

    def _post(self, environ: dict[str, Any], draft: dict[str, Any], body: bytes) -> bytes:
        site = environ["PATH_INFO"].split("/")[4]
        visitor = visitor_of(environ.get("REMOTE_ADDR"), environ["HTTP_ORIGIN"])
        sent = comments.draft_of(draft, body, gpc=environ.get(GPC) == "1")
        deps, counted = self.deps(), environ.get(comments.COUNTED, False)
        try:
            posted = post_comment(deps, site, sent, visitor, environ.get("HTTP_IDEMPOTENCY_KEY"), counted)
            return comments.posted_body(posted)
        finally:
            outage.let_go(deps.session)

    def deps(self) -> Deps:
        """The application's parts with a session of this thread: one that was closed is as good as a new one."""
        parts, engine = self._app.extensions[EXTENSION], self._engines[None]
        mine = self._mine
        if getattr(mine, "parts", None) is not parts or mine.engine is not engine:
            mine.parts, mine.engine = parts, engine
            mine.deps = replace(parts, session=Session(engine, expire_on_commit=False))
        deps: Deps = mine.deps
        return deps


def length_of(told: str, most: int) -> int | None:
    """The length of a body that Content-Length tells; None where that is none, or more than `most`."""
    length = int(told) if told.isascii() and told.isdigit() else None
    return None if length is None or length > most else length


def _is_plain(environ: dict[str, Any]) -> bool:
    return (
        environ["REQUEST_METHOD"] == "POST"
        and environ.get("CONTENT_TYPE") == "application/json"
        and not environ.get("QUERY_STRING")
        and not environ.get("SCRIPT_NAME")
        and "HTTP_ORIGIN" in environ
        and "HTTP_CONTENT_ENCODING" not in environ
        and "HTTP_TRANSFER_ENCODING" not in environ
        and PATH.fullmatch(environ["PATH_INFO"]) is not None
    )


def _own(answer: bytes, origin: str, request_id: str) -> Headers:
    return [
        ("Content-Length", str(len(answer))),
        ("Access-Control-Allow-Origin", origin),
        (logs.REQUEST_ID, request_id),
    ]
