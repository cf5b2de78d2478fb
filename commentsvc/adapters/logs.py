"""Structured logs: one JSON object a line, one line a request, nothing personal in any of them.

A line never holds an address, a user agent, a query, a body or the text of an exception (databases put the offending
values into it): what failed is said by the exception's type and the places in the code it passed through.
"""

from __future__ import annotations

import functools
import json
import logging
import re
import secrets
import sys
import time
import traceback
from typing import Any

import structlog
from flask import Flask, Response, g, request, request_started
from structlog.typing import EventDict, WrappedLogger

from commentsvc.adapters.current import current_deps
from commentsvc.models.outage import reason
from commentsvc.settings import Settings

REQUEST_ID = "X-Request-ID"
BEGAN = "commentsvc.began"
"""In the environment of a request that others worked on before Flask: when that began."""
ACCEPTED_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
"""A caller's request id is taken over only if it is 128 bits in hexadecimal or a UUID: no room for a name."""

log = structlog.get_logger(__name__)
_STAMP = structlog.processors.TimeStamper(fmt="iso", utc=True, key="at")
_lines = logging.getLogger(__name__)


def configure(settings: Settings) -> None:
    """Send every log line of the process to standard error in the form the settings ask for."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        _STAMP,
        places_of_exception,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    render: list[Any] = [structlog.processors.JSONRenderer(sort_keys=True)]
    if settings.log_format == "text":
        render = [_exception_as_text, structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    _replace_handler(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *render],
            foreign_pre_chain=shared,
        )
    )
    logging.getLogger("commentsvc").setLevel(settings.log_level.upper())


def _replace_handler(formatter: logging.Formatter) -> None:
    root = logging.getLogger()
    for old in [handler for handler in root.handlers if isinstance(handler, _Lines)]:
        root.removeHandler(old)
    lines = _Lines()
    lines.setFormatter(formatter)
    root.addHandler(lines)
    root.setLevel(logging.WARNING)


class _Lines(logging.StreamHandler[Any]):
    """Our handler, told apart from other people's; writes to whatever standard error is at that moment."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        return record.line if isinstance(record, _Answered) else super().format(record)

    @property
    def stream(self) -> Any:
        return sys.stderr

    @stream.setter
    def stream(self, _value: Any) -> None:
        raise AttributeError("the stream is always standard error")


class _Answered(logging.LogRecord):
    """That a request was answered. It is written for each, so it comes with its `line` of JSON, which is what structlog
    would make of the same in ten times as long. `method` is plain letters, `request_id` hexadecimal."""

    def __init__(self, request_id: str, method: str, route: str, status: int, ms: float) -> None:
        super().__init__(__name__, logging.INFO, "", 0, "request", None, None)
        at = _STAMP(None, "info", {})["at"]
        self.line = (
            f'{{"at": "{at}", "event": "request", "level": "info", "logger": "{__name__}", "method": "{method}", '
            f'"ms": {ms}, "request_id": "{request_id}", "route": {_quoted(route)}, "status": {status}}}'
        )


_quoted = functools.lru_cache(maxsize=1000)(json.dumps)


def places_of_exception(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace `exc_info` by the exception's type and the places it passed through: no text of it, no locals."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info if isinstance(info, BaseException) else info[1] if isinstance(info, tuple) else None
    if error is not None:
        event["exception"] = _places(error)
    return event


def _places(error: BaseException) -> list[dict[str, Any]]:
    chain: list[dict[str, Any]] = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        frames = traceback.extract_tb(link.__traceback__)
        chain.append(
            {
                "type": f"{type(link).__module__}.{type(link).__qualname__}",
                "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
            }
        )
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return chain


def _exception_as_text(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """The console's renderer draws an exception from text only."""
    if chain := event.pop("exception", None):
        event["exception"] = "\n".join(line for link in chain for line in (link["type"], *link["frames"]))
    return event


def register(app: Flask) -> None:
    """Give each request an id, one line when it is answered, and one more when it failed unexpectedly."""
    request_started.connect(_begin, app)  # before any check that may refuse the request
    app.after_request(_end)
    app.log_exception = _failed  # type: ignore[method-assign,assignment]  # Flask's own would name the path


def _begin(_app: Flask, **_extra: Any) -> None:
    g.request_id = begin(request.headers.get(REQUEST_ID, ""))
    g.request_began = request.environ.get(BEGAN) or time.perf_counter()


def begin(offered: str) -> str:
    """The id of a request that offers this one. Every line that is written for it from now on has it."""
    request_id = offered if ACCEPTED_ID.fullmatch(offered) else secrets.token_hex(16)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=request_id)
    return request_id


def end() -> None:
    """What is written from now on belongs to no request."""
    structlog.contextvars.clear_contextvars()


def _end(response: Response) -> Response:
    response.headers[REQUEST_ID] = g.request_id
    say_answered(current_deps().settings, g.request_id, _method(), route(), response.status_code, g.request_began)
    return response


def say_answered(settings: Settings, request_id: str, method: str, route: str, status: int, began: float) -> None:
    """The line of a request that `began` at this moment of `time.perf_counter`."""
    ms = round((time.perf_counter() - began) * 1000, 1)
    if settings.log_format == "text":
        log.info("request", method=method, route=route, status=status, ms=ms)
    elif _lines.isEnabledFor(logging.INFO):
        _lines.handle(_Answered(request_id, method, route, status, ms))


def _failed(exc_info: Any) -> None:
    log.error("request failed", method=_method(), route=route(), exc_info=exc_info)


def note_outage(error: Exception) -> None:
    """One short line for a request that failed because another part is away: there may be thousands meanwhile, and
    where it failed tells nothing."""
    log.error("database away", method=_method(), route=route(), reason=reason(error))


def _method() -> str:
    method = request.method
    return method if method.isascii() and method.isalpha() and len(method) <= 10 else "?"


def route() -> str:
    """The template of the path that was asked for, `/api/v1/sites/<site>/comments`; never the path itself."""
    return request.url_rule.rule if request.url_rule else "unmatched"
