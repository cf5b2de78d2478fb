"""Readers' flags against a published comment."""

from __future__ import annotations

from commentsvc.domain.rules.comment import JudgedComment
from commentsvc.domain.rules.kind import NUMBER, Effect, Field, Kind, Looks, Need, Settings, times


def _ready(settings: Settings) -> Looks:
    def look(comment: JudgedComment) -> str | None:
        return f"{times(comment.flags, 'reader')} flagged it" if comment.flags >= settings["flags"] else None

    return look


FLAGS = Kind(
    id="flags",
    name="Flags by readers",
    says="So many readers flagged it. A comment that is published already is held back again.",
    reason="flags",
    effects=(Effect.HOLD,),
    fields=(
        Field(
            "flags",
            "Flags",
            "One network counts once a day. Once a moderator has decided, or cleared the flags, only new ones count.",
            NUMBER,
            3,
            least=1,
            most=1000,
        ),
    ),
    ready=_ready,
    needs=frozenset({Need.FLAGS}),
)
