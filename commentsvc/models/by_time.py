"""Ids are of the time they were made at (UUIDv7): a primary key finds a period, and no index of its own is kept for it.

An id is made by the machine that writes, a time by the clock of the service, and machines differ: whoever asks for a
period asks for `CLOCKS_DIFFER` more on the side that ids bound, and for the times themselves.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

CLOCKS_DIFFER = timedelta(days=1)


def first_id(moment: datetime) -> uuid.UUID:
    """The least id that could be made at this moment."""
    return uuid.UUID(int=max(0, round(moment.timestamp() * 1000)) << 80)
