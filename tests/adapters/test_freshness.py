"""Whether anything was committed is said only where it would have been heard."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import make_url

from commentsvc.adapters import freshness
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
