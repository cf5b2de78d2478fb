"""Say that a background part is alive, where readiness can see it."""

from __future__ import annotations

from commentsvc.clock import now
from commentsvc.models.database import writing
from commentsvc.models.passing import Heartbeat
from commentsvc.usecases.deps import Deps

WORKER = "worker"


def record_heartbeat(deps: Deps, name: str = WORKER) -> None:
    """Store the present time as the last sign of life of `name`; several workers share one name."""
    with writing(deps.session) as session:
        session.merge(Heartbeat(name=name, at=now()))
