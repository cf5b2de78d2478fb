"""`commentsvc key escrow`: the key that proofs of what was erased are sealed to, and opening them, offline."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import click
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from commentsvc.adapters.durable_files import write_new
from commentsvc.cli.wiring import with_deps
from commentsvc.errors import EscrowError
from commentsvc.exchange.escrow_file import open_escrow
from commentsvc.ledger.escrow import decode_private
from commentsvc.ledger.receipt import Receipt
from commentsvc.usecases.access import CLI
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.make_escrow_key import make_escrow_key

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW = click.Path(dir_okay=False, path_type=Path)


@click.group("escrow")
def escrow() -> None:
    """The key that proofs of what was erased are sealed to."""


@escrow.command("make")
@click.argument("site")
@click.option(
    "--output", "target", type=_NEW, metavar="FILE", help="A new file for the private key, instead of showing it."
)
@click.option(
    "--follow", is_flag=True, help="Take the place of a key the site has; it still opens what is sealed to it."
)
@with_deps
def make(deps: Deps, site: str, target: Path | None, follow: bool) -> None:
    """Make a key for SITE, and give you its private half, once.

    The service keeps the public half only, and with that seals and cannot open. Take the private half away from this
    machine and keep it where nobody has the database. Nothing is sealed before `site set --escrow-months` and a notice
    that says so.
    """
    if target is not None and target.exists():
        raise click.ClickException(f"{target} exists, and is not written over.")
    private = make_escrow_key(deps, CLI, site, follow=follow)
    if target is None:
        click.echo(private)
    else:
        try:
            write_new(target, private + "\n")
        except OSError as error:
            raise click.ClickException(
                f"{target} cannot be written: {error.strerror}. The key is lost: make another with --follow."
            ) from error
    where = f"in {target}, and" if target else "above. It"
    click.echo(f"The private key is {where} is nowhere else. Without it nobody opens what is sealed.", err=True)


@escrow.command("open")
@click.argument("file", type=_FILE)
@click.option(
    "--key",
    "keys",
    type=_FILE,
    multiple=True,
    required=True,
    help="A file with the private key; more than one may be named.",
)
@click.option(
    "--record",
    "records",
    type=click.UUID,
    multiple=True,
    help="Only the proof of this record; more than one may be named.",
)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="A new folder for the receipts, readable by you alone.",
)
def open_(file: Path, keys: tuple[Path, ...], records: tuple[uuid.UUID, ...], folder: Path) -> None:
    """Open FILE, which `export escrow` wrote, offline: a receipt for each proof, that `commentsvc verify` checks.

    Open only what a claim needs, with --record. It asks nobody and reads no setting.
    """
    known = [_key(path) for path in keys]
    wanted = {str(record) for record in records}
    try:
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise click.ClickException(f"{folder}: {error.strerror}.") from error
    opened, closed = _open_all(file, known, wanted, folder)
    click.echo(f"{opened:,} receipts are in {folder}.", err=True)
    if closed:
        click.echo(f"{closed:,} more are sealed to another key, of another site, or changed.", err=True)
    if not opened:
        raise SystemExit(1)


def _open_all(file: Path, keys: list[X25519PrivateKey], wanted: set[str], folder: Path) -> tuple[int, int]:
    """How many were written, and how many no key opens."""
    opened = closed = 0
    try:
        with file.open("rb") as lines:
            for receipt in open_escrow(lines, keys):
                if receipt is None:
                    closed += 1
                elif not wanted or receipt.record in wanted:
                    _write(receipt, folder)
                    opened += 1
    except EscrowError as error:
        raise click.ClickException(f"{file}: {error}.") from error
    return opened, closed


def _write(receipt: Receipt, folder: Path) -> None:
    """The record's number was inside what was sealed, and anybody can seal: it is no path before it is a UUID."""
    try:
        name = str(uuid.UUID(receipt.record))
        write_new(folder / f"{name}.json", json.dumps(receipt.as_json(), ensure_ascii=False, indent=1) + "\n")
    except (ValueError, OSError) as error:
        raise EscrowError("it holds a record twice, or one without a number") from error


def _key(path: Path) -> X25519PrivateKey:
    try:
        return decode_private(path.read_text(encoding="utf-8").strip())
    except (EscrowError, ValueError) as error:
        raise click.ClickException(f"{path} holds no private key of an escrow.") from error
