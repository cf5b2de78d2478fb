"""Authors of whom little is published."""

from __future__ import annotations

from commentsvc.domain.rules.comment import JudgedComment
from commentsvc.domain.rules.kind import NUMBER, Effect, Field, Kind, Looks, Need, Settings, times


def _ready(settings: Settings) -> Looks:
    def look(comment: JudgedComment) -> str | None:
        author = comment.author
        if author.published >= settings["fewer_than"]:
            return None
        if not author.has_address:
            return "its author gave no address, so nothing is known of them"
        if not author.published:
            return "nothing by its author is published yet"
        return (
            f"{times(author.published, 'comment')} by its author {'is' if author.published == 1 else 'are'} published"
        )

    return look


NEW_AUTHOR = Kind(
    id="new-author",
    name="New author",
    says="Too few comments by its author are published.",
    reason="new-author",
    effects=(Effect.HOLD,),
    fields=(
        Field(
            "fewer_than",
            "Fewer published comments than",
            "An author is known by address and name together; whoever gives no address is always new.",
            NUMBER,
            1,
            least=1,
            most=1000,
        ),
    ),
    ready=_ready,
    needs=frozenset({Need.AUTHOR}),
)
