"""When the database is away: which errors say so, and how to let go of what can no longer be used."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy.exc import DBAPIError, DisconnectionError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session, scoped_session

ERRORS: tuple[type[Exception], ...] = (DBAPIError, DisconnectionError, PoolTimeout)
"""All that can say it; most say something else."""

_READ_ONLY = "25006"
"""PostgreSQL's `read_only_sql_transaction`: this server follows another one, or did when we connected."""


def is_outage(error: Exception) -> bool:
    """Whether the database is down, busy, full, closing or not the one that takes writes, so that the same call may
    succeed in a few seconds; and not that it refuses what we asked for."""
    if isinstance(error, (OperationalError, InterfaceError, DisconnectionError, PoolTimeout)):
        return True
    return isinstance(error, DBAPIError) and (
        error.connection_invalidated or getattr(error.orig, "sqlstate", None) == _READ_ONLY
    )


def lets_in_one(error: Exception) -> bool:
    """Whether it is said by SQLite, for which several who wait wait no shorter than one."""
    return isinstance(getattr(error, "orig", None), sqlite3.Error)


def reason(error: Exception) -> str:
    """What the driver calls it, such as `AdminShutdown` or `SQLITE_FULL`; none of the words that came with it."""
    cause = getattr(error, "orig", None) or error
    return getattr(cause, "sqlite_errorname", None) or type(cause).__name__


def let_go(session: Session | scoped_session[Any]) -> None:
    """Give the session's connection back; one that does not even take a rollback is thrown away. Raises nothing that
    the database says."""
    own = session() if isinstance(session, scoped_session) else session
    try:
        own.close()
    except SQLAlchemyError:
        own.invalidate()
