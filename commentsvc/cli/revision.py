"""Which migration the database stands at, and whether this version may run on it."""

from __future__ import annotations

import time
from collections.abc import Iterable

import click
from flask import Flask, current_app
from sqlalchemy.exc import OperationalError

from commentsvc.adapters.schema_fit import Fit, newest_revision, schema_fit
from commentsvc.models import db
from commentsvc.models.revision import revision_of
from commentsvc.models.statistics import describe_tables
from commentsvc.usecases.deps import Deps

TRIES = 60
_IN_THE_WAY = ("40P01", "55P03")
"""A deadlock, and a lock that was waited for too long."""

__all__ = [
    "current_fit",
    "current_revision",
    "make_way",
    "newest_revision",
    "require_fit",
    "revisions",
    "take_tools",
    "upgrade",
]


def upgrade(revision: str = "head") -> None:
    """Bring the application's database to this migration, in one transaction, and tell its planner of the tables. Where
    others hold what it must change (PostgreSQL), it makes way for them and tries again; raises `click.ClickException`
    when it never came to it."""
    import flask_migrate

    take_tools(current_app)
    for _ in range(TRIES):
        try:
            flask_migrate.upgrade(revision=revision)
            with db.engine.begin() as connection:
                describe_tables(connection)
            return
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) not in _IN_THE_WAY:
                raise
        make_way()
    raise click.ClickException(
        "Others held the tables all the time (a long export?), so nothing was changed. Try again when they are done."
    )


def make_way() -> None:
    """Let those go on who wait behind the migration."""
    time.sleep(1)


def revisions() -> Iterable[str]:
    """Every migration shipped with this version, the newest first."""
    from alembic.script import ScriptDirectory

    return [script.revision for script in ScriptDirectory(current_app.config["MIGRATIONS_FOLDER"]).walk_revisions()]


def take_tools(app: Flask) -> None:
    """Give the application Flask-Migrate, which is large, and which nobody else needs."""
    from flask_migrate import Migrate

    Migrate(app, db, directory=str(app.config["MIGRATIONS_FOLDER"]), render_as_batch=True, compare_type=True)


def current_revision(deps: Deps) -> str | None:
    """What the database says it is at; None when it is empty. Raises SQLAlchemy's errors when it does not answer."""
    try:
        return revision_of(deps.session.connection())
    finally:
        deps.session.rollback()


def current_fit(deps: Deps) -> Fit:
    """What the database is to this version. Raises as `current_revision` does."""
    try:
        return schema_fit(deps.session.connection())
    finally:
        deps.session.rollback()


def require_fit(deps: Deps) -> None:
    """Raise `click.ClickException` unless this version may run on the database: nothing migrates by surprise."""
    fit = current_fit(deps)
    if not fit.usable:
        raise click.ClickException(fit.remedy)
    if fit is Fit.EXPANDED:
        click.echo(
            f"The database is at {current_revision(deps)}, newer than this version, which still works on it.", err=True
        )
