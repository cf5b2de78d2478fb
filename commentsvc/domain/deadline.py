"""By when a request must be answered (Art. 12(3) GDPR), pure. No I/O, no clock.

A month is counted as Regulation (EEC, Euratom) 1182/71 Art. 3 counts it: it ends on the day of the next month that has
the same date as the day it was received, or on that month's last day where it has no such date. Two things are stricter
than the regulation asks, so that we are never the later one: it ends at the same time of day instead of at midnight,
and a Saturday, Sunday or holiday at the end moves nothing (which days those are differs from country to country).
"""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta

MONTHS = 1
EXTENDED_MONTHS = 3
"""From receipt: the month, and the two further ones of Art. 12(3)."""
REMIND_BEFORE = (timedelta(days=14), timedelta(days=7), timedelta(days=1), timedelta(0))
"""When the site's admins are reminded, counted back from the end; the last one says that it is over."""
OVERDUE = len(REMIND_BEFORE)


def months_after(at: datetime, months: int) -> datetime:
    """The same date and time of day that many months later; the month's last day where it has no such date."""
    years, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    last = calendar.monthrange(years, month + 1)[1]
    return at.replace(year=years, month=month + 1, day=min(at.day, last))


def due_at(received_at: datetime) -> datetime:
    """When a request that was received then must have been answered, or extended."""
    return months_after(received_at, MONTHS)


def extended_due_at(received_at: datetime) -> datetime:
    """When it must have been answered once it was extended: counted from receipt, not from the first end."""
    return months_after(received_at, EXTENDED_MONTHS)


def days_left(due: datetime, at: datetime) -> int:
    """Whole days that are left; negative once it is overdue, so that -1 is the first day behind the end."""
    return (due - at) // timedelta(days=1)


def reminder_stage(due: datetime, at: datetime) -> int:
    """How many of the reminders are due by now: 0 (more than 14 days left) to `OVERDUE`."""
    return sum(at >= due - before for before in REMIND_BEFORE)
