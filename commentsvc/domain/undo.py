"""Which moderation decision an undo takes back. No I/O."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Protocol, TypeVar


class Decided(Protocol):
    """What a decision must tell: its id, the status it led to, and the decision it took back, if any."""

    id: uuid.UUID
    to_status: str
    undoes: uuid.UUID | None


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
