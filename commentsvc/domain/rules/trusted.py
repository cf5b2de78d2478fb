"""Authors of whom enough is published."""

from __future__ import annotations

from commentsvc.domain.rules.comment import JudgedComment
from commentsvc.domain.rules.kind import NUMBER, Effect, Field, Kind, Looks, Need, Settings, times


def _ready(settings: Settings) -> Looks:
    def look(comment: JudgedComment) -> str | None:
        author = comment.author
        if not author.has_address or author.refused or author.published < settings["published"]:
            return None
        return (
            f"{times(author.published, 'comment')} by its author {'is' if author.published == 1 else 'are'} published"
        )

    return look


TRUSTED = Kind(
    id="trusted",
    name="Trusted author",
    says="Enough comments by its author are published, and none was refused.",
    reason="trusted",
    effects=(Effect.PASS,),
    fields=(
        Field(
            "published",
            "Published comments",
            "Under the same address and name, and none that is spam, rejected or removed.",
            NUMBER,
            3,
            least=1,
            most=1000,
        ),
    ),
    ready=_ready,
    needs=frozenset({Need.AUTHOR}),
)
