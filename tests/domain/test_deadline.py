"""A month under Regulation 1182/71: the same date, or the month's last day; never later than that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from commentsvc.domain.deadline import (
    OVERDUE,
    days_left,
    due_at,
    extended_due_at,
    reminder_stage,
)


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("received", "due", "extended"),
    [
        ("2026-03-05 14:30", "2026-04-05 14:30", "2026-06-05 14:30"),  # the EDPB's own example
        ("2027-01-31 23:59", "2027-02-28 23:59", "2027-04-30 23:59"),
        ("2028-01-31 00:00", "2028-02-29 00:00", "2028-04-30 00:00"),  # a leap year
        ("2028-02-29 12:00", "2028-03-29 12:00", "2028-05-29 12:00"),
        ("2026-11-30 12:00", "2026-12-30 12:00", "2027-02-28 12:00"),  # over the new year
        ("2026-12-31 12:00", "2027-01-31 12:00", "2027-03-31 12:00"),
        ("2026-08-31 12:00", "2026-09-30 12:00", "2026-11-30 12:00"),
    ],
)
def test_a_month_ends_on_the_same_date_or_on_the_last_day(received: str, due: str, extended: str) -> None:
    assert due_at(day(received)) == day(due)
    assert extended_due_at(day(received)) == day(extended)


def test_the_extension_is_counted_from_receipt_so_that_a_short_month_costs_nobody_a_day() -> None:
    assert extended_due_at(day("2027-01-31 12:00")) == day("2027-04-30 12:00")
    assert due_at(due_at(due_at(day("2027-01-31 12:00")))) == day("2027-04-28 12:00")


def test_every_day_of_ten_years_is_due_after_28_to_31_days() -> None:
    at = day("2024-01-01 09:00")
    while at.year < 2034:
        assert timedelta(days=28) <= due_at(at) - at <= timedelta(days=31)
        assert timedelta(days=89) <= extended_due_at(at) - at <= timedelta(days=92)
        at += timedelta(days=1)


def test_days_are_whole_and_the_first_day_behind_the_end_is_overdue() -> None:
    due = day("2026-04-05 14:30")
    assert days_left(due, due - timedelta(days=9, hours=1)) == 9
    assert days_left(due, due - timedelta(minutes=1)) == 0
    assert days_left(due, due + timedelta(minutes=1)) == -1


def test_reminders_come_in_order_and_the_last_one_says_that_it_is_over() -> None:
    due = day("2026-04-05 14:30")
    moments = [timedelta(days=15), timedelta(days=14), timedelta(days=7), timedelta(days=1), timedelta(0)]
    assert [reminder_stage(due, due - before) for before in moments] == [0, 1, 2, 3, OVERDUE]
