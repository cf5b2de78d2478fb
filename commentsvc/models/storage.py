"""Making a database's files forget what was deleted from its tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Connection, OperationalError, sqlite_version_info

from sqlalchemy.orm import Session

from commentsvc.errors import Unavailable

PATIENCE_MS = 250
"""How long a truncation waits for readers: while it waits it holds the write lock, and with it everybody's posts."""

REBUILT_AT_ONCE = 256 * 1024 * 1024
"""Bytes. A file up to this size is rewritten right after an erasure, in a second or two that posts wait for."""


def is_small(session: Session) -> bool:
    """Whether rewriting the database holds nobody up for long. PostgreSQL is not rewritten, so it is."""
    if not _is_sqlite(session):
        return True
    with _bare(session) as raw:
        (pages,), (size,) = (raw.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
        return bool(pages * size <= REBUILT_AT_ONCE)


def empty_wal(session: Session) -> None:
    """SQLite: write the WAL back and truncate it, so that it holds no earlier state.

    PostgreSQL: nothing to do here. Old row versions go with VACUUM and old WAL with its recycling; the docs say so.

    Raises:
        Unavailable: a reader still needs the WAL; try again later.
    """
    if not _is_sqlite(session):
        return
    with _bare(session) as raw:
        _truncate(raw)


def rebuild(session: Session) -> None:
    """SQLite: write the search index and the whole database anew (VACUUM), then empty the WAL.

    `secure_delete` overwrites what is deleted where it stands, but SQLite moves rows between pages when their
    neighbours grow, and what it moved away from keeps its bytes until the page needs the room. Of a thousand comments
    erased in a busy table, five could be read there. Only writing every page anew leaves none. The full-text index
    keeps the words of a deleted row until its parts are merged, on SQLite before 3.42 at least, which cannot be told
    not to.

    Raises:
        Unavailable: somebody writes, or reads an earlier state; try again later.
    """
    if not _is_sqlite(session):
        return
    with _bare(session) as raw:
        try:
            for command in _forget_words:
                raw.execute(command)
            raw.execute("VACUUM")
        except OperationalError as error:
            if "locked" not in str(error) and "busy" not in str(error):
                raise
            raise Unavailable("Somebody else writes to the database.") from error
        _truncate(raw)


_forget_words = ["INSERT INTO search_fts (search_fts) VALUES ('optimize')"]
if sqlite_version_info >= (3, 42):  # from then on a deletion takes the words away itself
    _forget_words.insert(0, "INSERT INTO search_fts (search_fts, rank) VALUES ('secure-delete', 1)")


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


@contextmanager
def _bare(session: Session) -> Iterator[Connection]:
    """The driver's connection outside any transaction: neither VACUUM nor a checkpoint runs inside one."""
    session.rollback()
    raw = session.connection().connection.dbapi_connection
    if not isinstance(raw, Connection):
        raise Unavailable("The database does not answer.")
    raw.rollback()
    try:
        yield raw
    finally:
        session.rollback()


def _truncate(raw: Connection) -> None:
    (usual,) = raw.execute("PRAGMA busy_timeout").fetchone()
    raw.execute(f"PRAGMA busy_timeout = {min(usual, PATIENCE_MS)}")
    try:
        busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        raw.execute(f"PRAGMA busy_timeout = {usual}")
    if busy:
        raise Unavailable("A reader still holds an earlier state of the database.")
