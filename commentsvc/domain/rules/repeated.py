"""The same text again, or the same words over and over inside one."""

from __future__ import annotations

import re
from collections import Counter

from commentsvc.domain.rules.comment import JudgedComment
from commentsvc.domain.rules.folding import tokens
from commentsvc.domain.rules.kind import NUMBER, Effect, Field, Kind, Looks, Need, Problems, Settings, times

_RUN = re.compile(r"([^\W_])\1{29,}")
_SHORTEST = 4  # letters of a word that counts: “the” and “und” come often in any text


def _ready(settings: Settings) -> Looks:
    def look(comment: JudgedComment) -> str | None:
        if settings["copies"] and comment.copies >= settings["copies"]:
            return f"the same text came {'before' if comment.copies == 1 else f'{comment.copies} times before'}"
        return _within(comment.folded, settings["share"]) if settings["share"] else None

    return look


def _within(folded: str, share: int) -> str | None:
    if _RUN.search(folded):
        return "one letter stands there over and over"
    words = [word for word in tokens(folded) if len(word) >= _SHORTEST]
    if len(words) < 10:
        return None
    word, count = Counter(words).most_common(1)[0]
    return f"“{word[:40]}” stands there {times(count, 'time')}" if count * 100 >= share * len(words) else None


def _check(settings: Settings) -> Problems:
    if not settings["copies"] and not settings["share"]:
        return {"copies": ["With both at 0 this rule looks for nothing."]}
    return {}


REPEATED = Kind(
    id="repeated",
    name="Repeated text",
    says="The same text came before on the site, or one word makes up much of it.",
    reason="repeated",
    effects=(Effect.HOLD, Effect.SPAM),
    fields=(
        Field(
            "copies",
            "The same text came at least so often before",
            "Among the last 500 comments of the site, whoever wrote them, whatever the case and punctuation. "
            "Texts of fewer than 12 letters do not count. 0: not looked for.",
            NUMBER,
            1,
            most=100,
        ),
        Field(
            "share",
            "Or one word makes up so many percent",
            "Of the words with four letters or more, where there are at least ten; "
            "or one letter stands thirty times in a row. 0: not looked for.",
            NUMBER,
            50,
            most=100,
        ),
    ),
    ready=_ready,
    check=_check,
    needs=frozenset({Need.COPIES}),
)
