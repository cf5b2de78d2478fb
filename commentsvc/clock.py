"""The only place that asks what time it is, so that tests move one clock and nothing else."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def now() -> datetime:
    """The current time: aware, UTC, whole milliseconds (what every stored and committed time is rounded to)."""
    return datetime.fromtimestamp(time.time_ns() // 1_000_000 / 1000, UTC)


def iso(moment: datetime) -> str:
    """`moment` as RFC 3339 in UTC with milliseconds, `2026-01-31T09:30:00.000Z`: the one form we write."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
