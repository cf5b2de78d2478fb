"""`commentsvc backup`: one file with everything, while the service runs."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click
from rich.console import Console

from commentsvc.adapters.durable_files import sync_folder
from commentsvc.cli.output import json_option, show_json
from commentsvc.cli.revision import current_revision, newest_revision
from commentsvc.cli.wiring import with_deps
from commentsvc.exchange.backup_file import BACKUP_START, BackupReader, Manifest
from commentsvc.exchange.sealed_part import PartSealer
from commentsvc.usecases.access import CLI
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.write_backup import Written, write_backup

MIN_PASSPHRASE = 12

passphrase_option = click.option(
    "--passphrase-file",
    "passphrase_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A file whose first line is the passphrase that seals the backup, and with which the keys are in it.",
)


@click.command("backup")
@click.argument("target", metavar="FILE", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@passphrase_option
@json_option
@with_deps
def command(deps: Deps, target: Path, passphrase_file: Path | None, as_json: bool) -> None:
    """Write one moment of the whole database into FILE, or `-` for a pipe, while the service runs; nobody waits for it.

    With a passphrase all of it is sealed, and the sites' signing keys and the instance secret are in it. Without, it
    holds the data only: back the keys up apart. FILE is readable by you alone, and appears once it is complete. An
    older backup of that name is replaced then; anything else is not written over.
    """
    revision = newest_revision()
    if current_revision(deps) != revision:
        raise click.ClickException(
            "The database is not at exactly this version: back it up with the version that serves."
        )
    sealer = PartSealer.fresh(read_passphrase(passphrase_file)) if passphrase_file else None
    with progress() as told:
        if str(target) == "-":
            written = write_backup(deps, CLI, sys.stdout.buffer, revision, sealer, told)
            sys.stdout.buffer.flush()
        else:
            with _whole(target) as stream:
                written = write_backup(deps, CLI, stream, revision, sealer, told)
    _say(written, target, as_json=as_json and str(target) != "-")


def read_passphrase(path: Path) -> bytes:
    """The first line of the file. Ends the command where it would protect nothing."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}.") from error
    if not lines or len(lines[0]) < MIN_PASSPHRASE:
        raise click.ClickException(f"{path}: a passphrase has at least {MIN_PASSPHRASE} characters, in the first line.")
    return lines[0]


def unseal(reader: BackupReader, manifest: Manifest, passphrase_file: Path | None) -> PartSealer | None:
    """What opens the backup; None without a passphrase. Raises `BackupError` where it is another passphrase or not the
    backup that was sealed, and ends the command where nothing is sealed."""
    if passphrase_file is None:
        return None
    if reader.head.sealed is None:
        raise click.UsageError(
            "The backup is not sealed: it was written without a passphrase, or somebody put it in the place of one "
            "that was. Leave --passphrase-file out only where you know which."
        )
    sealer = PartSealer.again(read_passphrase(passphrase_file), reader.head.sealed)
    manifest.require_seal(sealer)
    return sealer


@contextmanager
def progress() -> Iterator[Callable[[str, int], None]]:
    """On a terminal, says which table it is at."""
    with Console(stderr=True).status("…") as status:
        yield lambda table, rows: status.update(f"{table}: {rows:,} rows")


@contextmanager
def _whole(target: Path) -> Iterator[BinaryIO]:
    """A file beside `target` (mode 0600) that takes its name at the end: what bears the name is complete."""
    try:
        if target.exists() and not _may_go(target):
            raise click.ClickException(f"{target} is there and is no backup, so it is not written over. Name another.")
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise click.ClickException(f"{target}: {error.strerror}.") from error
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise click.ClickException(f"{target}: {error.strerror or error}.") from error
    finally:
        beside.unlink(missing_ok=True)


def _may_go(target: Path) -> bool:
    if not target.is_file():
        return False
    with target.open("rb") as stream:
        return stream.read(len(BACKUP_START)) in (BACKUP_START, b"")


def _say(written: Written, target: Path, *, as_json: bool) -> None:
    rows = sum(total["rows"] for total in written.manifest.sums.values())
    if as_json:
        show_json(
            {
                "made_at": written.head.made_at,
                "revision": written.head.revision,
                "rows": rows,
                "sealed": written.head.sealed is not None,
                "keys": written.keyless is not None,
                "noted": not written.unnoted,
                "sites_without_key": written.keyless or (),
                "sites": [{"site": one.id, "origin": one.origin, "size": one.size} for one in written.manifest.sites],
            }
        )
    else:
        where = "" if str(target) == "-" else f" in {target}"
        click.echo(f"{rows:,} rows of {len(written.manifest.sites)} sites are{where or ' written'}.", err=True)
    if written.keyless is None:
        click.echo(
            "The keys and the instance secret are not in it: back them up apart, or give a passphrase.", err=True
        )
    if written.unnoted:
        click.echo(f"It is in no site's activity: the database takes no writes ({written.unnoted}).", err=True)
    for site in written.keyless or ():
        click.echo(f"The signing key of {site} was not there, so it is not in the backup.", err=True)
