"""While all that is asked for is ready, the thread of granian that talks to clients lets others end their turn first.

Linux lets a thread that wakes cut in on whoever runs. So a client that just sent the first of its requests, and Python,
which just gave the first of its answers, are both stopped for it to be carried on, one by one: a third of the processor
time of a read was changing threads. A thread of the policy `SCHED_BATCH` cuts in on nobody and finds what has come
together meanwhile; it has the same share of the processor. But beside threads that compute it would wait for theirs to
end, some milliseconds: so it is as it was as soon as there is something to compute.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

NAME = "tokio-rt-worker"
PAUSE_SECONDS = 0.1
"""For so long after a request that needed a thread of its own there may be something to compute."""
_TASKS = Path("/proc/self/task")


class Gathering:
    """Tells granian's thread of this process which of the two it is. For the one thread that requests are handed to."""

    def __init__(self) -> None:
        self.gathers = False
        self._busy_until = 0.0
        self._threads: list[int] | None = None if hasattr(os, "SCHED_BATCH") and _TASKS.is_dir() else []

    def given(self) -> None:
        """An answer was given that nobody had to compute. Needs not be called where it `gathers` already."""
        if time.monotonic() > self._busy_until:
            if self._threads is None:  # it has named itself long ago: it brought this request
                self._threads = [int(task.name) for task in _TASKS.iterdir() if _is_granians(task)]
            self.gathers = True
            self._be("SCHED_BATCH")

    def computed(self) -> None:
        """A request came that has to be."""
        self._busy_until = time.monotonic() + PAUSE_SECONDS
        if self.gathers:
            self.gathers = False
            self._be("SCHED_OTHER")

    def _be(self, policy: str) -> None:
        for thread in self._threads or ():
            with suppress(OSError):  # a system may forbid it
                os.sched_setscheduler(thread, getattr(os, policy), os.sched_param(0))


def _is_granians(task: Path) -> bool:
    with suppress(OSError):  # a thread that has just ended
        return (task / "comm").read_text(encoding="utf-8").strip() == NAME
    return False
