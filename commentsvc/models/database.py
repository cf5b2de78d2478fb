"""The one `db`, the column types shared by all tables, and how each database is made durable and strict."""

from __future__ import annotations

import os
import sqlite3
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa
import uuid_utils
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

db = SQLAlchemy(metadata=sa.MetaData(naming_convention=NAMING), session_options={"expire_on_commit": False})

if TYPE_CHECKING:  # Flask-SQLAlchemy makes its base class at run time, where a type checker cannot follow
    from sqlalchemy.orm import DeclarativeBase as Model
else:
    Model = db.Model

WRITE = "commentsvc_write"
BUSY_SECONDS = 15
"""How long SQLite is waited for while another writes."""
CHECKPOINT_PAGES = 8_000
"""So long SQLite's log grows before who commits carries it into the database: 32 MB. A post writes some seventy pages,
two thirds of them again with the next one; the more of these come together, the fewer are carried."""
FIRST_PAUSE, LONGEST_PAUSE = 0.0005, 0.01

os.register_at_fork(after_in_child=uuid_utils.reseed_rng)  # server processes are copies, and must not make the same ids


class Moment(TypeDecorator[datetime]):
    """An aware UTC time, stored as integer milliseconds since 1970: same order and precision on every database."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return _milliseconds(value)

    def bind_processor(self, dialect: Dialect) -> Any:
        """The same, without the way by `impl`, which takes integers as they are."""
        return _milliseconds

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value / 1000, UTC)


def _milliseconds(value: datetime | None) -> int | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a stored time must be aware")
    return round(value.timestamp() * 1000)


class Json(TypeDecorator[Any]):
    """A JSON value stored as text. Never used for what is hashed: that is kept as its exact bytes."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else orjson.dumps(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else orjson.loads(value)


SiteId = sa.String(63)


def new_id(after: uuid.UUID | None = None) -> uuid.UUID:
    """A UUIDv7 (RFC 9562 5.7): ids of one table sort by the time they were made. What must sort behind the id `after`
    does, also where this machine's clock is behind that of the machine that made it."""
    made = uuid.UUID(bytes=uuid_utils.uuid7().bytes)
    return made if after is None or made > after else uuid.UUID(int=after.int + 1)


def random_id() -> uuid.UUID:
    """A UUIDv4, for record, subject and receipt ids: none can be guessed from another."""
    return uuid.uuid4()


@contextmanager
def writing(session: Session | Any) -> Iterator[Any]:
    """One write transaction: commits at the end, rolls back on any error.

    On SQLite it takes the write lock at once (BEGIN IMMEDIATE), so that what was read inside still holds at commit.
    Whatever snapshot a reader left open on this session is dropped first.
    """
    session.rollback()
    session.connection(execution_options={WRITE: True})
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


def bound_statements(engine: Engine, seconds: float) -> None:
    """On PostgreSQL, have every statement end after so long, waiting for locks included, as one that failed because
    the database is away: it holds a thread and a connection meanwhile. Counts for connections made from now on."""
    if engine.dialect.name != "postgresql":
        return

    def bound(connection: Any, _record: Any) -> None:
        connection.execute(f"SET statement_timeout = {round(seconds * 1000)}")
        connection.commit()

    event.listen(engine, "connect", bound)


@event.listens_for(Engine, "connect")
def _configure_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # SQLAlchemy's BEGIN below is the only one
    cursor = connection.cursor()
    _keep_to_owner(cursor.execute("PRAGMA database_list").fetchone()[2])
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",  # an acknowledged commit survives power loss
        f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
        "foreign_keys = ON",
        "recursive_triggers = ON",  # REPLACE fires delete triggers only then
        "secure_delete = ON",  # erased means overwritten
        "trusted_schema = OFF",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _keep_to_owner(file: str) -> None:
    """A file that was made by connecting just now (it is still empty) is for this user alone; SQLite gives the files
    beside it the same mode. One that exists keeps what its operator chose."""
    path = Path(file)
    if file and path.stat().st_size == 0:
        path.chmod(0o600)


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        if connection.get_execution_options().get(WRITE):
            _take_turn(connection)
        else:
            connection.exec_driver_sql("BEGIN")


def _take_turn(connection: Connection) -> None:
    """BEGIN IMMEDIATE. SQLite's own waiting sleeps up to a tenth of a second at a time, while others overtake it; this
    looks every half a millisecond, and less often the longer it takes."""
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA busy_timeout = 0")
    pause, until = FIRST_PAUSE, time.monotonic() + BUSY_SECONDS
    try:
        while True:
            try:
                driver.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                    raise OperationalError("BEGIN IMMEDIATE", None, error) from error
            time.sleep(pause)
            pause = min(pause * 1.2, LONGEST_PAUSE)
    finally:
        driver.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
