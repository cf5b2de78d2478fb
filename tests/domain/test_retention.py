"""The rules of retention, without a database: what is due when, to the day, for ever and never."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from commentsvc.domain.consent_history import PastEvent
from commentsvc.domain.moderation import Status
from commentsvc.domain.retention import (
    DEFAULT,
    KEEP_ALL,
    PERIODS,
    CommentFacts,
    Policy,
    Rule,
    comment_due,
    consents_due,
    due_before,
    months_before,
    policy_names,
    policy_problems,
    policy_values,
    record_due,
)

AT = datetime(2027, 3, 31, 12, tzinfo=UTC)
ALL_ON = Policy(1, 1, 1, 1, 1, 1, 1, frozenset({"a" * 64}))


def facts(status: str, days: float, **more: object) -> CommentFacts:
    """A comment of that status, posted and decided that many days before `AT`."""
    since = AT - timedelta(days=days)
    return replace(CommentFacts(status, since, since), **more)


@pytest.mark.parametrize(
    ("at", "months", "before"),
    [
        ((2027, 3, 31), 1, (2027, 2, 28)),
        ((2028, 3, 31), 1, (2028, 2, 29)),
        ((2027, 1, 15), 1, (2026, 12, 15)),
        ((2027, 12, 31), 12, (2026, 12, 31)),
        ((2028, 2, 29), 12, (2027, 2, 28)),
        ((2027, 5, 31), 600, (1977, 5, 31)),
        ((2027, 3, 31), 0, (2027, 3, 31)),
    ],
)
def test_months_are_those_of_the_calendar(at, months, before):
    assert months_before(datetime(*at, tzinfo=UTC), months) == datetime(*before, tzinfo=UTC)


def test_no_record_goes_before_its_months_are_over_nor_more_than_a_day_late():
    for day in range(366):
        ended = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(days=day)
        for months in (1, 2, 12, 36):
            over = next(n for n in range(1, 1200) if record_due(ended, months, ended + timedelta(days=n)))
            last = months_before(ended + timedelta(days=over), months)
            assert ended <= last < ended + timedelta(days=4), (ended, months)
            assert not record_due(ended, months, ended + timedelta(days=over - 1))
            assert over >= 28 * months


@pytest.mark.parametrize(("status", "days"), [("spam", 30), ("rejected", 30), ("removed", 180)])
def test_a_new_site_lets_go_what_was_not_published_and_to_the_moment(status, days):
    assert comment_due(DEFAULT, facts(status, days), AT) == status
    assert comment_due(DEFAULT, facts(status, days - 0.001), AT) is None


@pytest.mark.parametrize("status", list(Status))
def test_a_site_that_keeps_all_lets_nothing_go_however_old(status):
    assert comment_due(KEEP_ALL, facts(status, 36_500), AT) is None


def test_a_new_site_keeps_what_is_public_and_what_waits_for_ever():
    for status in ("published", "pending"):
        assert comment_due(DEFAULT, facts(status, 36_500), AT) is None


def test_what_is_erased_is_never_due_again():
    assert comment_due(ALL_ON, facts("erased", 36_500, notice="a" * 64), AT) is None


def test_an_old_notice_outweighs_every_other_rule():
    assert comment_due(ALL_ON, facts("spam", 400, notice="a" * 64), AT) is Rule.OLD_NOTICE
    assert comment_due(ALL_ON, facts("spam", 400, notice="b" * 64), AT) is Rule.SPAM
    assert comment_due(ALL_ON, facts("published", 0, notice="a" * 64), AT) is Rule.OLD_NOTICE
    assert comment_due(ALL_ON, facts("published", 0, notice=None), AT) is None


def test_a_public_comment_counts_from_posting_and_a_hidden_one_from_its_last_change():
    policy = Policy(published_months=1, spam_days=10)
    old = facts("published", 60, decided_at=AT - timedelta(days=1))
    assert comment_due(policy, old, AT) is Rule.PUBLISHED
    assert comment_due(policy, replace(old, status="spam"), AT) is None
    assert comment_due(policy, facts("spam", 60, edited_at=AT - timedelta(days=1)), AT) is None
    assert comment_due(policy, facts("spam", 60, decided_at=None), AT) is Rule.SPAM


def history(*events):
    return [PastEvent(kind, AT - timedelta(days=days), purposes) for kind, days, purposes in events]


PURPOSES = [
    {"id": "publish", "lawful_basis": "eu-gdpr:A6-1-a"},
    {"id": "reply-mail", "lawful_basis": "eu-gdpr:A6-1-a", "storage": "service"},
    {"id": "remember-me", "lawful_basis": "eu-gdpr:A6-1-a", "storage": "device"},
]
ON = {"publish": True, "reply-mail": True, "remember-me": True}
OFF = ON | {"reply-mail": False}


@pytest.mark.parametrize(
    ("events", "due"),
    [
        ([("given", 200, ON)], ["reply-mail"]),
        ([("given", 179, ON)], []),
        ([("given", 200, OFF)], []),
        ([("given", 400, OFF), ("given", 179, ON)], []),
        ([("given", 400, ON), ("withdrawn", 300, OFF), ("given", 179, ON)], []),
        ([("given", 400, ON), ("corrected", 1, ON)], ["reply-mail"]),
        ([("given", 400, ON), ("renewed", 1, ON)], []),
        ([("given", 400, ON), ("expired", 200, OFF)], []),
        ([("given", 400, ON), ("erased", 300, {})], []),
        ([], []),
    ],
)
def test_an_optional_consent_ends_months_after_it_was_last_given(events, due):
    assert consents_due(Policy(consent_months=6), history(*events), PURPOSES, AT) == due


def test_without_a_period_no_consent_ends():
    assert consents_due(DEFAULT, history(("given", 36_500, ON)), PURPOSES, AT) == []


def test_settings_are_checked_by_their_bounds():
    assert policy_problems(policy_values(DEFAULT)) == {}
    for name, (least, most) in PERIODS.items():
        assert policy_problems({name: least}) == policy_problems({name: most}) == {}
        for wrong in (least - 1, most + 1, True, 1.0, "1", None):
            assert list(policy_problems({name: wrong})) == [name], wrong
    for wrong in ("abc", [1], [None]):
        assert list(policy_problems({"old_notices": wrong})) == ["old_notices"]
    assert policy_problems({"site_id": "other"}) == {"site_id": ["There is no such setting."]}


def test_the_longest_periods_reach_back_without_breaking():
    longest = Policy(**{name: most for name, (_, most) in PERIODS.items()})
    for rule in Rule:
        due_before(longest, rule, AT)
    assert set(policy_names()) == {*PERIODS, "old_notices"}
