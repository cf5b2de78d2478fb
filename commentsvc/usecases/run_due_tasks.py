"""Run what other use-cases left for later in the outbox: claimed by one worker at a time, tried again when it fails."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from commentsvc.clock import now
from commentsvc.errors import CommentsvcError
from commentsvc.models.database import writing
from commentsvc.models.passing import OutboxTask
from commentsvc.usecases.deps import Deps

LEASE = timedelta(minutes=5)
"""How long a claimed task is left to its worker; one that died gives it back this way."""
MAX_ATTEMPTS = 10
FIRST_RETRY = timedelta(seconds=10)
LAST_RETRY = timedelta(hours=6)
ENOUGH = timedelta(seconds=20)
NO_MORE: Mapping[str, int] = {}

Handler = Callable[[Deps, str, dict[str, Any]], None]
"""Does one kind of task for (deps, site key, payload), in transactions of its own: what it leaves uncommitted is rolled
back. May run more than once for one task, and must bear that."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class TaskRun:
    """How many tasks were `done`, and how many `failed` (most of them will be tried again)."""

    done: int = 0
    failed: int = 0


@dataclass(frozen=True)
class _Claim:
    site_id: str
    id: uuid.UUID
    kind: str
    payload: dict[str, Any]
    attempts: int


def run_due_tasks(
    deps: Deps, handlers: Mapping[str, Handler], limit: int = 50, *, patience: Mapping[str, int] = NO_MORE
) -> TaskRun:
    """Run at most `limit` tasks that are due, of the kinds in `handlers`; others wait for a worker that knows them.

    A task is deleted when its handler returns. When it raises, `last_error` says why and the task is due again after
    10 seconds, then twice as long each time, at most 6 hours; after 10 attempts, or as many as `patience` gives its
    kind, it stays, with `failed_at` set, until somebody looks. No task is begun once `ENOUGH` has passed: what talks to
    slow servers must not hold up what else a worker does.
    """
    until = now() + ENOUGH
    done = failed = 0
    while done + failed < limit and now() < until and (claim := _claim(deps, handlers)):
        try:
            handlers[claim.kind](deps, claim.site_id, claim.payload)
        except Exception as error:  # whatever a handler raises must neither stop the worker nor lose the task
            failed += 1
            _record_failure(deps, claim, error, patience.get(claim.kind, MAX_ATTEMPTS))
        else:
            done += 1
            _delete(deps, claim)
    return TaskRun(done, failed)


def _claim(deps: Deps, handlers: Mapping[str, Handler]) -> _Claim | None:
    """Take the task that has been due longest for the length of the lease."""
    if not handlers or not _due(deps.session, handlers).first():
        deps.session.rollback()
        return None  # the usual case needs no write lock
    with writing(deps.session) as session:
        task = _due(session, handlers, lock=True).first()
        if task is None:
            return None
        task.attempts += 1
        task.run_at = now() + LEASE
        return _Claim(task.site_id, task.id, task.kind, task.payload, task.attempts)


def _due(session: Session, handlers: Mapping[str, Handler], lock: bool = False) -> sa.ScalarResult[OutboxTask]:
    query = (
        sa.select(OutboxTask)
        .where(OutboxTask.failed_at.is_(None), OutboxTask.run_at <= now(), OutboxTask.kind.in_(sorted(handlers)))
        .order_by(OutboxTask.run_at, OutboxTask.id)
        .limit(1)
    )
    if lock:  # SQLite ignores it: there the transaction holds the whole database
        query = query.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    return session.scalars(query)


def _record_failure(deps: Deps, claim: _Claim, error: Exception, attempts: int) -> None:
    log.warning("task failed", kind=claim.kind, site=claim.site_id, attempt=claim.attempts, exc_info=error)
    with writing(deps.session) as session:
        task = session.get(OutboxTask, (claim.site_id, claim.id))
        if task is None:  # erased while it ran
            return
        task.last_error = _describe(error)
        if claim.attempts >= attempts:
            task.failed_at = now()
        else:
            task.run_at = now() + min(FIRST_RETRY * 2 ** (claim.attempts - 1), LAST_RETRY)


def _describe(error: Exception) -> str:
    """Our own errors say what happened; the text of a foreign one may hold an address, so only its type is kept."""
    name = type(error).__name__
    return f"{name}: {error}"[:500] if isinstance(error, CommentsvcError) else name


def _delete(deps: Deps, claim: _Claim) -> None:
    with writing(deps.session) as session:
        session.execute(sa.delete(OutboxTask).where(OutboxTask.site_id == claim.site_id, OutboxTask.id == claim.id))
