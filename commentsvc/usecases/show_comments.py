"""Some comments as they are now: what a page that shows them already asks for after a decision."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from commentsvc.models import queue
from commentsvc.usecases.access import require
from commentsvc.usecases.decide_comments import MOST_AT_ONCE
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.list_queue import QueueItem, queue_items


def show_comments(deps: Deps, actor: Actor, site_id: str, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, QueueItem]:
    """The site's comments of the first 200 of these ids; those that are not there, or another site's, are left out.

    Raises `NotFound`, `Forbidden`: the actor is of another site, or lacks `moderate`.
    """
    require(actor, site_id, "moderate")
    rows = queue.rows_of(deps.session, site_id, ids[:MOST_AT_ONCE])
    decisions = queue.decisions_of(deps.session, site_id, [comment.id for comment, _ in rows])
    return {item.id: item for item in queue_items(deps, site_id, rows, decisions)}
