"""Rules that a site sets for its comments: what each kind looks for, and what a list of them comes to. Pure.

A kind is a file here; `KINDS` lists them in the order in which they are offered.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from commentsvc.domain.rules.closed import CLOSED
from commentsvc.domain.rules.comment import JudgedComment
from commentsvc.domain.rules.flags import FLAGS
from commentsvc.domain.rules.kind import Effect, Kind, Looks
from commentsvc.domain.rules.language import LANGUAGE
from commentsvc.domain.rules.length import LENGTH
from commentsvc.domain.rules.links import LINKS
from commentsvc.domain.rules.new_author import NEW_AUTHOR
from commentsvc.domain.rules.repeated import REPEATED
from commentsvc.domain.rules.trusted import TRUSTED
from commentsvc.domain.rules.words import WORDS

KINDS: dict[str, Kind] = {
    kind.id: kind for kind in (WORDS, LINKS, REPEATED, LENGTH, LANGUAGE, NEW_AUTHOR, TRUSTED, CLOSED, FLAGS)
}

MOST_RULES = 100
NAME_MAX = 100


@dataclass(frozen=True)
class ReadyRule:
    """A rule that is switched on, its settings made into a look."""

    id: uuid.UUID
    name: str
    kind: Kind
    effect: Effect
    look: Looks


@dataclass(frozen=True)
class Applied:
    """That a rule applies, and what it found, in one plain sentence for a moderator."""

    rule: ReadyRule
    because: str


def apply_rules(rules: Iterable[ReadyRule], comment: JudgedComment) -> list[Applied]:
    """Ask the rules from the top. Each that applies is noted, so that a moderator sees every reason; one that lets pass
    ends it: what stands below is not asked, what stands above and holds the comment still does.
    """
    found: list[Applied] = []
    for rule in rules:
        said = rule.look(comment)
        if said is None:
            continue
        found.append(Applied(rule, because(rule.name, said)))
        if rule.effect is Effect.PASS:
            break
    return found


def because(name: str, said: str) -> str:
    """The sentence that stands beside a comment: which rule, and what it found."""
    return f"Rule “{name}”: {said}."
