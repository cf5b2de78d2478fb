"""What the edges of one Flask application share: the parts `app.py` wired, and who is calling."""

from __future__ import annotations

from flask import current_app, request

from commentsvc.usecases.deps import Deps, Visitor

EXTENSION = "commentsvc"


def current_deps() -> Deps:
    """The parts this application was wired with."""
    deps: Deps = current_app.extensions[EXTENSION]
    return deps


def visitor(*, hosted: bool = False) -> Visitor:
    """Who is calling. `remote_addr` already honours exactly as many proxies as the settings trust."""
    return Visitor(address=request.remote_addr or "", origin=request.headers.get("Origin"), hosted=hosted)
