"""An end to every conversation over a network, however slowly the other side trickles."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Shuttable(Protocol):
    """A connection that another thread may end."""

    def shut(self) -> None:
        """End it now: whoever waits on it wakes with an error."""


@contextmanager
def ends_within(seconds: float, connection: Shuttable, overdue: threading.Event) -> Iterator[None]:
    """The connection is shut after `seconds`, and `overdue` set: time-outs of sockets begin anew with each byte."""

    def end() -> None:
        overdue.set()
        connection.shut()

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
