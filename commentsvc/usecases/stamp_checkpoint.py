"""Have the newest checkpoint of a site's log timestamped, and plan when that is due.

A timestamp takes from the operator what a witness takes: to have written the past anew without being noticed. What is
sent is the hash of a public text. The work is an outbox task, so one worker does it, tries again later and later, and
what it failed of stays to be seen; integrating never waits for it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from commentsvc.clock import now
from commentsvc.ledger.note import parse_note
from commentsvc.models.database import new_id, writing
from commentsvc.models.log import latest_checkpoint
from commentsvc.models.passing import OutboxTask
from commentsvc.models.site import Site, all_sites
from commentsvc.models.timestamp import LogTimestamp, latest_timestamp
from commentsvc.usecases.deps import Deps

STAMP = "timestamp"
"""The outbox task's kind."""
PLANNED_AT_ONCE = 10
"""Sites in one round: asking for all of a thousand at once would be rude, and would keep a worker for minutes."""


def plan_timestamps(deps: Deps) -> int:
    """Write a task for sites whose log has grown since its last timestamp, `tsa_minutes` ago or longer; how many.

    A site has one such task at most. One that was given up is replaced once the next is due.
    """
    if not deps.timestamps.url:
        return 0
    session = deps.session
    due = [site.id for site in all_sites(session) if _is_due(deps, site.id)]
    session.rollback()
    for site_id in due[:PLANNED_AT_ONCE]:
        with writing(session):
            session.get(Site, site_id, with_for_update={"key_share": True})  # two workers plan it once
            if _is_due(deps, site_id):
                session.execute(sa.delete(OutboxTask).where(*_tasks_of(site_id)))
                session.add(OutboxTask(site_id=site_id, id=new_id(), kind=STAMP, payload={}, run_at=now()))
    return len(due[:PLANNED_AT_ONCE])


def stamp_checkpoint(deps: Deps, site_id: str, payload: dict[str, Any]) -> None:
    """Timestamp the site's newest checkpoint unless it has one of this authority; whoever was faster stays.

    Raises what `TimestampAuthority.stamp` raises; then nothing was stored.
    """
    session, authority = deps.session, deps.timestamps
    checkpoint = latest_checkpoint(session, site_id)
    if not authority.url or checkpoint is None:
        return
    key = (site_id, checkpoint.size, authority.url)
    there = session.get(LogTimestamp, key)
    session.rollback()  # nothing is held while somebody else is asked
    if there is not None:
        return
    stamped = authority.stamp(parse_note(checkpoint.note).text.encode())
    with writing(session):
        session.get(Site, site_id, with_for_update={"key_share": True})
        if session.get(LogTimestamp, key) is None:
            found = dict(zip(("site_id", "size", "authority"), key, strict=True))
            session.add(LogTimestamp(**found, token=stamped.token, stamped_at=stamped.at))


def timestamp_trouble(session: Session, site_id: str) -> str | None:
    """Why the last attempt to timestamp the site's log failed, while it has not succeeded since."""
    return session.scalar(
        sa.select(OutboxTask.last_error).where(*_tasks_of(site_id), OutboxTask.last_error.is_not(None)).limit(1)
    )


def _tasks_of(site_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (OutboxTask.site_id == site_id, OutboxTask.kind == STAMP)


def _is_due(deps: Deps, site_id: str) -> bool:
    newest, last = latest_checkpoint(deps.session, site_id), latest_timestamp(deps.session, site_id)
    if newest is None:
        return False
    earliest = now() - timedelta(minutes=deps.settings.tsa_minutes)
    if last is not None and (last.size >= newest.size or last.stamped_at > earliest):
        return False
    tasks = deps.session.scalars(sa.select(OutboxTask).where(*_tasks_of(site_id)))
    return all(task.failed_at is not None and task.failed_at <= earliest for task in tasks)
