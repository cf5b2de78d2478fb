"""Making a database's files forget what was deleted from its tables."""

from __future__ import annotations

from sqlalchemy.orm import Session

from commentsvc.errors import Unavailable

PATIENCE_MS = 250
"""How long a truncation waits for readers: while it waits it holds the write lock, and with it everybody's posts."""


def forget_deleted(session: Session) -> None:
    """SQLite: write the WAL back and truncate it, so that no file holds an earlier state (`secure_delete` has already
    overwritten the deleted bytes in the database file itself).

    PostgreSQL: nothing to do here. Old row versions go with VACUUM and old WAL with its recycling; the docs say so.

    Raises:
        Unavailable: a reader still needs the WAL; try again later.
    """
    if session.get_bind().dialect.name != "sqlite":
        return
    session.rollback()
    raw = session.connection().connection.dbapi_connection
    if raw is None:
        raise Unavailable("The database does not answer.")
    raw.rollback()  # a checkpoint cannot run inside a transaction
    (usual,) = raw.execute("PRAGMA busy_timeout").fetchone()
    raw.execute(f"PRAGMA busy_timeout = {min(usual, PATIENCE_MS)}")
    try:
        busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        raw.execute(f"PRAGMA busy_timeout = {usual}")
        session.rollback()
    if busy:
        raise Unavailable("A reader still holds an earlier state of the database.")
