"""How many comments a site has in each status."""

from __future__ import annotations

from commentsvc.domain.moderation import Status
from commentsvc.models import queue
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps

COUNTED = 10_000
"""No status is counted further than this, or each look at the queue would read an index of every comment: the page then
says "10,000+"."""


def count_queue(deps: Deps, actor: Actor, site_id: str) -> dict[str, int]:
    """Comments by status, none above `COUNTED`; a status without any is absent. Raises `NotFound`, and `Forbidden`
    without `moderate`."""
    require(actor, site_id, "moderate")
    return counts_of(deps, site_id)


def counts_of(deps: Deps, site_id: str) -> dict[str, int]:
    """The same for who may see the site anyway."""
    found = queue.counts_up_to(deps.session, site_id, [status.value for status in Status], COUNTED)
    return {status: count for status, count in found.items() if count}
