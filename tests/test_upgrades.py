"""Migrations expand before they contract, and an old database upgrades and loses nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from click.testing import CliRunner

from commentsvc.adapters.schema_fit import Fit, schema_fit
from commentsvc.app import create_app, create_server_app
from commentsvc.cli import commentsvc
from commentsvc.cli.wiring import Wiring
from commentsvc.exchange.backup_file import PART_BYTES, BackupReader
from commentsvc.exchange.copy_text import read_lines
from commentsvc.jobs.worker import work
from commentsvc.models import db
from commentsvc.models.table_rows import Columns, read_rows
from tests.support.databases import MIGRATIONS, bare_app
from tests.support.expanding import contractions, shape_of

RULED_FROM = "0039"
"""From this revision on migrations keep the rule; before it nothing was released."""
OLD = sorted((Path(__file__).parent / "fixtures" / "backups").glob("*.backup"))


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'upgraded.db'}"


def test_no_migration_takes_away_what_the_version_before_uses(sqlite_url: str) -> None:
    scripts = [one for one in ScriptDirectory(str(MIGRATIONS)).walk_revisions() if one.revision >= RULED_FROM]
    with bare_app(sqlite_url).app_context():
        flask_migrate.upgrade(revision=RULED_FROM)
        for script in reversed(scripts[:-1]):
            before = shape_of(db.engine)
            flask_migrate.upgrade(revision=script.revision)
            if not hasattr(script.module, "oldest_code"):
                assert contractions(before, shape_of(db.engine)) == [], script.revision
        db.engine.dispose()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("ALTER TABLE thread ADD COLUMN more TEXT", []),
        ("ALTER TABLE thread ADD COLUMN more TEXT NOT NULL DEFAULT ''", []),
        ("CREATE TABLE more (id INTEGER PRIMARY KEY)", []),
        ("CREATE INDEX more ON thread (title)", []),
        ("ALTER TABLE thread DROP COLUMN title", ["thread.title is gone"]),
        ("ALTER TABLE thread RENAME COLUMN title TO called", ["thread.title is gone"]),
        ("DROP TABLE rate_window", ["rate_window is gone"]),
        ("CREATE UNIQUE INDEX more ON thread (title)", ["thread now refuses rows: unique title"]),
    ],
)
def test_what_would_break_the_version_before_is_seen(sqlite_database: str, change: str, said: list[str]) -> None:
    engine = sa.create_engine(sqlite_database)
    before = shape_of(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(change)

    assert contractions(before, shape_of(engine)) == said
    engine.dispose()


def test_a_version_runs_on_a_later_schema_as_long_as_that_only_expanded(database: str) -> None:
    with bare_app(database).app_context():
        with db.engine.begin() as connection:
            assert schema_fit(connection) is Fit.SAME is not Fit.EXPANDED
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
            assert schema_fit(connection) is Fit.EXPANDED
            connection.exec_driver_sql("UPDATE schema_support SET oldest_code = '9999'")
            assert schema_fit(connection) is Fit.NEWER
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0037'")
            assert schema_fit(connection) is Fit.OLDER
        db.engine.dispose()


def run(*arguments: str) -> Any:
    made: list[Any] = []

    def make() -> Any:
        made.append(create_app())
        return made[-1]

    result = CliRunner().invoke(commentsvc, arguments, obj=Wiring(make, create_server_app, work))
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
    return result


@pytest.fixture
def empty_database(request: pytest.FixtureRequest, sqlite_url: str) -> Iterator[str]:
    """A database without any table, of the kind the parameter names."""
    if request.param == "sqlite":
        yield sqlite_url
        return
    template = request.getfixturevalue("postgres_template")
    template.execute("CREATE DATABASE upgraded_commentsvc")
    yield template.url("upgraded_commentsvc")
    template.execute("DROP DATABASE upgraded_commentsvc WITH (FORCE)")


NEVER_CHANGED = (
    *("notice", "consent_record", "consent_event", "consent_record_body", "record_salt"),
    *("log_entry", "log_checkpoint", "log_tile", "log_state", "comment", "thread"),
)
"""Tables whose rows no migration may touch: what was recorded, and what readers wrote. Columns may be added."""


@pytest.mark.parametrize("empty_database", ["sqlite", "postgresql"], indirect=True)
@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_an_old_database_upgrades_and_loses_nothing(
    old: Path, empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMENTSVC_DATABASE_URL", empty_database)
    monkeypatch.setenv("COMMENTSVC_DATA_DIR", str(tmp_path / "data"))

    result = run("restore", str(old), "--no-erasures")

    assert result.exit_code == 0, result.output
    assert "example: Proven: the log" in result.output
    engine = sa.create_engine(empty_database)
    with old.open("rb") as stream, engine.connect() as connection:
        reader = BackupReader(stream)
        for table, lines in reader.tables(None):
            columns = reader.head.tables[table]
            before = rows(lines, columns)
            now = rows((part for part, _ in read_rows(connection, table, columns, PART_BYTES)), columns)
            assert len(now) == len(before), f"no row of {table} is lost"
            if table in NEVER_CHANGED:
                assert now == before, table
        assert connection.scalar(sa.text("SELECT count(*) FROM search_entry")) >= 4
    engine.dispose()


def rows(chunks: Iterable[bytes], columns: Columns) -> set[tuple[Any, ...]]:
    return {tuple(row) for row in read_lines(chunks, [kind for _, kind in columns])}


def test_there_is_an_old_database_of_before_the_rule() -> None:
    assert [path.stem for path in OLD] == ["0001", "0010", "0037"], "each release adds one: docs/how-to/develop.md"
