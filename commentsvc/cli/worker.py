"""`commentsvc worker`: the background work in a process of its own, for when the server does not carry it."""

from __future__ import annotations

import signal
import threading

import click

from commentsvc.adapters.current import current_deps
from commentsvc.cli.revision import require_fit
from commentsvc.cli.wiring import Wiring


@click.command("worker")
@click.pass_obj
def command(wiring: Wiring) -> None:
    """Integrate log entries, sign checkpoints, do what is due; until it is stopped."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    app = wiring.create_app()
    with app.app_context():
        require_fit(current_deps())
    wiring.work(app, stop)
