"""Structured logs: one JSON object a line, one line a request, nothing personal in any of them.

A line never holds an address, a user agent, a query, a body or the text of an exception (databases put the offending
values into it): what failed is said by the exception's type and the places in the code it passed through.
"""

from __future__ import annotations

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
    would make of `facts` in three times as long."""

    def __init__(self, facts: dict[str, Any]) -> None:
        super().__init__(__name__, logging.INFO, "", 0, "request", None, None)
        told = _STAMP(None, "info", {**facts, "event": self.msg, "level": "info", "logger": self.name})
        self.line = json.dumps(told, sort_keys=True)


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
    offered = request.headers.get(REQUEST_ID, "")
    g.request_id = offered if ACCEPTED_ID.fullmatch(offered) else secrets.token_hex(16)
    g.request_began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _end(response: Response) -> Response:
    response.headers[REQUEST_ID] = g.request_id
    took = (time.perf_counter() - g.request_began) * 1000
    facts = {"method": _method(), "route": route(), "status": response.status_code, "ms": round(took, 1)}
    if current_deps().settings.log_format == "text":
        log.info("request", **facts)
    elif _lines.isEnabledFor(logging.INFO):
        _lines.handle(_Answered(facts | {"request_id": g.request_id}))
    return response


def _failed(exc_info: Any) -> None:
    log.error("request failed", method=_method(), route=route(), exc_info=exc_info)


def note_outage(error: Exception) -> None:
    """One short line for a request that failed because another part is away: there may be thousands meanwhile, and
    where it failed tells nothing."""
    log.error("database away", method=_method(), route=route(), reason=reason(error))


def _method() -> str:
    return request.method if request.method.isalpha() and len(request.method) <= 10 else "?"


def route() -> str:
    """The template of the path that was asked for, `/api/v1/sites/<site>/comments`; never the path itself."""
    return request.url_rule.rule if request.url_rule else "unmatched"
