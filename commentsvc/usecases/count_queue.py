"""How many comments a site has in each status."""

from __future__ import annotations

from commentsvc.models import queue
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps


def count_queue(deps: Deps, actor: Actor, site_id: str) -> dict[str, int]:
    """Comments by status; a status without any is absent. Raises `NotFound`, `Forbidden` without `moderate`."""
    require(actor, site_id, "moderate")
    return queue.counts_by_status(deps.session, site_id)
