"""How a process knows whether anything was committed since it last looked, without asking for it.

SQLite leaves word of each commit in memory that its processes share (`adapters.wal_header`): reading it costs nothing.
Where that cannot be had, SQLite counts the commits of others for each connection (`PRAGMA data_version`): one call,
some microseconds. Both are always right. PostgreSQL tells whoever listens (`LISTEN`): triggers on `site` and `thread`
name the site in the transaction that changes what readers see, so that no use-case can forget to, and a commit and its
telling cannot come apart.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any, Protocol

import structlog
from sqlalchemy.engine import URL

from commentsvc.adapters.wal_header import Header, header_of

CHANNEL = "commentsvc_public"
"""Where the triggers of migration 0038 tell which site changed."""
BEAT_SECONDS = 0.25
SILENCE_SECONDS = 1.0
"""How often the listening connection is tried, and after how long without an answer it is not believed any more."""
RETRY_SECONDS = 1.0
PROOF_SECONDS = 5.0
"""How long a new connection may take to hear what is said on purpose."""
DEAF_SECONDS = 60.0
"""After how long it is tried again, where connections do not hear."""
_PATIENCE: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "tcp_user_timeout": 5000,
}
"""A peer that vanished without a word is given up within seconds."""

log = structlog.get_logger(__name__)


class Freshness(Protocol):
    """A stamp is the same as before as long as no answer about the site can have changed."""

    def stamp(self, site_id: str) -> Hashable | None:
        """The site's stamp now; None where that cannot be told. Safe to call from any thread."""
        ...

    def moved(self, site_id: str, since: Hashable | None) -> bool:
        """Whether it is known that the site changed after this stamp, also while its stamp cannot be told."""
        ...

    def close(self) -> None:
        """Let go of the database; from now on nothing can be told."""
        ...


def build(database: URL) -> Freshness:
    """The one that fits this database: the address as the engine has it, where a path is whole and several hosts are
    read as they were meant. Nothing is connected before the first stamp is asked for."""
    if database.get_backend_name() == "sqlite":
        return DataVersion(Path(database.database or ""))
    return Listener(database.get_dialect()().create_connect_args(database)[1])


class DataVersion:
    """`Freshness` of a SQLite file: any commit by anybody, in this process or another, is a new stamp.

    The numbers of two connections cannot be compared, so there is one, which SQLite itself serialises. While it is open
    the header that is read instead, where there is one, stays the one that all others write.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._connection: sqlite3.Connection | None = None
        self._header: Header | None = None
        self._opening = threading.Lock()

    def stamp(self, site_id: str) -> Hashable | None:
        """The file's version; None when it cannot be read."""
        connection = self._connection or self._open()
        header = self._header
        if header is not None:
            return header.raw
        if connection is None:
            return None
        try:
            row = connection.execute("PRAGMA data_version").fetchone()
        except sqlite3.Error:
            return None
        return None if row is None else row[0]  # from Python 3.12 on two threads may meet in one statement

    def moved(self, site_id: str, since: Hashable | None) -> bool:
        """Whether anything was committed since, if the file can be read."""
        stamp = self.stamp(site_id)
        return None not in (stamp, since) and stamp != since

    def close(self) -> None:
        """Close the one connection."""
        with self._opening:
            self._header = None
            if self._connection is not None:
                self._connection.close()

    def _open(self) -> sqlite3.Connection | None:
        with self._opening, contextlib.suppress(sqlite3.Error):
            if self._connection is None and self._file.exists():
                opened = sqlite3.connect(self._file, isolation_level=None, check_same_thread=False)
                opened.execute("PRAGMA query_only = ON")
                opened.execute("PRAGMA data_version").fetchone()
                if opened.execute("PRAGMA journal_mode").fetchone() == ("wal",):
                    self._header = header_of(self._file)
                self._connection = opened
        return self._connection


class Listener:
    """`Freshness` of a PostgreSQL database: a thread listens, counts what it hears for each site, and tries its
    connection all the time. What it cannot be sure to have heard it counts as a change of everything."""

    def __init__(self, arguments: Mapping[str, Any]) -> None:
        self._arguments = {**arguments, **_PATIENCE, "autocommit": True}
        self._heard: dict[str, int] = {}
        self._epoch = 0
        self._answered_at = float("-inf")
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closing = threading.Event()

    def stamp(self, site_id: str) -> Hashable | None:
        """What was heard of the site so far; None while nobody knows that the connection still lives."""
        if self._thread is None:
            self._start()
        if time.monotonic() - self._answered_at > SILENCE_SECONDS:
            return None
        return self._epoch, self._heard.get(site_id, 0)

    def moved(self, site_id: str, since: Hashable | None) -> bool:
        """Whether anything was heard of the site since; a gap in what was heard tells nothing."""
        return isinstance(since, tuple) and self._heard.get(site_id, 0) != since[1]

    def close(self) -> None:
        """Listen no more; returns when the connection is closed."""
        with self._starting:
            self._closing.set()
        if self._thread is not None:
            self._thread.join()
        self._answered_at = float("-inf")

    def _start(self) -> None:
        with self._starting:
            if self._thread is None and not self._closing.is_set():
                thread = threading.Thread(target=self._run, name="commentsvc-listener", daemon=True)
                thread.start()
                self._thread = thread

    def _run(self) -> None:
        import psycopg  # a service on SQLite does not load it

        told_of = -1
        while not self._closing.is_set():
            wait = RETRY_SECONDS
            try:
                self._listen()
                wait, reason = DEAF_SECONDS, "a pooler hands on no notification"
            except psycopg.Error as error:
                reason = type(error).__name__
            if told_of != self._epoch and not self._closing.is_set():  # once an outage, not once a try
                log.warning("changes cannot be heard of", reason=reason)
            told_of = self._epoch
            self._closing.wait(wait)

    def _listen(self) -> None:
        """Returns when it is closed, or when this connection turns out to hear nothing."""
        import psycopg

        with psycopg.connect(**self._arguments) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            if not self._hears(connection):
                return
            self._epoch += 1  # what was told while nobody listened is not known
            while not self._closing.is_set():
                asked_at = time.monotonic()
                connection.execute("SELECT 1")  # what was told before it comes with its answer
                for told in connection.notifies(timeout=0):
                    self._hear(told.payload)
                self._answered_at = asked_at
                for told in connection.notifies(timeout=BEAT_SECONDS):
                    self._hear(told.payload)

    def _hears(self, connection: Any) -> bool:
        """Whether it hears what another connection says. A pooler that lends out a server's connection for one
        transaction takes LISTEN without a word, and answers everything else."""
        import psycopg

        with psycopg.connect(**self._arguments) as other:
            other.execute("SELECT pg_notify(%s, '')", [CHANNEL])
        return any(told.payload == "" for told in connection.notifies(timeout=PROOF_SECONDS))

    def _hear(self, site_id: str) -> None:
        self._heard[site_id] = self._heard.get(site_id, 0) + 1
