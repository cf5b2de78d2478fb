"""Close a thread to new comments, or open it again."""

from __future__ import annotations

import uuid

from commentsvc import clock
from commentsvc.errors import NotFound
from commentsvc.models import queue
from commentsvc.models.database import writing
from commentsvc.models.thread import Thread
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.record_act import record_act


def close_thread(deps: Deps, actor: Actor, site_id: str, thread_id: uuid.UUID) -> Thread:
    """Take no more comments on the page; what is there stays. Closing a closed thread changes nothing.

    Raises:
        NotFound: the actor is of another site, or the site has no such thread.
        Forbidden: the actor lacks `moderate`.
    """
    return _set(deps, actor, site_id, thread_id, closed=True)


def reopen_thread(deps: Deps, actor: Actor, site_id: str, thread_id: uuid.UUID) -> Thread:
    """Take comments again, unless the site closes threads by age. Raises like `close_thread`."""
    return _set(deps, actor, site_id, thread_id, closed=False)


def _set(deps: Deps, actor: Actor, site_id: str, thread_id: uuid.UUID, *, closed: bool) -> Thread:
    require(actor, site_id, "moderate")
    find_site(deps, site_id)
    with writing(deps.session) as session:
        thread = queue.lock_thread(session, site_id, thread_id)
        if thread is None:
            raise NotFound("There is no such thread on this site.")
        if (thread.closed_at is not None) != closed:
            thread.closed_at = clock.now() if closed else None
            thread.version += 1  # readers see the form come and go
            record_act(deps, site_id, actor, "thread.close" if closed else "thread.reopen", str(thread.id))
        return thread
