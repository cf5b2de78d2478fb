"""Reasons that an author is given for a decision (DSA Art. 17), and reports of illegal content (Art. 16): the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from commentsvc.domain.content_text import ContentText
from commentsvc.domain.moderation import Status
from commentsvc.domain.plain_text import clean_body, has_ink

ILLEGAL, RULES, SPAM, OTHER = "illegal", "rules", "spam", "other"
GROUNDS = (ILLEGAL, RULES, SPAM, OTHER)
"""Why: it is against a law, against the site's own rules, advertising or spam, or something else."""

PERSON, FOUND, PROGRAM = "person", "found", "program"
MEANS = (PERSON, FOUND, PROGRAM)
"""How: a person found it and decided; a program found it and a person decided; a program decided."""

HIDDEN = (Status.REJECTED, Status.REMOVED, Status.SPAM)
"""Where a comment stands when its author may be told why."""

OPEN, ACTED, KEPT, GONE = "open", "acted", "kept", "gone"
STATES = (OPEN, ACTED, KEPT, GONE)
"""A report waits; the comment is not public any more; it stays; its author or its time ended it before a decision."""

RULE_MAX, FACTS_MAX, WHY_MAX, ANSWER_MAX, NAME_MAX = 500, 2_000, 5_000, 2_000, 200


@dataclass(frozen=True)
class StatementDraft:
    """What an author shall be told: `ground`, the words of the law or rule, and what it is about. `means` None: what
    follows from how the comment was held back."""

    ground: str
    rule: str = ""
    facts: str = ""
    means: str | None = None


@dataclass(frozen=True)
class StatementView:
    """A statement as it was given. `reported`: somebody reported the comment."""

    status: str
    ground: str
    rule: str
    facts: str
    means: str
    reported: bool
    at: datetime


def statement_problems(draft: StatementDraft) -> dict[str, list[str]]:
    """What is wrong with it, by field."""
    found: dict[str, list[str]] = {}
    if draft.ground not in GROUNDS:
        found["ground"] = [f"One of {', '.join(GROUNDS)}."]
    if draft.means is not None and draft.means not in MEANS:
        found["means"] = [f"One of {', '.join(MEANS)}."]
    for name, text, most in (("rule", draft.rule, RULE_MAX), ("facts", draft.facts, FACTS_MAX)):
        if too_long(text, most):
            found[name] = [f"At most {most} characters of text."]
    if draft.ground == ILLEGAL and not has_ink(draft.rule):
        found.setdefault("rule", ["Name the law: the author has a right to know it."])
    if draft.ground == OTHER and not has_ink(draft.facts):
        found.setdefault("facts", ["Say what the reason is."])
    return found


def too_long(text: str, most: int) -> bool:
    """Whether `text` is longer than this, or holds what PostgreSQL refuses in a text."""
    return len(text) > most or "\x00" in text


def plain(text: str) -> str:
    """What a person typed, as it is stored: no control characters, nothing that turns other words around."""
    return clean_body(text).strip()


def statement_paragraphs(view: StatementView, text: ContentText, controller: Mapping[str, str]) -> list[str]:
    """The statement in the words of a language: what was done, why, how, and what can be done about it. `controller`
    has `controller` and `contact`."""
    reason = [text.grounds[view.ground]]
    reason += [f"{text.law}: {view.rule}"] if view.rule else []
    reason += [f"{text.facts}: {view.facts}"] if view.facts else []
    return [
        f"{text.done[view.status]} {text.scope}",
        *reason,
        f"{text.reported if view.reported else text.not_reported} {text.means[view.means]}",
        text.redress.format(**controller),
    ]
