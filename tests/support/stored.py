"""How much a site holds, counted beside the code under test on a connection of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

EVENT_ENTRIES = "type NOT IN ('audit', 'key')"


@dataclass(frozen=True)
class Stored:
    """Rows of one site. `pending_entries` are the consent entries that wait for an index in the log."""

    comments: int = 0
    consent_records: int = 0
    pending_entries: int = 0


@dataclass(frozen=True)
class Rows:
    """Every table a post writes, for tests of all-or-nothing."""

    thread: int = 0
    comment: int = 0
    subject: int = 0
    consent_record: int = 0
    consent_event: int = 0
    consent_record_body: int = 0
    record_salt: int = 0
    log_entry: int = 0
    used_notice_token: int = 0
    idempotent_answer: int = 0


def count_stored(engine: Engine, site_id: str) -> Stored:
    """What law 1 ties together."""
    return Stored(
        comments=_count(engine, "comment", site_id),
        consent_records=_count(engine, "consent_record", site_id),
        pending_entries=_count(engine, "log_entry", site_id, f"leaf_index IS NULL AND {EVENT_ENTRIES}"),
    )


def count_rows(engine: Engine, site_id: str) -> Rows:
    """Every table a post writes."""
    tables = Rows.__dataclass_fields__
    return Rows(
        **{
            table: _count(engine, table, site_id, EVENT_ENTRIES if table == "log_entry" else "1 = 1")
            for table in tables
        }
    )


def thread_ids(session: Any, site_id: str) -> list[Any]:
    """The site's threads, the newest first."""
    from commentsvc.models.thread import Thread

    return [thread.id for thread in session.query(Thread).filter_by(site_id=site_id).order_by(Thread.id.desc())]


def _count(engine: Engine, table: str, site_id: str, condition: str = "1 = 1") -> int:
    query = sa.text(f"SELECT count(*) FROM {table} WHERE site_id = :site AND {condition}")  # noqa: S608 - fixed names
    with engine.connect() as connection:
        return int(connection.execute(query, {"site": site_id}).scalar_one())
