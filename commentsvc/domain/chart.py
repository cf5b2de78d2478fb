"""Where the marks of a chart go. Pure geometry: the page draws them, its style sheet colours them.

Lengths are in the chart's own units, x to the right and y downwards, as SVG has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 0.28
"""The part of a column's place that stays empty."""


@dataclass(frozen=True)
class Mark:
    """A rectangle of one series (counted from 0)."""

    series: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Columns:
    """Stacked columns: `ticks` are (value, y) of the lines behind them, `places` the x of each column's middle."""

    width: float
    height: float
    marks: list[Mark]
    ticks: list[tuple[int, float]]
    places: list[float]


def columns(rows: Sequence[Sequence[int]], width: float, height: float) -> Columns:
    """One column a row, its series stacked from the ground upwards; all rows have as many series.

    The highest tick is a round number at or above the highest column.
    """
    step = tick_step(max((sum(row) for row in rows), default=0))
    top = step * max(1, -(-max((sum(row) for row in rows), default=0) // step))
    place = width / max(1, len(rows))
    marks = []
    for n, row in enumerate(rows):
        ground = height
        for series, value in enumerate(row):
            if value:
                tall = value / top * height
                ground -= tall
                x = n * place + place * GAP / 2
                marks.append(Mark(series, round(x, 2), round(ground, 2), round(place * (1 - GAP), 2), round(tall, 2)))
    ticks = [(value, round(height - value / top * height, 2)) for value in range(0, top + 1, step)]
    return Columns(width, height, marks, ticks, [round((n + 0.5) * place, 2) for n in range(len(rows))])


def tick_step(highest: int) -> int:
    """The distance of the ticks: 1, 2 or 5 times a power of ten, so that there are at most five above the ground."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if highest <= 5 * step:
                return step
        size *= 10


def shares(values: Sequence[int]) -> list[float]:
    """Each value as a percentage of the greatest, for bars that lie; all 0 where nothing is."""
    most = max(values, default=0)
    return [round(100 * value / most, 1) if most else 0.0 for value in values]
