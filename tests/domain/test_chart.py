"""Where the marks of a chart go."""

from __future__ import annotations

import pytest

from commentsvc.domain.chart import columns, shares, tick_step


def test_columns_stand_on_the_ground_and_are_stacked_to_scale() -> None:
    drawn = columns([[1, 3], [0, 0], [4, 0]], 300, 100)
    assert [value for value, _ in drawn.ticks] == [0, 1, 2, 3, 4]
    first, second, third = drawn.marks
    assert (first.series, first.y, first.height) == (0, 75, 25)
    assert (second.series, second.y, second.height) == (1, 0, 75)
    assert (third.y, third.height) == (0, 100)
    assert all(mark.x >= 0 and mark.x + mark.width <= 300 for mark in drawn.marks)
    assert drawn.places == [50, 150, 250]


@pytest.mark.parametrize(("highest", "step"), [(0, 1), (5, 1), (6, 2), (10, 2), (11, 5), (26, 10), (1234, 500)])
def test_ticks_are_round_and_few(highest: int, step: int) -> None:
    assert tick_step(highest) == step


def test_nothing_draws_nothing() -> None:
    assert columns([], 300, 100).marks == []
    assert columns([[], []], 300, 100).marks == []
    assert shares([]) == [] and shares([0, 0]) == [0, 0]
    assert shares([5, 10]) == [50, 100]
