"""`commentsvc doctor` on the logs: how strong each is, and what is late, refused or behind, with the remedy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from commentsvc.cli.doctor import examine
from commentsvc.ledger.cosignature import Cosigner
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_witnesses import add_witness
from tests.ledger.keys import fixed_key
from tests.usecases.log_entries import add_pending, integrate_all, make_entry, store

Told = Callable[[str], tuple[str, str]]


@pytest.fixture
def told(app: Any, deps: Any, site: Any) -> Told:
    """`told("log")`: state and words of what the doctor finds of the site's log."""

    def look(what: str) -> tuple[str, str]:
        with app.app_context():
            [found] = [(one.state, one.say) for one in examine(deps) if one.check == f"{what} of {site.id}"]
        deps.session.rollback()
        return found

    return look


def test_a_log_that_is_in_order_is_told_with_how_strong_it_is(deps: Any, site: Any, told: Told) -> None:
    add_pending(deps, site.id, 3)
    integrate_all(deps, site.id)

    state, say = told("log")
    assert state == "ok" and say.startswith("Operator's word only: 3 entries")


def test_entries_that_wait_too_long_are_wrong_before_and_after_their_deadline(
    deps: Any, site: Any, told: Told, later: Callable[..., None]
) -> None:
    add_pending(deps, site.id, 2)
    assert told("log")[0] == "ok"
    later(hours=1)
    assert told("log")[0] == "wrong" and "2 entries wait longer than they should" in told("log")[1]
    later(hours=24)
    assert told("log")[0] == "wrong" and "past the time promised" in told("log")[1]


def test_an_entry_without_a_promise_is_wrong(deps: Any, site: Any, told: Told) -> None:
    entry = make_entry(deps, site.id)
    entry.promise = bytes(64)
    store(deps, [entry])
    integrate_all(deps, site.id)

    assert told("log")[0] == "wrong" and "who may write to the database?" in told("log")[1]


def test_a_witness_that_saw_nothing_for_an_hour_is_named(
    deps: Any, site: Any, told: Told, later: Callable[..., None]
) -> None:
    add_witness(deps, CLI, site.id, Cosigner(fixed_key("ada.example")).vkey)
    add_pending(deps, site.id)
    integrate_all(deps, site.id)
    assert told("witnesses") == ("ok", "follow the log")
    later(hours=2)
    assert told("witnesses")[0] == "warning" and "ada.example" in told("witnesses")[1]
