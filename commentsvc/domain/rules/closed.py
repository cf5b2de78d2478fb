"""Hours and days in which everything waits."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from commentsvc.domain.rules.comment import JudgedComment
from commentsvc.domain.rules.kind import LINES, TICKS, TIME, Effect, Field, Kind, Looks, Problems, Settings

DAYS = (
    ("mon", "Monday"),
    ("tue", "Tuesday"),
    ("wed", "Wednesday"),
    ("thu", "Thursday"),
    ("fri", "Friday"),
    ("sat", "Saturday"),
    ("sun", "Sunday"),
)
_DATES = re.compile(r"(\d{4}-\d\d-\d\d)(?: ?(?:\.\.|–) ?(\d{4}-\d\d-\d\d))?")


def _ready(settings: Settings) -> Looks:
    open_days = {number for number, (day, _) in enumerate(DAYS) if day in settings["days"]}
    spans = [span for line in settings["dates"] if (span := _span(line)) is not None]
    begin, end = settings["from"], settings["to"]

    def look(comment: JudgedComment) -> str | None:
        at = comment.at
        if any(first <= at.date() <= last for first, last in spans):
            return f"everything waits on {at:%Y-%m-%d}"
        if _began(at, begin, end, open_days):
            return f"it came at {at:%H:%M}, and everything waits from {begin} to {end}"
        return None

    return look


def _began(at: datetime, begin: str, end: str, days: set[int]) -> bool:
    """Whether `at` is in the hours that began on one of the days; they may reach into the next. The same time twice is
    the whole day."""
    moment, today = f"{at:%H:%M}", at.weekday()
    if begin < end:
        return today in days and begin <= moment < end
    if begin == end == "00:00":
        return today in days
    yesterday = (at - timedelta(days=1)).weekday()
    return (today in days and moment >= begin) or (yesterday in days and moment < end)


def _span(line: str) -> tuple[date, date] | None:
    match = _DATES.fullmatch(line)
    try:
        first = date.fromisoformat(match[1]) if match else None
        last = date.fromisoformat(match[2]) if match and match[2] else first
    except ValueError:
        return None
    return (first, last) if first and last and first <= last else None


def _check(settings: Settings) -> Problems:
    wrong = [line for line in settings["dates"] if _span(line) is None]
    if wrong:
        return {"dates": [f"“{line[:40]}” is no day such as 2026-12-24, or 2026-12-24..2026-12-26." for line in wrong]}
    if not settings["days"] and not settings["dates"]:
        return {"days": ["Tick a day, or name one."]}
    return {}


CLOSED = Kind(
    id="closed",
    name="Closed time",
    says="It comes in hours, or on days, in which everything waits.",
    reason="closed",
    effects=(Effect.HOLD,),
    fields=(
        Field("days", "On these days", "The day on which the hours begin.", TICKS, [], choices=DAYS),
        Field("from", "From", "On the site’s clock.", TIME, "22:00"),
        Field("to", "To", "Before “From”: until then on the next day. 00:00 to 00:00: the whole day.", TIME, "06:00"),
        Field(
            "dates",
            "And all day on",
            "One a line: 2026-12-24, or 2026-12-24..2026-12-26.",
            LINES,
            [],
            most=200,
        ),
    ),
    ready=_ready,
    check=_check,
)
