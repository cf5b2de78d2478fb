"""What may become of a comment. One table of legal steps; who may take them is decided elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from commentsvc.errors import Conflict


class Status(StrEnum):
    """Where a comment stands. `removed` is a moderator's doing; `erased` is final: it was its author's right, or its
    time was over."""

    PENDING = "pending"
    PUBLISHED = "published"
    SPAM = "spam"
    REJECTED = "rejected"
    REMOVED = "removed"
    ERASED = "erased"


class Action(StrEnum):
    """What a moderator can decide."""

    PUBLISH = "publish"
    REJECT = "reject"
    SPAM = "spam"
    REMOVE = "remove"
    RESTORE = "restore"
    UNDO = "undo"


_STEPS: dict[Action, dict[Status, Status]] = {
    Action.PUBLISH: {
        Status.PENDING: Status.PUBLISHED,
        Status.SPAM: Status.PUBLISHED,
        Status.REJECTED: Status.PUBLISHED,
    },
    Action.REJECT: {Status.PENDING: Status.REJECTED, Status.SPAM: Status.REJECTED},
    Action.SPAM: {
        Status.PENDING: Status.SPAM,
        Status.PUBLISHED: Status.SPAM,
        Status.REJECTED: Status.SPAM,
        Status.REMOVED: Status.SPAM,
    },
    Action.REMOVE: {Status.PUBLISHED: Status.REMOVED},
    Action.RESTORE: {
        Status.REMOVED: Status.PUBLISHED,
        Status.REJECTED: Status.PENDING,
        Status.SPAM: Status.PENDING,
    },
}

_DONE = {
    Action.PUBLISH: Status.PUBLISHED,
    Action.REJECT: Status.REJECTED,
    Action.SPAM: Status.SPAM,
    Action.REMOVE: Status.REMOVED,
}

_STANDS = {
    Status.PENDING: "This comment is waiting for a decision",
    Status.PUBLISHED: "This comment is published",
    Status.SPAM: "This comment is marked as spam",
    Status.REJECTED: "This comment was rejected",
    Status.REMOVED: "This comment was removed",
}

_REMEDY = {
    (Status.PENDING, Action.REMOVE): "reject it instead",
    (Status.PENDING, Action.RESTORE): "there is nothing to restore",
    (Status.PUBLISHED, Action.REJECT): "remove it instead",
    (Status.PUBLISHED, Action.RESTORE): "there is nothing to restore",
    (Status.SPAM, Action.REMOVE): "readers do not see it",
    (Status.REJECTED, Action.REMOVE): "readers do not see it",
    (Status.REMOVED, Action.PUBLISH): "restore it instead",
    (Status.REMOVED, Action.REJECT): "readers do not see it",
}


def next_status(status: Status, action: Action, previous: Status | None = None) -> Status:
    """The status after `action`; for `undo` it is `previous`, the status before the last decision.

    Raises `Conflict`, whose detail is one sentence that says where the comment stands, when the step is not legal.
    """
    status, action = Status(status), Action(action)
    if status is Status.ERASED:
        raise Conflict("This comment was erased, so nothing can be decided about it any more.")
    if action is Action.UNDO:
        if previous is None:
            raise Conflict("There is no decision to undo.")
        if Status(previous) is Status.ERASED:
            raise Conflict("What was erased cannot be brought back.")
        return Status(previous)
    after = _STEPS[action].get(status)
    if after is not None:
        return after
    reason = "already" if _DONE.get(action) is status else _REMEDY[status, action]
    raise Conflict(f"{_STANDS[status]} {reason}." if reason == "already" else f"{_STANDS[status]}: {reason}.")


def legal_actions(status: Status) -> tuple[Action, ...]:
    """The actions that make sense at `status`, `undo` aside, in the order a moderator wants them offered."""
    return tuple(action for action, steps in _STEPS.items() if Status(status) in steps)


def initial_status(moderation: str, trusted: bool, held_reasons: Sequence[str]) -> Status:
    """Where a new or edited comment begins. `moderation` is the site's `before` or `after`; `held_reasons` names what
    made a rule ask for a person's eye (too many links, a listed word) and outweighs trust.
    """
    if moderation not in {"before", "after"}:
        raise ValueError(f"moderation is before or after, not {moderation!r}")
    if held_reasons:
        return Status.PENDING
    return Status.PUBLISHED if trusted or moderation == "after" else Status.PENDING


def is_public(status: Status) -> bool:
    """Whether every reader sees a comment at `status`."""
    return Status(status) is Status.PUBLISHED
