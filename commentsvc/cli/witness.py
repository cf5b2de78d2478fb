"""`commentsvc witness`: as somebody other than the operator, see that a site's log only grows, and sign that it does.

Needs no database and no settings of the service, only the folder that `witness init` makes.
"""

from __future__ import annotations

import json
import signal
import threading
from pathlib import Path
from typing import Any

import click

from commentsvc import clock
from commentsvc.adapters.outbound import OutboundClient
from commentsvc.adapters.witness_folder import WitnessFolder
from commentsvc.cli.output import json_option, show_facts, show_json
from commentsvc.clock import iso
from commentsvc.errors import ValidationFailed, WitnessStateBroken
from commentsvc.ledger import verdict
from commentsvc.settings import load_outbound_exceptions
from commentsvc.usecases.witness_log import FollowedLog, Look, Outcome, Witness, witness_log

EXIT_CODES = {
    Outcome.COSIGNED: 0,
    Outcome.UNCHANGED: 0,
    Outcome.EMPTY: 0,
    Outcome.NOT_TAKEN: 1,
    Outcome.UNREACHABLE: 1,
    Outcome.MALFORMED: verdict.Outcome.MALFORMED.exit_code,
    Outcome.UNKNOWN_KEY: verdict.Outcome.UNKNOWN_KEY.exit_code,
    Outcome.LOG_REWRITTEN: verdict.Outcome.LOG_REWRITTEN.exit_code,
    Outcome.SPLIT_VIEW: verdict.Outcome.SPLIT_VIEW.exit_code,
}
"""In the order of gravity; of several logs the gravest decides. The same numbers as those of `commentsvc verify`."""

folder_argument = click.argument("folder", type=click.Path(file_okay=False, path_type=Path))


@click.group("witness")
def command() -> None:
    """Be a witness for somebody's log: follow it, refuse what was rewritten, cosign the rest."""


@command.command("init")
@folder_argument
@click.option("--name", required=True, help="Who you are, as in witness.example.net. It stands in every cosignature.")
def init(folder: Path, name: str) -> None:
    """Make FOLDER with a key of its own, and print the key that the sites need to know."""
    click.echo(WitnessFolder(folder).create(name).vkey)


@command.command("follow")
@folder_argument
@click.argument("vkey")
@click.argument("url")
def follow(folder: Path, vkey: str, url: str) -> None:
    """Follow the log of VKEY, whose checkpoint is at URL.

    Get VKEY from the site's owner, not from the address that you will check. A log that is followed already goes on
    with the new VKEY, from what was seen of it: that is for a log that lost its key. A witness that runs notices.
    """
    store = WitnessFolder(folder)
    store.cosigner()
    log = store.follow(vkey, url)
    click.echo(f"Following {log.origin} at {log.url}")


@command.command("show")
@folder_argument
@json_option
def show(folder: Path, as_json: bool) -> None:
    """Show the witness's public key, the logs it follows and what it saw of each."""
    store = WitnessFolder(folder)
    seen = {log.origin: store.read(log.origin) for log in store.logs()}
    sizes = {origin: found.size if found else None for origin, found in seen.items()}
    if as_json:
        show_json({"vkey": store.cosigner().vkey, "logs": sizes})
        return
    entries = [(origin, "nothing seen yet" if size is None else f"{size} entries") for origin, size in sizes.items()]
    show_facts([("key", store.cosigner().vkey), *entries])


@command.command("run")
@folder_argument
@click.option("--once", is_flag=True, help="Look once at each log, and exit.")
@click.option("--every", type=click.IntRange(1, 86_400), default=30, show_default=True, help="Seconds between looks.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON for each look.")
@click.pass_context
def run(context: click.Context, folder: Path, once: bool, every: int, as_json: bool) -> None:
    """Look at the logs, again and again until stopped; cosign what fits what was seen.

    Exits with 0 when all is well, 1 when something could not be asked or handed in, 23 when a log was rewritten, 24
    when its key signed two logs, 25 when its key is another, 26 when what it shows is no checkpoint.
    """
    store = WitnessFolder(folder)
    with store.alone():
        if not store.logs():
            raise click.ClickException("There is no log to follow. `commentsvc witness follow` names one.")
        witness = Witness(store.cosigner(), store, OutboundClient(load_outbound_exceptions()))
        stop = threading.Event()
        if once:
            stop.set()
        else:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda *_: stop.set())
        context.exit(_watch(witness, store, stop, every, as_json))


def _watch(witness: Witness, store: WitnessFolder, stop: threading.Event, every: int, as_json: bool) -> int:
    """Look at every log at least once, until `stop`; returns the exit code of the gravest thing that was found. Which
    logs there are is read again each time: a key may have changed, or a log been added."""
    gravity = list(EXIT_CODES)
    worst = Outcome.COSIGNED
    told: dict[str, tuple[Any, ...]] = {}
    logs: list[FollowedLog] = []
    while True:
        logs = _logs(store, logs)
        for log in logs:
            look = _look(witness, log)
            worst = max(worst, look.outcome, key=gravity.index)
            news = (look.outcome, look.size, look.detail)
            if as_json or told.get(log.origin) != news:
                _tell(log, look, as_json)
            told[log.origin] = news
        if stop.wait(0 if stop.is_set() else every):
            return EXIT_CODES[worst]


def _logs(store: WitnessFolder, before: list[FollowedLog]) -> list[FollowedLog]:
    """What is followed now. Where a file that is being edited makes no sense: what was followed `before`."""
    try:
        return store.logs()
    except (WitnessStateBroken, ValidationFailed, OSError):
        if before:
            return before
        raise


def _look(witness: Witness, log: FollowedLog) -> Look:
    try:
        return witness_log(witness, log)
    except (WitnessStateBroken, OSError) as error:  # such as a full disk: what cannot be remembered is not signed
        return Look(Outcome.NOT_TAKEN, detail=str(error))


def _tell(log: FollowedLog, look: Look, as_json: bool) -> None:
    at = iso(clock.now())
    if as_json:
        line = {"at": at, "log": log.origin, "outcome": look.outcome.value, "size": look.size, "detail": look.detail}
        click.echo(json.dumps(line | {"cosignature": look.cosignature}))
        return
    size = "" if look.size is None else f", {look.size} entries"
    click.echo(f"{at}  {log.origin}: {look.outcome.value}{size}" + (f". {look.detail}" if look.detail else ""))
