"""A store of many comments with all that comes of them: their places in the log, its tree, the lines of the export.

What was posted first is worked off as the worker does; then the rows are written in bulk as the log's next leaves, and
the tree grows over them by the service's own code.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence
from threading import Event
from typing import Any

import sqlalchemy as sa

from benchmarks.harness.bulk import Bulk
from benchmarks.harness.store import SITE, Store

LEAVES_AT_ONCE = 65_536


def fill_whole(store: Store, bulks: Sequence[Bulk], say: Callable[[str], object]) -> None:
    """Write these, their leaves one behind the other; says how far it is, and how fast it was."""
    from commentsvc.jobs.worker import Worker
    from commentsvc.models.log import LogState

    with store.parts() as deps:
        Worker(deps, Event()).tick()
        place = deps.session.get_one(LogState, SITE).size
    placed = []
    for bulk in bulks:
        placed.append(dataclasses.replace(bulk, leaf=place))
        place += bulk.size
    begun = time.monotonic()
    store.fill(*placed, told=lambda count: say(f"{count:,} comments written, {time.monotonic() - begun:.0f} s"))
    say(f"all written, with indexes: {time.monotonic() - begun:.0f} s")
    with store.parts() as deps:
        grow(deps, SITE)
    store.settle()
    say(f"the log's tree is made: {time.monotonic() - begun:.0f} s")


def grow(deps: Any, site_id: str) -> None:
    """Append every leaf that has its place already, with a checkpoint now and then, and call all lines made."""
    from commentsvc.models.consent_line import ConsentLineState
    from commentsvc.models.database import writing
    from commentsvc.models.log import LogEntry
    from commentsvc.usecases.extend_log import extend_log, lock_log
    from commentsvc.usecases.find_signer import find_signer

    while True:
        with writing(deps.session) as session:
            site, state = lock_log(session, site_id)
            here = LogEntry.site_id == site_id, LogEntry.leaf_index >= state.size
            query = sa.select(LogEntry.leaf_hash).where(*here).order_by(LogEntry.leaf_index).limit(LEAVES_AT_ONCE)
            leaves = session.scalars(query).all()
            if not leaves:
                return
            extend_log(session, site, state, leaves, [find_signer(deps, site)])
            session.get_one(ConsentLineState, site_id).visited = state.size
        deps.session.expunge_all()  # or every tile would be kept
