"""`commentsvc export`: take a site's evidence out, or what is one person's, into a file or a pipe."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import click
from rich.console import Console

from commentsvc.cli.archive_file import PROGRESS_EVERY, Told, archive_option, write, write_file
from commentsvc.cli.export_audit import audit
from commentsvc.cli.export_escrow import escrow
from commentsvc.cli.export_person import person
from commentsvc.cli.wiring import with_deps
from commentsvc.domain.consent_history import STATES
from commentsvc.exchange.consent_log import FORMATS
from commentsvc.ledger.single_file import single_file
from commentsvc.usecases.access import CLI
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.export_consent_log import read_filter
from commentsvc.usecases.export_evidence import choose, export_evidence
from commentsvc.usecases.export_log import export_log
from commentsvc.usecases.write_consent_log import write_consent_log


@click.group("export")
def command() -> None:
    """Take a site's evidence out, or what is one person's."""


command.add_command(audit)
command.add_command(person)
command.add_command(escrow)


@command.command("consent-log")
@click.argument("site")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="csv", show_default=True)
@click.option(
    "--from", "begin", metavar="TIME", help="Records made then or later: a day (UTC), or a time with its zone."
)
@click.option("--to", "end", metavar="TIME", help="Records made before this time, or up to and with this day.")
@click.option("--purpose", metavar="ID", help="Only this purpose, such as publish.")
@click.option("--state", type=click.Choice(STATES), help="Only rows in this state.")
@click.option("--subject", metavar="UUID", help="Only this person, by the reference in the column `subject`.")
@click.option(
    "--output",
    "target",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    default="-",
    help="A file, readable by you alone, that appears once it is complete. Default: standard output.",
)
@with_deps
def consent_log(
    deps: Deps,
    site: str,
    form: str,
    begin: str | None,
    end: str | None,
    purpose: str | None,
    state: str | None,
    subject: str | None,
    target: Path,
) -> None:
    """Write the consent log of SITE: who agreed to what, when, on which text.

    csv and jsonl have one row a record and purpose; jsonld has each record whole, in the terms of ISO/IEC TS 27560.
    The export itself is written into the site's activity log.
    """
    filters = read_filter({"from": begin, "to": end, "purpose": purpose, "state": state, "subject": subject})
    rows = 0
    with Console(stderr=True).status("0 rows") as status:

        def tell(count: int) -> None:
            nonlocal rows
            if count // PROGRESS_EVERY > rows // PROGRESS_EVERY:
                status.update(f"{count:,} rows")
            rows = count

        with closing(write_consent_log(deps, CLI, site, filters, FORMATS[form], tell)) as chunks:
            if str(target) == "-":
                write(chunks, sys.stdout.buffer)
            else:
                write_file(chunks, target)
    if str(target) != "-":
        click.echo(f"{rows:,} {FORMATS[form].unit} are in {target}.", err=True)


@command.command("evidence")
@click.argument("site")
@click.option(
    "--record", "records", multiple=True, metavar="UUID", help="A record, by its number in the consent log; often."
)
@click.option("--from", "begin", metavar="TIME", help="All records made then or later: a day (UTC), or a time.")
@click.option("--to", "end", metavar="TIME", help="Records made before this time, or up to and with this day.")
@archive_option
@with_deps
def evidence(deps: Deps, site: str, records: tuple[str, ...], begin: str | None, end: str | None, target: Path) -> None:
    """Write what proves the records of SITE into an archive that `commentsvc verify` checks, as can anybody else.

    It has the records' receipts, the notices that were shown, checkpoints and keys of the log, a page for people and
    the program that checks it all. It holds what readers agreed to, so hand it to those only who may see that. The
    export itself is written into the site's activity log.
    """
    times = read_filter({"from": begin, "to": end})
    export = export_evidence(deps, CLI, site, choose(records, times.from_, times.to))
    with closing(Told(export.chunks, lambda: f"{export.receipts:,} receipts")) as told:
        write_file(told, target)
    click.echo(f"The receipts of {export.receipts:,} records are in {target}.", err=True)
    if export.unopened:
        click.echo(f"Of {export.unopened:,} more records nothing is left that could be shown.", err=True)


@command.command("log")
@click.argument("site")
@archive_option
@with_deps
def log(deps: Deps, site: str, target: Path) -> None:
    """Write the log of SITE into an archive: its tree's hashes, every checkpoint with its cosignatures, its keys.

    `commentsvc verify` computes every root anew from it, so a backup is compared with checkpoints that somebody kept.
    It holds nothing personal. The export itself is written into the site's activity log.
    """
    export = export_log(deps, CLI, site)
    with closing(Told(export.chunks, lambda: f"{export.tiles:,} tiles")) as told:
        write_file(told, target)
    click.echo(f"The log of {export.size:,} entries is in {target}.", err=True)


@command.command("verifier")
@click.option(
    "--output",
    "target",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    default="-",
    help="A file. Default: standard output.",
)
def verifier(target: Path) -> None:
    """Write the single-file verifier: a Python program that checks receipts where this service is not installed.

    It needs Python 3.11 and the package cryptography only, and does what `commentsvc verify` does.
    """
    source = single_file(target.name if str(target) != "-" else "verify_receipt.py").encode()
    if str(target) == "-":
        write([source], sys.stdout.buffer)
    else:
        write_file([source], target)
