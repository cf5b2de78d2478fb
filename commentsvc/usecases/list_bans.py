"""The bans that hold on a site."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from commentsvc import clock
from commentsvc.errors import ValidationFailed
from commentsvc.models.ban import Ban, network_days, standing_bans
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps

PAGE = 50


@dataclass(frozen=True)
class Bans:
    """A page of bans, newest first, each with the name its comment's author gave; `next` is the cursor behind it."""

    bans: list[tuple[Ban, str]]
    next: uuid.UUID | None
    network_days: int


def list_bans(deps: Deps, actor: Actor, site_id: str, cursor: str | None = None, limit: int = PAGE) -> Bans:
    """Up to `limit` bans behind the cursor.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `moderate`. ValidationFailed: no such cursor.
    """
    require(actor, site_id, "moderate")
    try:
        after = uuid.UUID(cursor) if cursor else None
    except ValueError:
        raise ValidationFailed(
            "This list does not go on there.", fields={"cursor": ["Take `next` as it is."]}
        ) from None
    rows = standing_bans(deps.session, site_id, clock.now(), after, limit + 1)
    more = rows[limit - 1][0].id if len(rows) > limit else None
    return Bans(rows[:limit], more, network_days(deps.session, site_id))
