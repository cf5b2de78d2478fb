"""A real streaming replica takes over what is long to read, and never with an older answer than the primary's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.adapters import replica as adapter
from commentsvc.adapters.replica import StreamingReplica
from faults.support.folder import run_folder
from faults.support.postgres import Postgres


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[Postgres, Postgres]]:
    """A primary and one that follows it."""
    with (
        run_folder("replica") as folder,
        Postgres(folder / "primary").made() as primary,
        Postgres(folder / "copy").replica_of(primary) as copy,
    ):
        yield primary, copy


def execute(engine: sa.Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)


def execute_alone(engine: sa.Engine, statement: str) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(statement)


def words(engine: Any) -> list[str]:
    with engine.connect() as connection:
        return list(connection.exec_driver_sql("SELECT word FROM said ORDER BY word").scalars())


def test_a_replica_is_read_once_it_has_caught_up_and_the_primary_answers_where_it_cannot(
    servers: tuple[Postgres, Postgres], monkeypatch: pytest.MonkeyPatch
) -> None:
    primary_server, copy_server = servers
    primary, copy = sa.create_engine(primary_server.url()), sa.create_engine(copy_server.url())
    monkeypatch.setattr(adapter, "PATIENCE_SECONDS", 20.0)
    execute(primary, "CREATE TABLE said (word text)")
    replica = StreamingReplica(copy)
    for word in ("a", "b", "c"):
        execute(primary, f"INSERT INTO said VALUES ('{word}')")  # noqa: S608 - fixed words
        assert replica.up_to_date(primary) is copy
        assert words(copy)[-1] == word, "what was just written is there"
    execute_alone(primary, "CREATE DATABASE another")
    assert replica.up_to_date(primary) is copy
    another = sa.create_engine(copy.url.set(database="another"))
    strange = StreamingReplica(another)
    monkeypatch.setattr(adapter, "PATIENCE_SECONDS", 0.1)  # what never comes is waited for as long as that
    assert strange.up_to_date(primary) is primary, "a copy of another database is none of this one"
    assert "another database" in (strange.trouble(primary) or "")
    another.dispose()
    monkeypatch.setattr(adapter, "PATIENCE_SECONDS", 20.0)
    assert replica.trouble(primary) == "set hot_standby_feedback = on there, or long exports may be cut off"

    monkeypatch.setattr(adapter, "PATIENCE_SECONDS", 0.1)
    execute(copy, "SELECT pg_wal_replay_pause()")
    execute(primary, "DELETE FROM said WHERE word = 'a'")
    assert replica.up_to_date(primary) is primary and words(primary) == ["b", "c"], "an erasure is never missed"
    assert words(copy) == ["a", "b", "c"]
    assert "behind" in (replica.trouble(primary) or "")
    execute(copy, "SELECT pg_wal_replay_resume()")
    assert replica.up_to_date(primary) is primary, "it is left alone for a while"

    assert StreamingReplica(primary).up_to_date(primary) is primary, "what follows nobody is no replica"
    copy.dispose()
    copy_server.stop()
    gone = StreamingReplica(copy)
    assert gone.up_to_date(primary) is primary, "what is away is no replica"
    assert "does not answer" in (gone.trouble(primary) or "")
    primary.dispose()


def test_an_export_and_figures_are_read_where_the_replica_is(
    deps: Any, site: Any, post: Any, operator_token: Any, client: Any, app: Any
) -> None:
    """On whatever database: what stands in for the copy here is one engine more on the same."""
    from commentsvc.adapters.current import EXTENSION

    class Elsewhere:
        def __init__(self) -> None:
            self.engine = sa.create_engine(app.config["SQLALCHEMY_DATABASE_URI"])
            self.read: list[str] = []
            sa.event.listen(self.engine, "before_cursor_execute", self._note)

        def _note(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            self.read.append(statement)

        def up_to_date(self, _session: Any) -> sa.Engine:
            return self.engine

        def trouble(self, _session: Any) -> None:
            return None

    from dataclasses import replace

    post()
    elsewhere, wired = Elsewhere(), app.extensions[EXTENSION]
    app.extensions[EXTENSION] = replace(wired, replica=elsewhere)
    try:
        headers = {"Authorization": f"Bearer {operator_token('export', 'moderate', 'audit')}"}
        for path in ("consent-log?format=csv", "figures", "audit/export?format=csv"):
            elsewhere.read.clear()
            answer = client.get(f"{site.url}/{path}", headers=headers)
            assert answer.status_code == 200 and answer.get_data(), path
            assert any("SELECT" in statement for statement in elsewhere.read), path
            assert not any(verb in statement for statement in elsewhere.read for verb in ("INSERT", "UPDATE", "DELETE"))
    finally:
        app.extensions[EXTENSION] = wired
        elsewhere.engine.dispose()
