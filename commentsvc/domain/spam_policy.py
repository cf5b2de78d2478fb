"""Which of the served form's layers against spam a site uses, and what they count. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

PROOFS = ("doubtful", "all", "nobody")
"""Whom a site can ask for a proof of work."""

MOST = 1000
"""The largest number of comments that a limit can name."""

QUICKEST = timedelta(seconds=2)
"""A form sent sooner after it was opened was sent by a program: with a kept draft and a remembered name, a person
still has to read, tick and press."""

FLOOD_WITHIN = timedelta(minutes=10)
LINK_WITHIN = timedelta(hours=1)
REPEATED_WITHIN = timedelta(days=14)


@dataclass(frozen=True)
class SpamPolicy:
    """What a site uses. `flood_limit` is how many comments one range of addresses may send within `FLOOD_WITHIN`, and
    `link_limit` how many may link to one domain within `LINK_WITHIN`, before the next one waits; 0 turns it off."""

    trap: bool = True
    timing: bool = True
    proof: str = "doubtful"
    repeats: bool = True
    flood_limit: int = 10
    link_limit: int = 5


DEFAULT = SpamPolicy()
NAMES = tuple(field.name for field in fields(SpamPolicy))


def policy_problems(changes: Mapping[str, Any]) -> dict[str, list[str]]:
    """What is wrong with `changes`, by setting; empty when they can be made."""
    wrong: dict[str, list[str]] = {}
    for name, value in changes.items():
        if name not in NAMES:
            wrong[name] = ["There is no such setting."]
        elif name == "proof":
            if value not in PROOFS:
                wrong[name] = [f"This is one of {', '.join(PROOFS)}."]
        elif name.endswith("_limit"):
            if type(value) is not int or not 0 <= value <= MOST:
                wrong[name] = [f"This is a whole number from 0 to {MOST}."]
        elif type(value) is not bool:
            wrong[name] = ["This is on or off."]
    return wrong
