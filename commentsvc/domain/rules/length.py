"""Too short, too long, or shouted."""

from __future__ import annotations

from commentsvc.domain.rules.comment import JudgedComment
from commentsvc.domain.rules.kind import NUMBER, Effect, Field, Kind, Looks, Problems, Settings, times

_FEWEST_LETTERS = 12  # below which capitals may be an abbreviation


def _ready(settings: Settings) -> Looks:
    def look(comment: JudgedComment) -> str | None:
        text = comment.text
        if len(text) < settings["shorter_than"]:
            return f"it has only {times(len(text), 'character')}"
        if settings["longer_than"] and len(text) > settings["longer_than"]:
            return f"it has {times(len(text), 'character')}"
        share = _capitals(text) if settings["capitals"] else 0
        return (
            f"{share} % of its letters are capitals" if settings["capitals"] and share >= settings["capitals"] else None
        )

    return look


def _capitals(text: str) -> int:
    """The share of capitals among the letters that have both forms, in percent; 0 where they are few."""
    big = sum(character.isupper() for character in text)
    small = sum(character.islower() for character in text)
    return big * 100 // (big + small) if big + small >= _FEWEST_LETTERS else 0


def _check(settings: Settings) -> Problems:
    if not any(settings.values()):
        return {"shorter_than": ["With all at 0 this rule looks for nothing."]}
    if settings["longer_than"] and settings["longer_than"] < settings["shorter_than"]:
        return {"longer_than": ["This is below the shortest."]}
    return {}


LENGTH = Kind(
    id="length",
    name="Length and shouting",
    says="The text is too short, too long, or mostly in capitals.",
    reason="length",
    effects=(Effect.HOLD,),
    fields=(
        Field("shorter_than", "Shorter than", "Characters as a reader sees them. 0: no text is too short.", NUMBER, 0,
              most=1000),
        Field("longer_than", "Longer than", "Characters. 0: no text is too long.", NUMBER, 0, most=100_000),
        Field(
            "capitals",
            "Percent of capitals",
            "Of the letters that have capitals, where there are at least twelve. 0: not looked for.",
            NUMBER,
            80,
            most=100,
        ),
    ),
    ready=_ready,
    check=_check,
)  # fmt: skip
