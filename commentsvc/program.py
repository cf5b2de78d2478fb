"""What the command `commentsvc` runs. The service itself is imported by what needs it, so a command that needs nothing
of it starts at once."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def main() -> None:
    """Run the command named by the process's arguments, and exit."""
    with _importing():
        from commentsvc import cli
        from commentsvc.cli.wiring import Wiring
    cli.run(Wiring(create_app, create_server_app, work, prepare_server))


def create_app() -> Flask:
    """The parts that a command needs, in an application that answers nobody; see `commentsvc.parts`."""
    with _importing():
        from commentsvc import parts
    return parts.create_app()


def prepare_server() -> None:
    """What is done before this process is copied for each server process; see `commentsvc.app`."""
    with _importing():
        from commentsvc import app

        app.prepare_server()


def create_server_app() -> Flask:
    """What each server process runs; see `commentsvc.app`."""
    with _importing():
        from commentsvc import app

        return app.create_server_app()


def work(app: Flask, stop: threading.Event) -> None:
    """Do the background work until `stop` is set."""
    from commentsvc.jobs import worker

    worker.work(app, stop)


@contextmanager
def _importing() -> Iterator[None]:
    """Import without looking for garbage, of which there is none, and never look through what was imported: that took
    a quarter of the time."""
    looking = gc.isenabled()
    gc.disable()
    try:
        _import_structlog()
        yield
    finally:
        gc.freeze()
        if looking:
            gc.enable()


def _import_structlog() -> None:
    """As it is where rich is not installed. With that it would draw tracebacks, of which our logs have none, and take
    it along for it, which is a twentieth of all that a server imports."""
    if "rich" in sys.modules or "structlog" in sys.modules:
        return
    sys.modules["rich"] = None  # type: ignore[assignment]  # Python's own way to say that it is not there
    try:
        import structlog  # noqa: F401
    finally:
        del sys.modules["rich"]
