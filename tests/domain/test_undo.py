"""An undo takes back the newest decision that stands, step by step, and never one that an edit has overtaken."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentsvc.domain.undo import decision_to_undo, standing_decision
from commentsvc.errors import Conflict


@dataclass
class Step:
    from_status: str
    to_status: str
    undoes: uuid.UUID | None = None
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    actor_name: str = "Bo"


def test_without_decisions_nothing_stands():
    assert standing_decision([], "pending") is None


def test_the_newest_decision_stands():
    first, second = Step("pending", "published"), Step("published", "spam")

    assert standing_decision([first, second], "spam") is second


def test_after_an_undo_the_one_before_stands_and_then_nothing():
    first, second = Step("pending", "published"), Step("published", "spam")
    back = Step("spam", "published", undoes=second.id)
    further_back = Step("published", "pending", undoes=first.id)

    assert standing_decision([first, second, back], "published") is first
    assert standing_decision([first, second, back, further_back], "pending") is None


def test_a_decision_after_an_undo_can_be_undone_itself():
    first = Step("pending", "published")
    back = Step("published", "pending", undoes=first.id)
    again = Step("pending", "spam")

    assert standing_decision([first, back, again], "spam") is again


def test_a_decision_that_an_edit_has_overtaken_is_not_taken_back():
    assert standing_decision([Step("pending", "published")], "pending") is None


def test_a_decision_that_is_named_is_taken_back_only_while_it_is_the_one_that_stands():
    mine, hers = Step("pending", "published"), Step("published", "spam")
    back = Step("spam", "published", undoes=hers.id)

    assert decision_to_undo([mine, hers], "spam", hers.id) is hers
    assert decision_to_undo([mine, hers, back], "published", mine.id) is mine
    for decisions, status, wanted, said in (
        ([mine, hers], "spam", mine.id, "Bo decided about it afterwards. Take that back first."),
        ([mine, hers, back], "published", hers.id, "This decision was taken back already."),
        ([mine], "pending", mine.id, "The comment has changed since this decision"),
        ([mine], "published", uuid.uuid4(), "This is no decision about this comment."),
        ([mine], "pending", None, "There is no decision to take back"),
    ):
        with pytest.raises(Conflict) as refused:
            decision_to_undo(decisions, status, wanted)
        assert refused.value.detail.startswith(said)


@given(st.lists(st.sampled_from(["published", "spam", "rejected", "removed"]), max_size=8))
def test_as_many_undos_as_decisions_lead_back_to_the_beginning(path):
    status, history = "pending", []
    for wanted in path:
        history.append(Step(status, wanted))
        status = wanted
    for _ in path:
        taken_back = standing_decision(history, status)
        history.append(Step(status, taken_back.from_status, undoes=taken_back.id))
        status = taken_back.from_status

    assert status == "pending"
    assert standing_decision(history, status) is None
