"""What SQLite's planner is told of the tables: the same on every database, whatever is in it.

Without statistics SQLite takes the first column of any index for a choice of ten rows. Here that column is the site,
which chooses nearly all; so a search by a dozen ids would read a whole index instead. Its own `ANALYZE` would tell what
is there today, and another plan tomorrow. So each index is described by what its columns are, for two sites that have a
million comments together: where there are fewer any plan will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.engine import Connection

MANY, FEW = 1_000_000, 10_000
GROW = {
    *("comment", "thread", "subject", "comment_finding", "comment_fingerprint", "search_entry", "decision"),
    *("consent_record", "consent_event", "consent_record_body", "record_salt", "consent_line"),
    *("log_entry", "log_tile", "log_checkpoint", "audit_event", "logged_fact", "learned_example", "lesson"),
    *("used_notice_token", "idempotent_answer", "outbox_task", "contact"),
}
"""Tables that have a row, or some, for each comment or act: of these there are many, of all others few."""
SITES, PARTIAL = 2, 10
"""How many sites share a table, and how many times fewer rows are in a partial index."""
LONGEST = 10_000
"""How many comments a thread has where it matters: more than all replies that one page shows."""
SITE, THREAD = "site_id", "thread_id"
_INDEXES = (
    'SELECT t.name, i.name, i."unique", i.partial, i.origin FROM sqlite_schema t, pragma_index_list(t.name) i '
    "WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE 'search_fts%' ORDER BY t.name, i.name"
)
_COLUMNS = (
    "SELECT c.type, c.name FROM pragma_index_info(?) i JOIN pragma_table_info(?) c ON c.cid = i.cid ORDER BY i.seqno"
)


def describe_tables(connection: Connection) -> None:
    """Inside the caller's transaction, after the schema has changed: tell the planner of each index. Nothing on
    PostgreSQL, which looks for itself."""
    if connection.dialect.name != "sqlite":
        return
    connection.exec_driver_sql("ANALYZE alembic_version")  # makes the table where there is none
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    told = list(_described(connection))
    if told:
        connection.exec_driver_sql("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", told)
    connection.exec_driver_sql("ANALYZE sqlite_schema")  # read it anew


def _described(connection: Connection) -> Iterator[tuple[str, str, str]]:
    for table, index, unique, partial, origin in connection.exec_driver_sql(_INDEXES).all():
        columns = connection.exec_driver_sql(_COLUMNS, (index, table)).all()
        rows = (MANY if table in GROW else FEW) // (PARTIAL if partial else 1)
        named = table if origin == "pk" and _is_its_own_index(connection, table) else index
        yield table, named, " ".join(map(str, (rows, *_alike(rows, columns, bool(unique)))))


def _is_its_own_index(connection: Connection, table: str) -> bool:
    sql = connection.exec_driver_sql("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).scalar_one()
    return re.search(r"WITHOUT ROWID\s*$", sql, re.IGNORECASE) is not None


def _alike(rows: int, columns: Sequence[Any], unique: bool) -> Iterator[int]:
    """For each column, how many rows are alike in it and those before."""
    left = rows
    for place, (kind, name) in enumerate(columns, 1):
        left = 1 if unique and place == len(columns) else _left(left, kind, name)
        yield left


def _left(before: int, kind: str, name: str) -> int:
    if name == SITE:
        return before // SITES
    if name == THREAD:
        return min(before, LONGEST)
    size = re.search(r"\d+", kind)
    few = kind in ("INTEGER", "BOOLEAN") or (kind.startswith("VARCHAR") and size is not None and int(size[0]) < 32)
    if few:
        return max(1, before // 4)
    return min(before, 2 if kind == "BIGINT" else 10)
