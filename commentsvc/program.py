"""What the command `commentsvc` runs. The service itself is imported by what needs it, so a command that needs nothing
of it starts at once."""

from __future__ import annotations

import gc
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
    cli.run(Wiring(create_app, create_server_app, work))


def create_app() -> Flask:
    """A ready application for a command; see `commentsvc.app`."""
    with _importing():
        from commentsvc import app
    return app.create_app()


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
    """Import without looking for garbage, of which there is none: that takes a seventh of the time."""
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looking:
            gc.enable()
