"""All that is kept, for searching what must not be there: every table as text, and SQLite's very bytes."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine


def dump(engine: Engine, leave_out: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """Every row of every table, each as one line of text; bytes are decoded as far as they are text."""
    found: dict[str, list[str]] = {}
    with engine.connect() as connection:
        for table in sa.inspect(connection).get_table_names():
            if table not in leave_out:
                rows = connection.exec_driver_sql(f"SELECT * FROM {table}")  # noqa: S608 - names from the schema
                found[table] = sorted(" | ".join(_text(value) for value in row) for row in rows)
    return found


def tables_with(engine: Engine, needle: str) -> list[str]:
    """The tables that hold `needle` somewhere, in any case."""
    wanted = needle.casefold()
    return sorted(name for name, rows in dump(engine).items() if any(wanted in row.casefold() for row in rows))


def file_bytes(engine: Engine) -> bytes:
    """What stands in the SQLite database's files after everything is written back."""
    path = Path(engine.url.database or "")
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        assert connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar_one() == 0, "somebody is reading"
        connection.exec_driver_sql("BEGIN")
    return b"".join(part.read_bytes() for part in sorted(path.parent.glob(path.name + "*")))


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
