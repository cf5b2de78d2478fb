"""Reading at one moment, however long it takes: what an export sees while others write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session


@contextmanager
def snapshot(bind: Any) -> Iterator[Session]:
    """A read-only session with a connection of its own that sees the database as it was at its first query.

    It needs no application context, so a streamed answer may hold it after the view has returned. PostgreSQL:
    REPEATABLE READ, READ ONLY. SQLite: a read transaction in WAL mode. Writers are never held up.
    """
    with bind.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with Session(bind=connection, autoflush=False) as session:
            yield session
