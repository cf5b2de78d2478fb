"""Commits that several posts share, so that what makes one durable is paid once for all who wait for it.

What a commit costs is the disk's answer, and SQLite takes one writer at a time. So whoever wants to write while another
write of this process is on its way waits in a queue; the first of them then takes all that wait, opens one transaction,
does each one's work in a savepoint of its own, commits once, and only then is anybody answered. Nobody waits for
company: a single post is written at once. PostgreSQL gathers commits itself and writes side by side, so there each has
its own.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session

from commentsvc.errors import Unavailable
from commentsvc.models.database import WRITE
from commentsvc.models.prepared import CONNECTION

T = TypeVar("T")
MOST = 64
"""So many share one commit at most, that none waits long for the others' work."""
NOT_STORED = "It could not be stored just now. Please send it again."


class SharedCommits:
    """The writer of one database in one process. `share` is whether commits are shared."""

    def __init__(self, engine: Engine, *, share: bool) -> None:
        self._engine = engine.execution_options(**{WRITE: True})
        self._share = share
        self._lock = threading.Lock()
        self._waiting: deque[_Piece] = deque()
        self._led = False

    @property
    def shares(self) -> bool:
        """Whether commits are shared here."""
        return self._share

    @property
    def waiting(self) -> int:
        """How many pieces of work nobody has begun yet."""
        return len(self._waiting)

    def write(self, work: Callable[[Session], T]) -> T:
        """What `work` returns, once it is committed. It gets a session in a write transaction, on which it must not
        commit; it may run in another thread, and beside work of others, of which it sees what they wrote.

        Raises:
            Whatever `work` raises: nothing it did is kept.
            Unavailable, SQLAlchemyError: it was not committed.
        """
        piece = _Piece(work)
        if not self._share:
            self._run([piece])
        elif self._wait_or_lead(piece):
            self._lead()
        return piece.outcome()

    def _wait_or_lead(self, piece: _Piece) -> bool:
        """Whether this thread is to write what waits; False once somebody wrote the piece."""
        with self._lock:
            self._waiting.append(piece)
            if not self._led:
                self._led = True
                return True
        piece.turn.acquire()
        return not piece.done

    def _lead(self) -> None:
        with self._lock:
            pieces = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST))]
        try:
            self._run(pieces)
        finally:
            with self._lock:  # whoever has waited longest leads next: this thread has somebody to answer
                follower = self._waiting[0] if self._waiting else None
                self._led = follower is not None
            for piece in pieces:
                piece.done = True
                piece.turn.release()
            if follower is not None:
                follower.turn.release()

    def _run(self, pieces: Sequence[_Piece]) -> None:
        alone = len(pieces) == 1
        try:
            with self._engine.connect() as connection, connection.begin() as transaction:
                for piece in pieces:
                    piece.run(connection, alone=alone)
                _require_open(connection)
                if transaction.is_active and all(piece.error for piece in pieces):
                    transaction.rollback()
        except BaseException as error:  # it could not begin, or was not committed: so nothing of it may be told
            for piece in pieces:
                piece.fail(error, alone=alone)
            if not isinstance(error, Exception):
                raise


def _require_open(connection: Connection) -> None:
    """SQLite gives a transaction up by itself when the disk is full, PostgreSQL after any error, also one that somebody
    caught; committing it then would say nothing."""
    driver: Any = connection.connection.driver_connection
    sqlite = connection.dialect.name == "sqlite"
    if not (driver.in_transaction if sqlite else driver.info.transaction_status.name == "INTRANS"):
        raise Unavailable(NOT_STORED)


class _Piece:
    """Somebody's work. `turn` is released when it is done, or when its thread shall lead."""

    def __init__(self, work: Callable[[Session], Any]) -> None:
        self._work = work
        self._value: Any = None
        self.error: BaseException | None = None
        self.done = False
        self.turn = threading.Lock()
        self.turn.acquire()

    def run(self, connection: Connection, *, alone: bool) -> None:
        """Do the work; what it did is undone if it fails, and nothing else is."""
        mode: Any = "rollback_only" if alone else "create_savepoint"
        with Session(connection, join_transaction_mode=mode, expire_on_commit=False) as session:
            try:
                session.info[CONNECTION] = session.connection()
                self._value = self._work(session)
                session.commit()  # of the savepoint
            except Exception as error:
                self.error = error
                session.rollback()

    def fail(self, error: BaseException, *, alone: bool) -> None:
        """It did not become durable, whatever it returned. Nor does its own error hold where others wrote before it: it
        may come from what they wrote, which is gone as well."""
        if not alone:  # an exception belongs to one thread only
            self.error = Unavailable(NOT_STORED)
            self.error.__cause__ = error
        elif self.error is None:
            self.error = error

    def outcome(self) -> Any:
        """What it returned, or its error."""
        if self.error is not None:
            raise self.error
        return self._value
