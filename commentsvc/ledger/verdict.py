"""What verifying can end with, and how it is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Outcome(Enum):
    """What verifying can end with: the name programs read, the exit code, and what it means."""

    PROVEN = (
        "proven",
        0,
        "It is as claimed, and others saw it: witnesses or authorities you trust, or you, who kept a checkpoint.",
    )
    OPERATORS_WORD = (
        "operators-word",
        10,
        "All fits together and is signed with the key you trust; nobody else saw it.",
    )
    SELF_ATTESTED = ("self-attested", 11, "All fits together, but the key came with it: anybody could have made it.")
    ALTERED = ("altered", 20, "A record, a promise or a checkpoint is not what was committed to or signed.")
    NOT_IN_LOG = ("not-in-log", 21, "The proof does not lead from the entry to the checkpoint, or there is none.")
    PROMISE_BROKEN = ("promise-broken", 22, "The log signed that it would hold the entry by a time, and did not.")
    LOG_REWRITTEN = ("log-rewritten", 23, "The log no longer begins with what it was.")
    SPLIT_VIEW = ("split-view", 24, "The operator signed two different logs of one size.")
    UNKNOWN_KEY = ("unknown-key", 25, "The key is none of those you trust.")
    MALFORMED = ("malformed", 26, "A file cannot be read; nothing is shown either way.")
    ROLLED_BACK = (
        "rolled-back",
        27,
        "The log is shorter than one that was seen: an older copy of it was put back, or its end taken away.",
    )

    @property
    def slug(self) -> str:
        """The outcome in one word."""
        return self.value[0]

    @property
    def exit_code(self) -> int:
        """What a program that verifies exits with. 1 and 2 are left for what is no verdict, such as a missing file."""
        return self.value[1]


@dataclass(frozen=True)
class Verdict:
    """`sentence` says what is proven and what is not; `details` are single facts, one sentence each. Of an archive,
    `files` has the verdict on each file that was checked, by its name."""

    outcome: Outcome
    sentence: str
    details: tuple[str, ...] = ()
    files: tuple[tuple[str, Verdict], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        told: dict[str, Any] = {
            "outcome": self.outcome.slug,
            "exit_code": self.outcome.exit_code,
            "sentence": self.sentence,
            "details": list(self.details),
        }
        if self.files:
            told["files"] = [{"file": name} | verdict.as_json() for name, verdict in self.files]
        return told


GRAVITY = (
    Outcome.PROVEN,
    Outcome.OPERATORS_WORD,
    Outcome.SELF_ATTESTED,
    Outcome.MALFORMED,
    Outcome.UNKNOWN_KEY,
    Outcome.PROMISE_BROKEN,
    Outcome.NOT_IN_LOG,
    Outcome.ALTERED,
    Outcome.ROLLED_BACK,
    Outcome.LOG_REWRITTEN,
    Outcome.SPLIT_VIEW,
)
"""Outcomes from the best to the gravest: of several, the last in this order decides."""


def gravest(verdicts: Iterable[Verdict]) -> Verdict:
    """The first of those whose outcome is the gravest; there is at least one."""
    return max(verdicts, key=lambda verdict: GRAVITY.index(verdict.outcome))


class Found(Exception):
    """Something that ends the checking."""

    def __init__(self, outcome: Outcome, sentence: str) -> None:
        super().__init__(sentence)
        self.verdict = Verdict(outcome, sentence)
