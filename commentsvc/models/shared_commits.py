"""Commits that several posts share, so that what makes one durable is paid once for all who wait for it.

What a commit costs is the disk's answer, and SQLite takes one writer at a time. So whoever wants to write while another
write of this process is on its way waits in a queue; the first of them then takes all that wait, opens one transaction,
does the work of all, commits once, and only then is anybody answered. Nobody waits for company: a single post is
written at once.

Work that is alike may be done `Together`: a few statements for all of it, instead of a few dozen for each. What cannot
be done so, because it is out of the ordinary or because one of them failed, is done by itself: each in a savepoint of
its own. PostgreSQL gathers commits itself and writes side by side, so there what is done by itself has its own.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, TypeVar

import structlog
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session

from commentsvc.errors import Unavailable
from commentsvc.models.database import WRITE
from commentsvc.models.prepared import CONNECTION

T = TypeVar("T")
MOST = 64
"""So many share one commit at most, that none waits long for the others' work."""
NOT_STORED = "It could not be stored just now. Please send it again."

log = structlog.get_logger(__name__)


class Alone:
    """What `Together.store` says of an item that must be done by itself."""


ALONE = Alone()


class Together(NamedTuple):
    """A piece of work that may be done with others of its kind. `store` gets the `item` of each, on a connection in a
    write transaction, and tells for each, in their order, what came of it: a value, the error it failed with (of which
    nothing may be written), or `ALONE`. If it raises, nothing of it holds, and each is done by itself."""

    store: Callable[[Connection, Sequence[Any]], Sequence[Any]]
    item: Any


class SharedCommits:
    """The writer of one database in one process. `share` is whether what is done by itself shares a commit, too."""

    def __init__(self, engine: Engine, *, share: bool) -> None:
        self._engine = engine.execution_options(**{WRITE: True})
        self._share = share
        self._lock = threading.Lock()
        self._waiting: deque[_Piece] = deque()
        self._led = False

    @property
    def shares(self) -> bool:
        """Whether everybody's commits are shared here, not only those of what is done together."""
        return self._share

    @property
    def waiting(self) -> int:
        """How many pieces of work nobody has begun yet."""
        return len(self._waiting)

    def write(self, work: Callable[[Session], T], together: Together | None = None) -> T:
        """What `work` returns, once it is committed. It gets a session in a write transaction, on which it must not
        commit; it may run in another thread, and beside work of others, of which it sees what they wrote.
        `together` is how the same is done with others at once, if it can be.

        Raises:
            Whatever `work` raises: nothing it did is kept.
            Unavailable, SQLAlchemyError: it was not committed.
        """
        piece = _Piece(work, together)
        if (self._share or together) and self._wait_or_lead(piece):
            self._lead()
        if piece.told is ALONE:
            self._run([piece], together=False)
        return piece.outcome()

    def write_all(self, store: Callable[[Connection, Sequence[Any]], Sequence[Any]], items: Sequence[Any]) -> list[Any]:
        """What came of each of these, `MOST` at most, which begin to wait at the same moment: what `store` told of it
        (see `Together`), or the error with which it was not committed. `ALONE`: nothing of it is written, and it must
        be done by itself."""
        pieces = [_Piece(None, Together(store, item)) for item in items]
        leads = self._wait(pieces)
        for piece in pieces:
            if not leads and not piece.done:
                piece.turn.acquire()
                leads = not piece.done
            if leads:
                self._lead()  # of all that are left of these: they wait one behind the other
                leads = False
        return [piece.told for piece in pieces]

    def _wait(self, pieces: Sequence[_Piece]) -> bool:
        """Put these behind what waits. Whether this thread is to write."""
        with self._lock:
            self._waiting.extend(pieces)
            leads, self._led = not self._led, True
            return leads

    def _wait_or_lead(self, piece: _Piece) -> bool:
        """Whether this thread is to write what waits; False once somebody wrote the piece."""
        if self._wait([piece]):
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

    def _run(self, pieces: Sequence[_Piece], *, together: bool = True) -> None:
        """Write these; where those that must be done by themselves do not share, they are left as they are."""
        try:
            with self._engine.connect() as connection:
                if together:
                    with suppress(_NotTogether):
                        return _commit(connection, pieces, together=True, alone=self._share)
                if self._share or not together:
                    _commit(connection, pieces, together=False, alone=True)
        except BaseException as error:  # it could not begin, or was not committed: so nothing of it may be told
            for piece in pieces:
                piece.fail(error, alone=len(pieces) == 1)
            if not isinstance(error, Exception):
                raise


class _NotTogether(Exception):
    """What was to be done for several at once failed."""


def _commit(connection: Connection, pieces: Sequence[_Piece], *, together: bool, alone: bool) -> None:
    with connection.begin() as transaction:
        left = _store_together(connection, pieces) if together else pieces
        for piece in left if alone else ():
            piece.run(connection, alone=len(pieces) == 1)
        _require_open(connection)
        if transaction.is_active and all(piece.told is ALONE or piece.error for piece in pieces):
            transaction.rollback()


def _store_together(connection: Connection, pieces: Sequence[_Piece]) -> list[_Piece]:
    """The first thing in a transaction; those that are left to be done by themselves."""
    alike: dict[Any, list[_Piece]] = {}
    for piece in pieces:
        if piece.together is not None:
            alike.setdefault(piece.together.store, []).append(piece)
    try:
        for store, those in alike.items():
            told = store(connection, [piece.together.item for piece in those if piece.together])
            for piece, outcome in zip(those, told, strict=True):
                piece.told = outcome
        if alike:
            _require_open(connection)
    except Exception as error:
        log.warning("what waited could not be stored together", pieces=len(pieces), reason=type(error).__name__)
        for piece in pieces:
            piece.told = ALONE
        raise _NotTogether from error
    return [piece for piece in pieces if piece.told is ALONE]


def _require_open(connection: Connection) -> None:
    """SQLite gives a transaction up by itself when the disk is full, PostgreSQL after any error, also one that somebody
    caught; committing it then would say nothing."""
    driver: Any = connection.connection.driver_connection
    sqlite = connection.dialect.name == "sqlite"
    if not (driver.in_transaction if sqlite else driver.info.transaction_status.name == "INTRANS"):
        raise Unavailable(NOT_STORED)


class _Piece:
    """Somebody's work. `told` is what came of it, `turn` is released when it is done, or when its thread shall lead."""

    def __init__(self, work: Callable[[Session], Any] | None, together: Together | None) -> None:
        self._work = work
        self.together = together
        self.told: Any = ALONE
        self.done = False
        self.turn = threading.Lock()
        self.turn.acquire()

    @property
    def error(self) -> BaseException | None:
        """Why it failed, if it did."""
        return self.told if isinstance(self.told, BaseException) else None

    def run(self, connection: Connection, *, alone: bool) -> None:
        """Do the work by itself, if it can be; what it did is undone if it fails, and nothing else is."""
        if self._work is None:
            return
        mode: Any = "rollback_only" if alone else "create_savepoint"
        with Session(connection, join_transaction_mode=mode, expire_on_commit=False) as session:
            try:
                session.info[CONNECTION] = session.connection()
                self.told = self._work(session)
                session.commit()  # of the savepoint
            except Exception as error:
                self.told = error
                session.rollback()

    def fail(self, error: BaseException, *, alone: bool) -> None:
        """It did not become durable, whatever it returned. Nor does its own error hold where others wrote before it: it
        may come from what they wrote, which is gone as well."""
        if not alone:  # an exception belongs to one thread only
            self.told = Unavailable(NOT_STORED)
            self.told.__cause__ = error
        elif self.error is None:
            self.told = error

    def outcome(self) -> Any:
        """What it returned, or its error."""
        if self.error is not None:
            raise self.error
        return self.told
