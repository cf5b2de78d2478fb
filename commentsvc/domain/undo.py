"""Which moderation decision an undo takes back. No I/O."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Protocol, TypeVar

from commentsvc.errors import Conflict


class Decided(Protocol):
    """What a decision must tell: its id, the status it led to, the decision it took back, if any, and who made it."""

    id: uuid.UUID
    to_status: str
    undoes: uuid.UUID | None
    actor_name: str


D = TypeVar("D", bound=Decided)


def standing_decision(decisions: Sequence[D], status: str) -> D | None:
    """The newest of `decisions` (oldest first) that was neither undone nor is itself an undoing.

    Undoing therefore goes back step by step, and never to and fro. None when nothing stands, or when the comment's
    `status` is no longer the one the decision led to: an edit or an erasure came after it, and must not be overruled
    by taking back something older.
    """
    undone = {decision.undoes for decision in decisions}
    for decision in reversed(decisions):
        if decision.undoes is None and decision.id not in undone:
            return decision if decision.to_status == status else None
    return None


def decision_to_undo(decisions: Sequence[D], status: str, wanted: uuid.UUID | None = None) -> D:
    """The decision that stands, which has to be the `wanted` one where one is named: what somebody else decided
    afterwards is taken back first, and knowingly.

    Raises `Conflict`, whose detail says what is in the way.
    """
    standing = standing_decision(decisions, status)
    if wanted is None or (standing is not None and standing.id == wanted):
        if standing is None:
            raise Conflict("There is no decision to take back: none was made, or the comment has changed since.")
        return standing
    if wanted in {decision.undoes for decision in decisions}:
        raise Conflict("This decision was taken back already.")
    if wanted not in {decision.id for decision in decisions}:
        raise Conflict("This is no decision about this comment.")
    if standing is None:
        raise Conflict("The comment has changed since this decision, so there is nothing left of it to take back.")
    raise Conflict(f"{standing.actor_name} decided about it afterwards. Take that back first.")
