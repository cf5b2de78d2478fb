"""`commentsvc worker`: the background work in a process of its own, for when the server does not carry it."""

from __future__ import annotations

import signal
import threading

import click

from commentsvc.cli.wiring import Wiring


@click.command("worker")
@click.pass_obj
def command(wiring: Wiring) -> None:
    """Integrate log entries, sign checkpoints, do what is due; until it is stopped."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    wiring.work(wiring.create_app(), stop)
