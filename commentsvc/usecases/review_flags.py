"""What readers flagged about a comment, for moderators, who may say that it counts no more."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from commentsvc import clock
from commentsvc.errors import NotFound
from commentsvc.models import flag, queue
from commentsvc.models.comment import Comment
from commentsvc.models.database import writing
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.list_queue import QueueItem, queue_items
from commentsvc.usecases.record_act import record_act


@dataclass(frozen=True)
class Flags:
    """How many flags of a comment count, by what is said to be wrong (`domain.flags.WHYS`)."""

    by_why: Mapping[str, int]

    @property
    def count(self) -> int:
        """How many count."""
        return sum(self.by_why.values())


def review_flags(deps: Deps, actor: Actor, site_id: str, comment_id: uuid.UUID) -> Flags:
    """The comment's flags that count. Raises `NotFound`, `Forbidden`: without `moderate`."""
    require(actor, site_id, "moderate")
    if deps.session.get(Comment, (site_id, comment_id)) is None:
        raise NotFound("There is no such comment on this site.")
    return Flags(flag.open_flags(deps.session, site_id, [comment_id]).get(comment_id, {}))


@dataclass(frozen=True)
class Flagged:
    """A comment with the flags that count."""

    item: QueueItem
    flags: Flags


def list_flagged(deps: Deps, actor: Actor, site_id: str, *, limit: int = 50) -> list[Flagged]:
    """The comments with flags that count, those with the most first; the rest comes up once these are decided or their
    flags cleared. Raises `NotFound`, `Forbidden`: without `moderate`."""
    require(actor, site_id, "moderate")
    find_site(deps, site_id)
    rows = flag.flagged_comments(deps.session, site_id, limit)
    ids = [comment.id for comment, _ in rows]
    counts = flag.open_flags(deps.session, site_id, ids)
    items = queue_items(deps, site_id, rows, queue.decisions_of(deps.session, site_id, ids))
    return [Flagged(item, Flags(counts.get(item.id, {}))) for item in items]


def clear_flags(deps: Deps, actor: Actor, site_id: str, comment_id: uuid.UUID) -> int:
    """Have the comment's flags count no more; how many did. Where it stands does not change.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `moderate`; or there is no such comment.
    """
    require(actor, site_id, "moderate")
    with writing(deps.session) as session:
        comment = queue.lock_comments(session, site_id, [comment_id]).get(comment_id)
        if comment is None:
            raise NotFound("There is no such comment on this site.")
        cleared = flag.clear_flags(session, comment, clock.now())
        if cleared:
            record_act(deps, site_id, actor, "flags.clear", str(comment_id), {"flags": cleared})
        return cleared
