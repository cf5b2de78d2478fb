"""`commentsvc verify`: check a receipt, or that a log only grew; offline, and without any settings."""

from __future__ import annotations

from pathlib import Path

import click

from commentsvc.cli.output import json_option
from commentsvc.ledger.verify_files import check_files, verdict_text

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("verify")
@click.argument("file", type=_FILE)
@click.option(
    "--key", "keys", multiple=True, metavar="VKEY", help="The verifier key of the log, had from elsewhere than FILE."
)
@click.option(
    "--keys",
    "key_changes",
    multiple=True,
    type=_FILE,
    help="The answer of log/keys: it leads from the key you have to the one the log signs with now.",
)
@click.option(
    "--checkpoint", "checkpoints", multiple=True, type=_FILE, help="A checkpoint of this log that you kept earlier."
)
@click.option(
    "--consistency",
    multiple=True,
    type=_FILE,
    help="The answer of log/consistency that connects a kept checkpoint with the one in FILE.",
)
@click.option(
    "--witnesses",
    type=_FILE,
    help="A policy that names the witnesses you trust, and how many of them must have cosigned.",
)
@click.option(
    "--tsa",
    "authorities",
    multiple=True,
    type=_FILE,
    help="PEM file with the root certificate of a timestamp authority you trust.",
)
@json_option
def command(
    file: Path,
    keys: tuple[str, ...],
    key_changes: tuple[Path, ...],
    checkpoints: tuple[Path, ...],
    consistency: tuple[Path, ...],
    witnesses: Path | None,
    authorities: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Check FILE, a receipt or a log's newest or timestamped checkpoint; say what is proven and what is not.

    Nothing is asked for over a network and no setting is read. It exits with 0 when proven, 10 for the operator's word
    only, 11 self-attested, 20 altered, 21 not in the log, 22 promise broken, 23 log rewritten, 24 split view, 25
    unknown key, 26 malformed.
    """
    verdict = check_files(file, keys, checkpoints, consistency, witnesses, authorities, key_changes)
    click.echo(verdict_text(verdict, as_json=as_json), nl=False)
    raise SystemExit(verdict.outcome.exit_code)
