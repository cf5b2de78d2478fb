"""Making a database's files forget what was deleted from its tables."""

from __future__ import annotations

from sqlalchemy.orm import Session

from commentsvc.errors import Unavailable


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
    busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    session.rollback()
    if busy:
        raise Unavailable("A reader still holds an earlier state of the database.")
