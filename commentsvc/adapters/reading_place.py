"""Where kept answers are made anew: in the application's context, or on a connection that is kept for it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from commentsvc.adapters.current import EXTENSION
from commentsvc.models.prepared import CONNECTION
from commentsvc.usecases.deps import Deps

Place = Callable[[], contextlib.AbstractContextManager[Deps | None]]
"""What gives the parts to make an answer with, in a fresh transaction; None where that cannot be had at once."""


def in_context_of(app: Flask) -> Place:
    """As any request has it, in any thread."""

    @contextlib.contextmanager
    def place() -> Iterator[Deps]:
        with app.app_context():
            yield app.extensions[EXTENSION]

    return place


class OwnPlace:
    """A connection to SQLite on which one answer at a time is made. Nobody waits for it, neither while it is taken or
    not open, nor for a lock of the database; and it is none of the pool's, which may have none to give."""

    def __init__(self, engine: Engine, deps: Deps) -> None:
        self._engine = create_engine(engine.url, poolclass=NullPool)
        self._deps = deps
        self._taken = threading.Lock()
        self._opened: tuple[Connection, Deps] | None = None

    @contextlib.contextmanager
    def __call__(self) -> Iterator[Deps | None]:
        """The parts; None while somebody else has them, and until it was opened."""
        if self._opened is None or not self._taken.acquire(blocking=False):
            yield None
            return
        try:
            if self._opened is None:  # who had it before was let down by it
                yield None
                return
            connection, deps = self._opened
            try:
                with connection.begin() as transaction:
                    yield deps
                    deps.session.rollback()
                    if transaction.is_active:
                        transaction.rollback()
            except BaseException:
                self._let_go()
                raise
        finally:
            self._taken.release()

    def open(self) -> None:
        """Have a connection, if there is none and nobody has the place: for who may wait for the database, which need
        not be there."""
        if self._opened is None and self._taken.acquire(blocking=False):
            try:
                if self._opened is None:
                    with contextlib.suppress(SQLAlchemyError):
                        self._open()
            finally:
                self._taken.release()

    def close(self) -> None:
        """Let the connection go; returns when nobody uses it."""
        with self._taken:
            self._let_go()

    def _open(self) -> None:
        connection = self._engine.connect()
        connection.connection.driver_connection.execute("PRAGMA busy_timeout = 0")  # type: ignore[union-attr]
        session = Session(connection, expire_on_commit=False)
        session.info[CONNECTION] = connection
        self._opened = connection, replace(self._deps, session=session)

    def _let_go(self) -> None:
        if self._opened is not None:
            connection, deps = self._opened
            self._opened = None
            with contextlib.suppress(SQLAlchemyError):
                deps.session.close()
                connection.invalidate()  # nobody else shall have one that waits for no lock
                connection.close()
