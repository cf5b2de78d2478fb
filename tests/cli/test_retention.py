"""`commentsvc retention`: shows, changes, lets go."""

from __future__ import annotations

import json

from tests.cli.conftest import Run


def test_a_new_sites_periods_are_shown_and_nothing_is_due(ready: Run) -> None:
    told = json.loads(ready("retention", "blog", "--json").output)

    assert told["policy"] == {
        "spam_days": 30,
        "rejected_days": 30,
        "removed_days": 180,
        "pending_days": 0,
        "published_months": 0,
        "consent_months": 0,
        "trail_months": 24,
        "old_notices": [],
    }
    assert told["would_go"] == []
    assert "Nothing has been kept too long." in ready("retention", "blog").output


def test_a_period_is_changed_and_stays_changed(ready: Run) -> None:
    changed = json.loads(
        ready("retention", "blog", "--set", "spam_days=14", "--set", "pending_days=60", "--json").output
    )

    assert changed["policy"]["spam_days"] == 14
    assert changed["waits_until"] is not None
    assert json.loads(ready("retention", "blog", "--json").output)["policy"] == changed["policy"]


def test_letting_go_says_what_went_and_is_remembered(ready: Run) -> None:
    assert json.loads(ready("retention", "blog", "--run", "--json").output) == {"gone": {}}
    assert "nothing to let go" in ready("retention", "blog", "--run").output
    runs = json.loads(ready("retention", "blog", "--json").output)["runs"]
    assert [(run["by"], run["gone"]) for run in runs] == [("command line", {})] * 2


def test_what_makes_no_sense_is_refused_and_changes_nothing(ready: Run) -> None:
    for wrong in ("spam_days=x", "spam_days", "rejected-days=3", "drop_table=1", "spam_days=1.5"):
        assert ready("retention", "blog", "--set", wrong).exit_code == 2, wrong
    for wrong in ("spam_days=-1", "published_months=601", "old_notices=abc", "consent_months=99999999999999999999"):
        assert ready("retention", "blog", "--set", wrong).exit_code == 1, wrong
    assert ready("retention", "nowhere").exit_code == 1
    assert json.loads(ready("retention", "blog", "--json").output)["policy"]["spam_days"] == 30
