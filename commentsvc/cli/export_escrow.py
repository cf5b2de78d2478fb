"""`commentsvc export escrow`: the sealed proofs, for whoever has the key that opens them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from commentsvc.cli.archive_file import Told, write_file
from commentsvc.cli.wiring import with_deps
from commentsvc.usecases.access import CLI
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.export_escrow import export_escrow


@click.command("escrow")
@click.argument("site")
@click.option(
    "--output",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE",
    help="A file, readable by you alone, that appears once it is complete.",
)
@with_deps
def escrow(deps: Deps, site: str, target: Path) -> None:
    """Write the sealed proofs of what was erased on SITE, as far as their time is not over.

    Nothing in it can be read without the private key: take it to where that is, and open it there with `commentsvc key
    escrow open`. A copy does not end with the proofs' time: delete it yourself. The export itself is written into the
    site's activity log.
    """
    export = export_escrow(deps, CLI, site)
    with closing(Told(export.chunks, lambda: f"{export.count:,} sealed proofs")) as told:
        write_file(told, target)
    click.echo(f"{export.count:,} sealed proofs are in {target}.", err=True)
