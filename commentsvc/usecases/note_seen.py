"""Remember the day on which a member last used a site's console: to see whose account nobody uses any more."""

from __future__ import annotations

import uuid
from contextlib import suppress

from sqlalchemy.exc import OperationalError

from commentsvc.clock import now
from commentsvc.models.account import Membership
from commentsvc.models.database import writing
from commentsvc.usecases.deps import Deps


def note_seen(deps: Deps, account_id: uuid.UUID, site_id: str) -> None:
    """Note it, at most once a day. Nothing happens for who is no member, or while the database is busy."""
    membership = deps.session.get(Membership, (site_id, account_id))
    day = now().replace(hour=0, minute=0, second=0, microsecond=0)
    if membership is None or (membership.seen_at is not None and membership.seen_at >= day):
        return
    with suppress(OperationalError), writing(deps.session) as session:
        again = session.get(Membership, (site_id, account_id), populate_existing=True)
        if again is not None:
            again.seen_at = day
