"""When a thread closes by itself."""

from __future__ import annotations

from datetime import datetime, timedelta


def closed_by_age(opened_at: datetime, close_after_days: int | None, now: datetime) -> bool:
    """True once `close_after_days` whole days have passed since the thread opened; None or 0: never."""
    return bool(close_after_days) and now >= opened_at + timedelta(days=close_after_days or 0)
