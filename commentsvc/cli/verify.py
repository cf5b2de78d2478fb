"""`commentsvc verify`: check a receipt, an archive, or that a log only grew; of files offline, without any settings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from commentsvc.adapters.current import current_deps
from commentsvc.adapters.outbound import OutboundClient
from commentsvc.cli.output import json_option
from commentsvc.cli.verify_copies import check_backup, check_database, is_backup, kept_checkpoints
from commentsvc.cli.wiring import Wiring
from commentsvc.errors import OutboundError
from commentsvc.ledger.believe import Trust
from commentsvc.ledger.verdict import Verdict
from commentsvc.ledger.verify_files import check_file, read_trust, verdict_text
from commentsvc.ledger.verify_log import verify_log
from commentsvc.settings import load_outbound_exceptions
from commentsvc.usecases.fetch_log import fetch_log

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("verify")
@click.argument("what", metavar="[FILE|URL]", required=False)
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
    "--checkpoint",
    "checkpoints",
    multiple=True,
    type=_FILE,
    help="A checkpoint that you kept earlier; or a receipt or a backup, whose checkpoints are taken.",
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
@click.option(
    "--passphrase-file",
    "passphrase_file",
    type=_FILE,
    metavar="FILE",
    help="A file whose first line is the passphrase of a sealed backup: it is checked that what was sealed is this.",
)
@json_option
@click.pass_obj
def command(
    wiring: Wiring,
    what: str | None,
    keys: tuple[str, ...],
    key_changes: tuple[Path, ...],
    checkpoints: tuple[Path, ...],
    consistency: tuple[Path, ...],
    witnesses: Path | None,
    authorities: tuple[Path, ...],
    passphrase_file: Path | None,
    as_json: bool,
) -> None:
    """Check FILE, and say what is proven and what is not: a receipt, an archive that `export evidence` or `export log`
    made, or a log's newest or timestamped checkpoint.

    Or a backup, whose parts are compared with its manifest, and every site's checkpoint with those you kept. Without
    FILE the database that the settings name is checked: every log is computed anew from its entries, and every record
    opened. With checkpoints that you kept it is said whether this is an older copy (27) or another log (23, 24).

    Of a file nothing is asked for over a network and no setting is read. The URL of a log, such as
    https://comments.example.org/api/v1/sites/example/log, is asked for its newest checkpoint, its keys, and for proofs
    from those that were kept.

    It exits with 0 when proven, 10 for the operator's word only, 11 self-attested, 20 altered, 21 not in the log, 22
    promise broken, 23 log rewritten, 24 split view, 25 unknown key, 26 malformed, 27 rolled back; with 1 when a server
    could not be asked.
    """
    trust = read_trust(keys, (), consistency, witnesses, authorities, key_changes)
    trust = replace(trust, checkpoints=[note for path in checkpoints for note in kept_checkpoints(path)])
    if passphrase_file and not (what and Path(what).is_file() and is_backup(Path(what))):
        raise click.UsageError("--passphrase-file goes with a backup: name one as FILE.")
    if what is None:
        with wiring.create_app().app_context():
            verdict = check_database(current_deps(), trust)
    elif what.startswith(("https://", "http://")):
        verdict = _check_server(what, trust)
    else:
        file = _FILE.convert(what, None, click.get_current_context())
        verdict = check_backup(file, trust, passphrase_file) if is_backup(file) else check_file(file, trust)
    click.echo(verdict_text(verdict, as_json=as_json), nl=False)
    raise SystemExit(verdict.outcome.exit_code)


def _check_server(url: str, trust: Trust) -> Verdict:
    """The verdict on a log as its server shows it now; none when that cannot be had."""
    if not trust.keys:
        raise click.UsageError("A log is checked with the key you had from elsewhere: give --key.")
    try:
        fetched = fetch_log(OutboundClient(load_outbound_exceptions()), url, trust.checkpoints)
    except OutboundError as error:
        raise click.ClickException(
            f"{str(error)[:1].upper()}{str(error)[1:]}. Nothing was checked, which is no verdict: try again; if it "
            "stays so, ask the operator for the log as a file (`commentsvc export log`) and check that."
        ) from error
    beside = replace(
        trust,
        consistency=[*trust.consistency, *fetched.consistency],
        key_changes=[*trust.key_changes, *([fetched.keys] if fetched.keys else [])],
    )
    return verify_log(fetched.checkpoint, beside)
