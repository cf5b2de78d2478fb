"""Which migration the database stands at, and whether this version may run on it."""

from __future__ import annotations

import click
from alembic.runtime.migration import MigrationContext

from commentsvc.adapters.schema_fit import Fit, newest_revision, schema_fit
from commentsvc.usecases.deps import Deps

__all__ = ["current_fit", "current_revision", "newest_revision", "require_fit"]


def current_revision(deps: Deps) -> str | None:
    """What the database says it is at; None when it is empty. Raises SQLAlchemy's errors when it does not answer."""
    try:
        return MigrationContext.configure(deps.session.connection()).get_current_revision()
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
