"""Words and phrases of a list."""

from __future__ import annotations

from commentsvc.domain.rules.comment import JudgedComment
from commentsvc.domain.rules.kind import LINES, Effect, Field, Kind, Looks, Problems, Settings
from commentsvc.domain.rules.word_list import WordList, entry_problem

MOST_WORDS = 100_000
_TOLD = 5


def _ready(settings: Settings) -> Looks:
    words = WordList(settings["words"])

    def look(comment: JudgedComment) -> str | None:
        for place, text in comment.places.items():
            if text and (found := words.find(text)) is not None:
                return f"“{found}” stands in {place}"
        return None

    return look


def _check(settings: Settings) -> Problems:
    if not settings["words"]:
        return {"words": ["Write at least one word."]}
    wrong = [problem for entry in settings["words"] if (problem := entry_problem(entry)) is not None]
    return {"words": wrong[:_TOLD]} if wrong else {}


WORDS = Kind(
    id="words",
    name="Word list",
    says="A word or a phrase of the list stands in the text, the name or a link.",
    reason="words",
    effects=(Effect.HOLD, Effect.SPAM),
    fields=(
        Field(
            "words",
            "Words and phrases",
            "One a line. Whole words are found, whatever their case and accents: “ass” is not found in “class”. "
            "casino* is found with any ending. =ano is found only as it is spelled, so not in “año”. "
            "In Japanese, Chinese and Thai, which set no spaces, a line is found wherever it stands. "
            "Invisible characters, look-alike letters, v1agra and v i a g r a are seen through.",
            LINES,
            [],
            most=MOST_WORDS,
        ),
    ),
    ready=_ready,
    check=_check,
)
