"""`commentsvc export audit`: who did what on a site, with what proves it."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from commentsvc.cli.archive_file import write, write_file
from commentsvc.cli.wiring import with_deps
from commentsvc.domain.trail import KINDS
from commentsvc.exchange.trail_row import TRAIL_FORMATS
from commentsvc.usecases.access import CLI
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.export_trail import export_trail
from commentsvc.usecases.list_activity import read_trail_filter


@click.command("audit")
@click.argument("site")
@click.option("--format", "form", type=click.Choice(list(TRAIL_FORMATS)), default="csv", show_default=True)
@click.option("--who", metavar="REFERENCE", help="Only theirs: account:…, token:…, cli, worker.")
@click.option("--kind", type=click.Choice(list(KINDS)), help="Only acts of this kind.")
@click.option("--from", "begin", metavar="TIME", help="Acts of then or later: a day (UTC), or a time with its zone.")
@click.option("--to", "end", metavar="TIME", help="Acts before this time, or up to and with this day.")
@click.option("--target", metavar="ID", help="Only what was done to this comment, thread, token, …")
@click.option(
    "--output",
    "path",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    default="-",
    help="A file, readable by you alone, that appears once it is complete. Default: standard output.",
)
@with_deps
def audit(deps: Deps, site: str, form: str, begin: str | None, end: str | None, path: Path, **asked: Any) -> None:
    """Write who did what on SITE: decisions, changes, exports, sign-ins, each with what opens its entry in the log.

    Whoever has the file can show of each act that the log committed to it. The export itself is written down.
    """
    wanted = read_trail_filter(asked | {"from": begin, "to": end})
    with closing(export_trail(deps, CLI, site, wanted, format=form)) as rows:
        chunks = TRAIL_FORMATS[form].write(rows)
        if str(path) == "-":
            write(chunks, sys.stdout.buffer)
        else:
            write_file(chunks, path)
