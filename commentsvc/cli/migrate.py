"""`commentsvc migrate`: bring the database to this version, when the operator says so and never by surprise."""

from __future__ import annotations

import click

from commentsvc.adapters.schema_fit import Fit
from commentsvc.cli.revision import current_fit, current_revision, newest_revision, upgrade
from commentsvc.cli.wiring import with_deps
from commentsvc.usecases.deps import Deps


@click.command("migrate")
@click.option("--check", is_flag=True, help="Change nothing; exit 1 unless the database is at this version.")
@with_deps
def command(deps: Deps, check: bool) -> None:
    """Bring the database to this version. Two at once wait for each other; again changes nothing."""
    before, newest, fit = current_revision(deps), newest_revision(), current_fit(deps)
    if fit is Fit.NEWER:
        raise click.ClickException(fit.remedy)
    if fit is Fit.EXPANDED:
        click.echo(f"The database is at {before}, newer than this version ({newest}), which still works on it.")
        return
    if check:
        if before != newest:
            raise click.ClickException(f"The database is at {before or 'nothing'}, this version needs {newest}.")
        click.echo(f"The database is at {newest}.")
        return
    upgrade()
    click.echo(f"The database was at {newest} already." if before == newest else f"The database is now at {newest}.")
