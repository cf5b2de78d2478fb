"""Which migration the database stands at, and which one this version needs."""

from __future__ import annotations

import click
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app

from commentsvc.usecases.deps import Deps


def newest_revision() -> str | None:
    """The newest migration shipped with this version."""
    return ScriptDirectory(current_app.extensions["migrate"].directory).get_current_head()


def current_revision(deps: Deps) -> str | None:
    """What the database says it is at; None when it is empty. Raises SQLAlchemy's errors when it does not answer."""
    try:
        return MigrationContext.configure(deps.session.connection()).get_current_revision()
    finally:
        deps.session.rollback()


def require_newest(deps: Deps) -> None:
    """Raise `click.ClickException` unless the database is at this version: nothing migrates by surprise."""
    if current_revision(deps) != newest_revision():
        raise click.ClickException("The database is not at this version. Run `commentsvc migrate` first.")
