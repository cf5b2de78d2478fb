"""What a member wants to hear by mail of a site's comments, and when the next mail may go. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

EACH, HOURLY, DAILY = "each", "hourly", "daily"
RHYTHMS = (EACH, HOURLY, DAILY)
WAITING, ALL = "waiting", "all"
ABOUT = (WAITING, ALL)
"""Of comments that wait for a decision; of those too that are public at once."""
PER_HOUR = 20
"""So many mails about one comment each within an hour; what is more comes together."""
SHOWN = 25
"""Comments that one digest shows; of the others it says how many there are."""
LINKS_FOR = timedelta(days=3)
"""How long the links in a mail work."""
_HOUR = timedelta(hours=1)


def next_digest(rhythm: str, hour: int, after: datetime) -> datetime:
    """When the digest behind `after` is due: at the full hour, or every day at `hour` (UTC)."""
    full = after.replace(minute=0, second=0, microsecond=0)
    if rhythm == HOURLY:
        return full + _HOUR
    today = full.replace(hour=hour)
    return today if today > after else today + timedelta(days=1)


def wants(about: str, status: str) -> bool:
    """Whether a comment of this status is worth a mail: never spam, nor what was decided about already."""
    return status == "pending" or (about == ALL and status == "published")
