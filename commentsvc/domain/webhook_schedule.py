"""When a webhook that did not take something is tried again, and when it is given up. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

AFTER = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""Between one attempt and the next, as Standard Webhooks recommends: ten attempts in a little more than three days."""
FAILING = timedelta(days=3)
"""After so long without a single success a receiver is switched off."""
ROTATION = timedelta(hours=48)
"""How long the secret before a change goes on signing beside the new one."""
_FIRST_REST, _LONGEST_REST = timedelta(seconds=5), timedelta(minutes=10)


def next_attempt(attempts: int, at: datetime) -> datetime | None:
    """When to try again after so many failed attempts; None: it is given up."""
    return at + AFTER[attempts - 1] if attempts <= len(AFTER) else None


def rests_until(failures: int, at: datetime) -> datetime:
    """How long a receiver that failed so often in a row is left alone, whatever waits for it: one that does not answer
    must not hold up the others."""
    return at + min(_FIRST_REST * 2 ** min(failures - 1, 20), _LONGEST_REST)


def is_failing(since: datetime, at: datetime) -> bool:
    """Whether a receiver without a success since then is switched off."""
    return at - since >= FAILING
