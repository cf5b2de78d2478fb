"""Whether anything was committed is said only where it would have been heard."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import make_url

from commentsvc.adapters import freshness, wal_header
from commentsvc.adapters.freshness import CHANNEL, DataVersion, Listener, build
from tests.support.server import wait_until

HOSTS = "postgresql+psycopg://commentsvc@/commentsvc?host=db1:5432&host=db2:5433&target_session_attrs=read-write"


def test_several_hosts_are_listened_to_as_they_are_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []

    def connect(**arguments: Any) -> None:
        asked.append(arguments)
        raise psycopg.OperationalError

    monkeypatch.setattr(psycopg, "connect", connect)
    listener = build(make_url(HOSTS))
    assert isinstance(listener, Listener)
    with pytest.raises(psycopg.OperationalError):
        listener._listen()

    told = asked[0]
    assert (told["host"], told["port"], told["target_session_attrs"]) == ("db1,db2", "5432,5433", "read-write")


def test_a_connection_that_hears_nothing_is_not_believed(
    postgresql_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pooler takes LISTEN for one of its connections, and answers everything else from another."""
    execute = psycopg.Connection.execute

    def lent(self: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        return execute(self, "SELECT 1" if str(query).startswith("LISTEN") else query, *args, **kwargs)

    monkeypatch.setattr(freshness, "PROOF_SECONDS", 0.1)
    monkeypatch.setattr(psycopg.Connection, "execute", lent)
    listener = build(make_url(postgresql_database))
    assert isinstance(listener, Listener)

    listener._listen()  # it gives up

    assert listener._answered_at == float("-inf")


def test_what_was_heard_of_a_site_is_known_of_it_alone(postgresql_database: str) -> None:
    listener = build(make_url(postgresql_database))
    wait_until(lambda: listener.stamp("example") is not None, "it listens")
    before = listener.stamp("example")
    assert not listener.moved("example", before)
    with psycopg.connect(postgresql_database.replace("+psycopg", ""), autocommit=True) as other:
        other.execute("SELECT pg_notify(%s, 'example')", [CHANNEL])
        wait_until(lambda: listener.moved("example", before), "it was heard")

    listener.close()

    assert listener.moved("example", before)
    assert not listener.moved("other", before) and not listener.moved("example", None)


def test_a_commit_of_another_moves_the_whole_file(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "a.db") as writer:
        writer.execute("CREATE TABLE a (b)")
    file = DataVersion(tmp_path / "a.db")
    before = file.stamp("example")
    assert before is not None and not file.moved("example", before)
    with writer:
        writer.execute("INSERT INTO a VALUES (1)")

    assert file.moved("example", before) and not file.moved("example", None)


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[tuple[Path, sqlite3.Connection]]:
    """A file in WAL mode, and a connection that writes to it."""
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.executescript("PRAGMA journal_mode = WAL; CREATE TABLE a (b); INSERT INTO a VALUES (1)")
        yield path, writer


COMMITS = {
    "a row": "INSERT INTO a VALUES (2)",
    "a table": "CREATE TABLE c (d)",
    "nothing left of the log": "PRAGMA wal_checkpoint(TRUNCATE); INSERT INTO a VALUES (3)",
    "a file that is written anew": "VACUUM",
    "a log that begins anew": "PRAGMA wal_checkpoint(RESTART); DELETE FROM a",
}


@pytest.mark.parametrize("words", COMMITS.values(), ids=COMMITS)
def test_whatever_moves_the_version_of_a_file_moves_its_stamp(
    shared: tuple[Path, sqlite3.Connection], words: str
) -> None:
    path, writer = shared
    file = DataVersion(path)
    with closing(sqlite3.connect(path)) as witness:
        version, before = witness.execute("PRAGMA data_version").fetchone(), file.stamp("example")
        writer.executescript(words)

        assert witness.execute("PRAGMA data_version").fetchone() != version
        assert before is not None and file.moved("example", before)
    file.close()


def test_a_commit_of_another_process_moves_the_stamp(shared: tuple[Path, sqlite3.Connection]) -> None:
    path, _ = shared
    file = DataVersion(path)
    before = file.stamp("example")
    assert file.stamp("example") == before

    assert _elsewhere(path, "INSERT INTO a VALUES (2)") == ""

    assert file.moved("example", before)
    file.close()


def test_what_is_not_committed_moves_nothing(shared: tuple[Path, sqlite3.Connection]) -> None:
    path, writer = shared
    file = DataVersion(path)
    before = file.stamp("example")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO a VALUES (2)")
    assert file.stamp("example") == before
    writer.execute("ROLLBACK")

    assert file.stamp("example") == before
    file.close()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere SQLite is asked")
def test_the_header_is_read_without_asking_and_takes_no_lock_along(shared: tuple[Path, sqlite3.Connection]) -> None:
    """Closing a file of one's own would take all locks of this process on it away, which only another one notices."""
    path, writer = shared
    file = DataVersion(path)
    assert isinstance(file.stamp("example"), bytes)
    assert len(_mapped(path)) == 2  # SQLite's and ours
    writer.execute("BEGIN IMMEDIATE")

    file.close()

    assert file.stamp("example") is None
    assert len(_mapped(path)) == 1
    assert "locked" in _elsewhere(path, "INSERT INTO a VALUES (2)")
    writer.execute("COMMIT")


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_where_there_is_no_header_sqlite_is_asked(
    tmp_path: Path, journal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wal_header, "_descriptor", lambda _path: None)
    with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as writer:
        writer.executescript(f"PRAGMA journal_mode = {journal}; CREATE TABLE a (b)")
        file = DataVersion(tmp_path / "a.db")
        before = file.stamp("example")
        assert isinstance(before, int) and not file.moved("example", before)
        writer.execute("INSERT INTO a VALUES (1)")

        assert file.moved("example", before)
    file.close()


def test_a_header_of_another_form_is_not_believed(
    shared: tuple[Path, sqlite3.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = shared
    monkeypatch.setattr(wal_header, "_FORMAT", b"\x00\x00\x00\x01")
    file = DataVersion(path)

    assert isinstance(file.stamp("example"), int)
    file.close()


def _elsewhere(path: Path, words: str) -> str:
    """Run this statement in another process; what it complains of."""
    program = (
        "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None).executescript(sys.argv[2])"
    )
    return subprocess.run([sys.executable, "-c", program, path, words], capture_output=True, text=True).stderr


def _mapped(path: Path) -> list[str]:
    """The places of its shared memory in this process."""
    maps = Path("/proc/self/maps").read_text().splitlines()
    return [line for line in maps if line.endswith(f"{path}-shm")]
