"""Every step a comment may take, and every one it may not."""

from __future__ import annotations

from itertools import product

import pytest

from commentsvc.domain.moderation import Action, Status, initial_status, is_public, legal_actions, next_status
from commentsvc.errors import Conflict

LEGAL = {
    ("pending", "publish"): "published",
    ("pending", "reject"): "rejected",
    ("pending", "spam"): "spam",
    ("published", "spam"): "spam",
    ("published", "remove"): "removed",
    ("spam", "publish"): "published",
    ("spam", "reject"): "rejected",
    ("spam", "restore"): "pending",
    ("rejected", "publish"): "published",
    ("rejected", "spam"): "spam",
    ("rejected", "restore"): "pending",
    ("removed", "restore"): "published",
    ("removed", "spam"): "spam",
}
DECISIONS = [action for action in Action if action is not Action.UNDO]


@pytest.mark.parametrize(("status", "action"), [*product(Status, DECISIONS)])
def test_a_decision_is_legal_or_refused_with_a_sentence(status, action):
    expected = LEGAL.get((status.value, action.value))
    if expected:
        assert next_status(status, action) == expected
        assert action in legal_actions(status)
        return
    assert action not in legal_actions(status)
    with pytest.raises(Conflict) as refused:
        next_status(status, action)

    assert refused.value.detail.startswith("This comment")
    assert refused.value.detail.endswith(".")


def test_deciding_the_same_twice_says_so():
    with pytest.raises(Conflict, match="published already"):
        next_status(Status.PUBLISHED, Action.PUBLISH)


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.ERASED])
def test_undo_goes_back_to_the_status_before_the_last_decision(status):
    assert next_status(Status.SPAM, Action.UNDO, previous=status) is status


def test_undo_needs_a_decision_and_never_brings_back_what_was_erased():
    with pytest.raises(Conflict, match="no decision"):
        next_status(Status.PUBLISHED, Action.UNDO)
    with pytest.raises(Conflict, match="erased"):
        next_status(Status.ERASED, Action.UNDO, previous=Status.PUBLISHED)
    with pytest.raises(Conflict, match="erased"):
        next_status(Status.PUBLISHED, Action.UNDO, previous=Status.ERASED)


@pytest.mark.parametrize(
    ("moderation", "trusted", "held", "status"),
    [
        ("before", False, [], "pending"),
        ("before", True, [], "published"),
        ("after", False, [], "published"),
        ("after", True, ["links"], "pending"),
        ("before", True, ["links"], "pending"),
    ],
)
def test_where_a_new_comment_begins(moderation, trusted, held, status):
    assert initial_status(moderation, trusted, held) == status


def test_a_site_has_one_of_two_ways_to_moderate():
    with pytest.raises(ValueError, match="before or after"):
        initial_status("never", False, [])


def test_only_what_is_published_is_public():
    assert [status.value for status in Status if is_public(status)] == ["published"]
