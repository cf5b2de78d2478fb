"""Let go who did what, once a site has kept that for as long as it keeps it: the lines, and what opens their entries.

The entries of the log stay, so every proof and checkpoint ever published still verifies; nothing opens them any more.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from commentsvc.domain.retention import Policy, Rule, due_before
from commentsvc.models import trail
from commentsvc.models.audit import AuditEvent, Decision
from commentsvc.models.erasing import have_scrubbed
from commentsvc.models.site import Site
from commentsvc.usecases.count_queue import COUNTED
from commentsvc.usecases.deps import Deps


def trail_due(deps: Deps, site: Site, policy: Policy, at: datetime) -> tuple[int, datetime | None]:
    """How many decisions and other acts are due `at`, none counted further than `COUNTED`, and when the oldest was."""
    cutoff = due_before(policy, Rule.TRAIL, at)
    if cutoff is None:
        return 0, None
    count, first = 0, []
    for query in (trail.due_acts(Decision, site.id, cutoff), trail.due_acts(AuditEvent, site.id, cutoff)):
        due = query.limit(COUNTED).subquery()
        found, oldest = deps.session.execute(sa.select(sa.func.count(), sa.func.min(due.c.at)).select_from(due)).one()
        count += found
        first += [oldest] if oldest is not None else []
    return min(count, COUNTED), min(first, default=None)


def end_trail(deps: Deps, site: Site, policy: Policy, at: datetime, limit: int) -> int:
    """Inside the caller's write transaction: up to `limit` of each table go, oldest first; how many went."""
    cutoff = due_before(policy, Rule.TRAIL, at)
    if cutoff is None:
        return 0
    ended = trail.forget_acts(deps.session, Decision, site.id, cutoff, limit)
    ended += trail.forget_acts(deps.session, AuditEvent, site.id, cutoff, limit)
    if ended:
        have_scrubbed(deps.session, site.id, at)
    return ended
