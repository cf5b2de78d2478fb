"""Long work is done in small steps, and between two of them others may write."""

from __future__ import annotations

import time

ROWS = 10
"""Rows that are changed in one transaction: others wait for no more than that."""
PAUSE = 0.12
"""Seconds between two full steps: longer than SQLite lets whoever waits for its one lock sleep (100 ms), so that each
of those who post comes in between."""


def let_others_write() -> None:
    """Call this between two transactions of a work that goes on."""
    time.sleep(PAUSE)
