"""The figures of a site: charts, each with its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from commentsvc.console.base import console, page
from commentsvc.console.forms import asked
from commentsvc.console.gate import Entry, for_site
from commentsvc.console.wording import STATUSES
from commentsvc.domain.chart import Columns, columns, shares
from commentsvc.usecases.read_figures import PERIODS, WAITS, read_figures

WIDTH, HEIGHT = 640, 180
FEW = 62
"""More days than this are drawn by week."""
COMMENTS = ("published", "pending", "rejected", "removed", "spam", "erased")
DECISIONS = ("publish", "restore", "reject", "remove", "spam", "undo")
DECIDED = {
    "publish": "Published",
    "restore": "Restored",
    "reject": "Rejected",
    "remove": "Removed",
    "spam": "Spam",
    "undo": "Undone",
}


@console.get("/<site>/figures")
@for_site("moderate", "audit", "export", "subjects")
def figures(entry: Entry) -> Any:
    """What came, what was decided, what was agreed to, what is due; `days` is 7, 30, 90 or 365."""
    wanted = asked("days") or ""
    days = int(wanted) if wanted in {str(period) for period in PERIODS} else 30
    found = read_figures(entry.deps, entry.actor, entry.site.id, days)
    charts = []
    for title, names, words, rows in (
        ("Comments, by where they stand now", COMMENTS, STATUSES, found.comments),
        ("Decisions", DECISIONS, DECIDED, found.decisions),
    ):
        if rows is not None:
            charts.append(chart(title, {name: words.get(name, name) for name in names}, found.days, rows))
    return page(
        "figures.html",
        found=found,
        days=days,
        periods=PERIODS,
        charts=charts,
        waits=_waits(found.waits),
        shares=shares,
    )


def chart(
    title: str, names: Mapping[str, str], days: Sequence[date], rows: Sequence[Mapping[str, int]]
) -> dict[str, Any]:
    """What the template draws: series that have something, the columns, and a line for each day or week."""
    series = [name for name in names if any(row.get(name) for row in rows)]
    lines = _by_week(days, rows) if len(days) > FEW else list(zip(days, rows, strict=True))
    drawn: Columns = columns([[row.get(name, 0) for name in series] for _, row in lines], WIDTH, HEIGHT)
    return {
        "title": title,
        "series": [(name, names[name]) for name in series],
        "drawn": drawn,
        "lines": [(day, [row.get(name, 0) for name in series]) for day, row in lines],
        "every": "week from" if len(days) > FEW else "day",
    }


def _by_week(days: Sequence[date], rows: Sequence[Mapping[str, int]]) -> list[tuple[date, Mapping[str, int]]]:
    weeks: dict[date, dict[str, int]] = {}
    for day, row in zip(days, rows, strict=True):
        week = weeks.setdefault(day - timedelta(days=day.weekday()), {})
        for name, count in row.items():
            week[name] = week.get(name, 0) + count
    return list(weeks.items())


def _waits(counts: Sequence[int] | None) -> dict[str, Any] | None:
    """Bars of how long readers waited, and a sentence of which half were decided sooner."""
    if counts is None:
        return None
    names = [f"within {_long(limit)}" for limit in WAITS] + ["later"]
    total, so_far, half = sum(counts), 0, ""
    for name, count in zip(names, counts, strict=True):
        so_far += count
        if total and not half and 2 * so_far >= total:
            half = name
    return {"rows": list(zip(names, counts, shares(counts), strict=True)), "total": total, "half": half}


def _long(limit: timedelta) -> str:
    minutes = round(limit.total_seconds() / 60)
    for size, name in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes % size == 0:
            count = minutes // size
            return f"{count} {name}{'' if count == 1 else 's'}"
    raise AssertionError(limit)
