"""`commentsvc restore`: a backup into an empty installation, checked before and after."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import Any

import click

from commentsvc.adapters.current import current_deps
from commentsvc.adapters.erasure_list import read_erasures
from commentsvc.adapters.instance_secret import put_secret_back
from commentsvc.cli.backup import passphrase_option, progress, unseal
from commentsvc.cli.output import json_option, show_json
from commentsvc.cli.revision import current_revision, revisions, upgrade
from commentsvc.cli.wiring import Wiring
from commentsvc.errors import KeyMissing
from commentsvc.exchange.backup_file import BackupReader, Manifest
from commentsvc.ledger.verdict import GRAVITY, Outcome, Verdict, gravest
from commentsvc.models import db
from commentsvc.usecases.access import CLI
from commentsvc.usecases.check_log import check_logs
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.erase_again import erase_again
from commentsvc.usecases.load_backup import index_again, load_backup, require_empty
from commentsvc.usecases.newest_signed import older_copies
from commentsvc.usecases.write_backup import INSTANCE_SECRET, secret_mark

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("restore")
@click.argument("file", type=_FILE, required=False)
@passphrase_option
@click.option(
    "--erasures",
    "lists",
    multiple=True,
    type=_FILE,
    help="A list of erasures (COMMENTSVC_ERASURE_LIST) whose records are erased again; one a machine.",
)
@click.option("--no-erasures", is_flag=True, help="Nothing was erased after the backup, or it is done otherwise.")
@json_option
@click.pass_obj
def command(
    wiring: Wiring,
    file: Path | None,
    passphrase_file: Path | None,
    lists: tuple[Path, ...],
    no_erasures: bool,
    as_json: bool,
) -> None:
    """Load the backup FILE into the database that the settings name: SQLite or PostgreSQL, whichever it came from.

    The database must be empty; nothing is ever written over. FILE is read and checked whole before anything is
    changed, and is loaded in one transaction. Keys and instance secret are put back where the backup has them. An older
    backup is brought to this version. At the end the log of every site is computed anew from what was loaded, and
    compared with the checkpoints of the backup; it exits as `verify` does where that fails.

    What readers had erased after the backup is erased again: name the list of it, unless it is at its place here.
    Without FILE only that is done, to the database as it is.
    """
    if file is None:
        _only_erase(wiring, lists, as_json=as_json)
        return
    with file.open("rb") as stream, progress() as told:
        reader = BackupReader(stream)
        manifest = reader.check()
        if reader.head.sealed is not None and passphrase_file is None:
            raise click.UsageError("The backup is sealed: give --passphrase-file.")
        sealer = unseal(reader, manifest, passphrase_file)
        files = reader.secrets(sealer) if sealer else {}
        with wiring.create_app().app_context():
            deps = current_deps()
            lists = _lists(deps, lists, none=no_erasures)
            _migrate_to(deps, reader)
            require_empty(deps)
            _put_back(deps, files)
            db.session.remove()
            db.engine.dispose()
        with wiring.create_app().app_context():  # anew: the secret may be another now
            deps = current_deps()
            load_backup(deps, CLI, reader, manifest, sealer, told)
            upgrade()
            index_again(deps, told)
            verdicts = check_logs(deps, [site.checkpoint for site in manifest.sites if site.checkpoint])
            missing = _missing(deps, manifest)
            again = _erase_again(deps, lists, missing)
            _say(reader, manifest, verdicts, again=again, missing=missing, as_json=as_json)
    worst = gravest([verdict for _, verdict in verdicts] or [Verdict(Outcome.PROVEN, "")])
    if GRAVITY.index(worst.outcome) > GRAVITY.index(Outcome.SELF_ATTESTED):
        raise SystemExit(worst.outcome.exit_code)


def _only_erase(wiring: Wiring, lists: tuple[Path, ...], *, as_json: bool) -> None:
    if not lists:
        raise click.UsageError("Name the backup, or the lists of erasures to do again.")
    with wiring.create_app().app_context():
        again = erase_again(current_deps(), CLI, (one for path in lists for one in read_erasures(path)))
    if as_json:
        show_json({"erased_again": again})
    else:
        click.echo(f"{again:,} records are erased again.")


def _lists(deps: Deps, given: tuple[Path, ...], *, none: bool) -> tuple[Path, ...]:
    """The lists of erasures, each read once. Ends the command where nobody says whether there were any."""
    here = deps.settings.erasure_file
    if none:
        return ()
    if not given and not here.exists():
        raise click.UsageError(
            "Which erasures were done after the backup? Name the list, --erasures FILE (COMMENTSVC_ERASURE_LIST says "
            "where it was), or say --no-erasures."
        )
    lists = given or (here,)
    for path in lists:
        deque(read_erasures(path), maxlen=0)
    return lists


def _erase_again(deps: Deps, lists: tuple[Path, ...], missing: list[str]) -> int:
    """How many were erased again. Where a key is missing they wait for `restore --erasures`, without a backup."""
    erased = [one for path in lists for one in read_erasures(path)]
    try:
        return erase_again(deps, CLI, erased)
    except KeyMissing:
        missing.append(
            "erasures done after the backup: put the keys back, then run `commentsvc restore --erasures FILE`"
        )
        return 0


def _migrate_to(deps: Deps, reader: BackupReader) -> None:
    """Bring an empty database to the revision of the backup."""
    wanted, now = reader.head.revision, current_revision(deps)
    line = list(revisions())
    if wanted not in line:
        raise click.ClickException(
            f"The backup is of commentsvc {reader.head.version} (revision {wanted}), which is newer than this one. "
            "Install that version."
        )
    if now == wanted:
        return
    if now is not None and (now not in line or line.index(now) < line.index(wanted)):
        raise click.ClickException(
            f"The database is at revision {now} and the backup at {wanted}. Name a database without any table: it is "
            "made at the backup's revision and then brought to this version."
        )
    require_empty(deps)
    upgrade(wanted)


def _put_back(deps: Deps, files: dict[str, str]) -> None:
    keys = {name: text for name, text in files.items() if name != INSTANCE_SECRET}
    if secret := files.get(INSTANCE_SECRET):
        put_secret_back(Path(deps.settings.data_dir), deps.settings.secret_key, secret)
    if keys:
        deps.keys.put_back(keys)


def _missing(deps: Deps, manifest: Manifest) -> list[str]:
    """What the operator must still put into place."""
    held = deps.keys.copies()
    missing = [
        f"the signing key of {site.id} (keys/{site.id}.key)" for site in manifest.sites if f"{site.id}.key" not in held
    ]
    if manifest.secret_mark != secret_mark(deps):
        missing.append("the instance secret (the file `secret`, or COMMENTSVC_SECRET_KEY): this is another one")
    return missing


def _say(
    reader: BackupReader,
    manifest: Manifest,
    verdicts: list[tuple[str, Verdict]],
    *,
    again: int,
    missing: list[str],
    as_json: bool,
) -> None:
    rows = sum(total["rows"] for total in manifest.sums.values())
    if as_json:
        told: dict[str, Any] = {"made_at": reader.head.made_at, "rows": rows, "erased_again": again, "missing": missing}
        show_json(told | {"sites": [{"site": site} | verdict.as_json() for site, verdict in verdicts]})
        return
    click.echo(f"{rows:,} rows of the backup made at {reader.head.made_at} are loaded.")
    for site, verdict in verdicts:
        click.echo(f"{site}: {verdict.sentence}")
    click.echo(
        "What was written after that moment is not in it. Before you serve it, compare it with anything later that you "
        "have (a checkpoint, a receipt, a newer backup): commentsvc verify --checkpoint FILE."
    )
    for site, trouble in older_copies(current_deps()):
        click.echo(f"{site}: {trouble}", err=True)
    if again:
        click.echo(f"{again:,} records that were erased after the backup are erased again.")
    for thing in missing:
        click.echo(f"Still missing: {thing}.", err=True)
