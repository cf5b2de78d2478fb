"""Whole tables out of one database and into another, as lines (`exchange.copy_text`): what a backup is made of.

Rows are read as they are stored, so bytes that were hashed stay those bytes. Loading only ever inserts: the triggers
that refuse to change evidence stay where they are and have nothing to refuse.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import NoSuchTableError
from sqlalchemy.types import TypeDecorator

from commentsvc.errors import BackupError
from commentsvc.exchange.copy_text import read_lines, sqlite_line
from commentsvc.models.database import db

LEFT_OUT = {
    "search_entry": "made anew from comments and titles",
    "schema_support": "written by the migrations",
    "site_version": "made anew by triggers",
    "heartbeat": "says which process lived",
    "rate_window": "counts of the last minutes and hours",
    "console_session": "who signed out since must not be signed in again",
    "sign_in_step": "half a sign-in lasts minutes",
    "reader_session": "who ended their visit since must not be back in it",
    "reader_session_record": "part of a visit",
}
"""Tables that a backup does not hold, and why."""

_ROWS = 2_000
_END = b"\\.\n"
_KINDS: tuple[tuple[type[Any], str], ...] = (
    (sa.Boolean, "bool"),
    (sa.Uuid, "uuid"),
    (sa.LargeBinary, "bytes"),
    (sa.Date, "date"),
    (sa.Float, "float"),
    (sa.Integer, "int"),
    (sa.String, "text"),
)

Columns = Sequence[tuple[str, str]]
"""(name, kind) of a table's columns."""


def tables_to_keep() -> dict[str, tuple[tuple[str, str], ...]]:
    """Every table of a backup with its columns, each after those that it refers to."""
    return {
        table.name: tuple((column.name, _kind(column)) for column in table.columns)
        for table in db.metadata.sorted_tables
        if table.name not in LEFT_OUT
    }


def read_rows(connection: Connection, table: str, columns: Columns, part_bytes: int) -> Iterator[tuple[bytes, int]]:
    """The rows of the table, in pieces of about `part_bytes`: the lines, and how many. In constant memory."""
    rows = _read_sqlite if connection.dialect.name == "sqlite" else _read_postgresql
    lines: list[bytes] = []
    size = 0
    for line in rows(connection, table, columns):
        lines.append(line)
        size += len(line)
        if size >= part_bytes:
            yield b"".join(lines), len(lines)
            lines, size = [], 0
    if lines:
        yield b"".join(lines), len(lines)


def write_rows(connection: Connection, table: str, columns: Columns, chunks: Iterable[bytes]) -> int:
    """Inside the caller's write transaction: insert these rows; returns how many. Raises `BackupError` for what is no
    row of the table."""
    try:
        found = {column["name"] for column in sa.inspect(connection).get_columns(table)}
    except NoSuchTableError as error:
        raise BackupError(f"this database has no table {table}") from error
    if found != {name for name, _ in columns}:
        raise BackupError(f"the table {table} has other columns in this database than in the backup")
    write = _write_sqlite if connection.dialect.name == "sqlite" else _write_postgresql
    return write(connection, table, columns, chunks)


def holds_data(connection: Connection) -> bool:
    """Whether a restore would mix with something: everything belongs to a site or an account."""
    there = set(sa.inspect(connection).get_table_names())
    return any(
        connection.execute(sa.select(sa.literal(1)).select_from(sa.table(name)).limit(1)).first() is not None
        for name in ("site", "account")
        if name in there
    )


def check_references_last(connection: Connection) -> None:
    """Inside the caller's write transaction: let a row refer to one that comes later in its own table. PostgreSQL looks
    at the end of each statement anyway; SQLite then at the end of the transaction."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")


def _kind(column: sa.Column[Any]) -> str:
    stored = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    for type_, kind in _KINDS:
        if isinstance(stored, type_):
            return kind
    raise TypeError(f"{column} has no form in a backup")


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote(name)


def _named(connection: Connection, columns: Columns) -> str:
    return ", ".join(_quoted(connection, name) for name, _ in columns)


def _raw(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def _read_sqlite(connection: Connection, table: str, columns: Columns) -> Iterator[bytes]:
    line = sqlite_line([(_quoted(connection, name), kind) for name, kind in columns])
    raw: sqlite3.Connection = _raw(connection)
    usual, raw.text_factory = raw.text_factory, bytes
    try:
        cursor = raw.execute(f"SELECT {line} || char(10) FROM {_quoted(connection, table)}")  # noqa: S608 - our own names
        while rows := cursor.fetchmany(_ROWS):
            yield from (row for (row,) in rows)
    finally:
        raw.text_factory = usual


def _read_postgresql(connection: Connection, table: str, columns: Columns) -> Iterator[bytes]:
    for setting, value in (("bytea_output", "hex"), ("datestyle", "ISO, YMD"), ("extra_float_digits", "1")):
        connection.exec_driver_sql(f"SET LOCAL {setting} = '{value}'")
    names = _named(connection, columns)
    statement = f"COPY {_quoted(connection, table)} ({names}) TO STDOUT (ENCODING 'UTF8')"
    with _raw(connection).cursor() as cursor, cursor.copy(statement) as copy:
        for line in copy:
            yield bytes(line)


def _write_sqlite(connection: Connection, table: str, columns: Columns, chunks: Iterable[bytes]) -> int:
    marks = ", ".join("?" * len(columns))
    into = f"INSERT INTO {_quoted(connection, table)} ({_named(connection, columns)}) VALUES ({marks})"  # noqa: S608
    rows = read_lines(chunks, [kind for _, kind in columns])
    raw: sqlite3.Connection = _raw(connection)
    count = 0
    while some := list(islice(rows, _ROWS)):
        try:
            raw.executemany(into, some)
        except sqlite3.IntegrityError as error:
            raise BackupError(f"the table {table} refuses a row: {error}") from error
        count += len(some)
    return count


def _write_postgresql(connection: Connection, table: str, columns: Columns, chunks: Iterable[bytes]) -> int:
    import psycopg

    statement = f"COPY {_quoted(connection, table)} ({_named(connection, columns)}) FROM STDIN (ENCODING 'UTF8')"
    with _raw(connection).cursor() as cursor:
        try:
            with cursor.copy(statement) as copy:
                for chunk in chunks:
                    if chunk.startswith(_END) or b"\n" + _END in chunk:  # what comes behind it would be passed over
                        raise BackupError(f"a row of the table {table} ends it")
                    copy.write(chunk)
        except psycopg.DataError as error:
            raise BackupError(f"a row of the table {table} holds what it cannot") from error
        except psycopg.IntegrityError as error:
            raise BackupError(f"the table {table} refuses a row: {error.diag.message_primary}") from error
        return int(cursor.rowcount)
