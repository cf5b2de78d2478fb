"""After an erasure: make the database's files forget too (law 5). Runs from the outbox, as often as it must."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from commentsvc.clock import iso, now
from commentsvc.models import storage
from commentsvc.models.database import new_id, writing
from commentsvc.models.erasing import SCRUB, forget_tasks, waiting_tasks
from commentsvc.models.passing import OutboxTask
from commentsvc.usecases.deps import Deps

REBUILD = "rebuild-storage"
"""The outbox task that writes a large SQLite file anew."""

REBUILD_WITHIN = timedelta(days=1)
"""How long it may wait: one rewriting, which holds up posts, then serves all erasures of a day."""


def scrub_storage(deps: Deps, site_id: str, payload: dict[str, Any]) -> None:
    """Note outside the database what was erased. SQLite: empty the write-ahead log and rewrite the file; one that is
    large is rewritten within a day.

    Raises `Unavailable` while somebody is in the way.
    """
    tasks = waiting_tasks(deps.session, SCRUB)
    served = [task.id for task in tasks]
    erased = {(task.site_id, str(task.payload["record"])): task.payload for task in tasks if task.payload}
    if payload:  # its own task may have been deleted by another's turn
        erased[site_id, str(payload["record"])] = payload
    if erased:
        deps.erasures.add([{"site": site, "at": iso(now()), **told} for (site, _), told in erased.items()])
    if storage.is_small(deps.session):
        storage.rebuild(deps.session)
    else:
        storage.empty_wal(deps.session)
        _rebuild_later(deps, site_id)
    with writing(deps.session) as session:  # those that came while this one ran have their own turn
        forget_tasks(session, served)


def rebuild_storage(deps: Deps, site_id: str, payload: dict[str, Any]) -> None:
    """Write a large SQLite file anew. Raises `Unavailable` while somebody is in the way."""
    storage.rebuild(deps.session)


def _rebuild_later(deps: Deps, site_id: str) -> None:
    with writing(deps.session) as session:
        if not any(task.attempts == 0 for task in waiting_tasks(session, REBUILD)):
            at = now() + REBUILD_WITHIN
            session.add(OutboxTask(site_id=site_id, id=new_id(), kind=REBUILD, payload={}, run_at=at))
