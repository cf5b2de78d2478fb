"""Many rows at once: without the indexes that are not keys while it goes on, and without waiting for the disk."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

LARGE = 100_000
"""From so many comments on, an index that is made at the end is cheaper than one that is kept meanwhile."""

_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN :tables"
_POSTGRESQL = (
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename IN :tables "
    "AND indexname NOT IN (SELECT conname FROM pg_constraint)"
)


def begin_loading(connection: Connection) -> None:
    """For SQLite's connection, or PostgreSQL's transaction: references are not checked again, nothing is durable."""
    if connection.dialect.name == "sqlite":
        for words in ("foreign_keys = OFF", "synchronous = OFF", "cache_size = -500000"):
            connection.connection.driver_connection.execute(f"PRAGMA {words}")  # type: ignore[union-attr]
    else:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql("SET LOCAL synchronous_commit = off")


@contextlib.contextmanager
def without_indexes(connection: Connection, tables: Sequence[str]) -> Iterator[None]:
    """While this goes on, these tables have only their keys; afterwards all that they had, each made in one go, which
    leaves an index that grew with its table somewhat less dense than this one."""
    listed = sa.text(_SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL)
    listed = listed.bindparams(sa.bindparam("tables", expanding=True))
    found = connection.execute(listed, {"tables": list(tables)}).all()
    for name, _ in found:
        connection.exec_driver_sql(f'DROP INDEX "{name}"')
    connection.commit()
    yield
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET maintenance_work_mem = '256MB'")
    for _, made in found:
        connection.exec_driver_sql(made)
        connection.commit()
