"""`commentsvc export person`: give somebody a copy of their data."""

from __future__ import annotations

import sys
import uuid
from contextlib import closing
from pathlib import Path

import click

from commentsvc.cli.archive_file import Told, archive_option, write_file
from commentsvc.cli.wiring import with_deps
from commentsvc.usecases.access import CLI
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.export_person import export_person
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.person import person_by_letter

_ADDRESS_MAX = 1_000


@click.command("person")
@click.argument("site")
@click.option(
    "--address",
    "by_address",
    is_flag=True,
    help="Whoever wrote under an e-mail address. It is asked for, or read from standard input: what stands on a "
    "command line is seen by others on this machine and kept in its history.",
)
@click.option(
    "--record", "records", type=click.UUID, multiple=True, help="The holder of this receipt, by its number; often."
)
@click.option("--subject", type=click.UUID, help="By the reference in the consent log's column `subject`.")
@click.option(
    "--unconfirmed",
    is_flag=True,
    help="Also what was sent under the address and never confirmed. Anybody can type an address: decide this only "
    "where you know that it is theirs.",
)
@click.option("--lang", metavar="LANG", help="The language of the page in it. Default: the site's.")
@archive_option
@with_deps
def person(
    deps: Deps,
    site: str,
    by_address: bool,
    records: tuple[uuid.UUID, ...],
    subject: uuid.UUID | None,
    unconfirmed: bool,
    lang: str | None,
    target: Path,
) -> None:
    """Write everything that SITE keeps of one person into an archive for them (Art. 15 and 20 GDPR).

    It has a page to read, JSON with its schema, a table, every notice they were shown, and the proofs; it is signed,
    and `commentsvc verify` checks it. Make sure first who it is that asks. Without --unconfirmed, what was sent under
    an address and never confirmed is only listed by page and time. The export is written into the site's activity log
    and, without saying whose it is, into its log.
    """
    address = _address() if by_address else None
    whose = person_by_letter(
        deps,
        CLI,
        find_site(deps, site),
        address=address,
        subject_id=subject,
        records=records,
        unconfirmed=unconfirmed,
    )
    export = export_person(deps, site, whose, CLI, lang)
    counts = export.counts
    with closing(Told(export.chunks, lambda: f"{counts.comments:,} comments, {counts.receipts:,} receipts")) as told:
        write_file(told, target)
    click.echo(f"{counts.comments:,} comments and {counts.records:,} records are in {target}.", err=True)


def _address() -> str:
    """One line: typed at a terminal, or from a pipe."""
    if sys.stdin.isatty():
        return str(click.prompt("E-mail address"))
    return sys.stdin.readline(_ADDRESS_MAX).strip()
