"""`commentsvc key`: the key that signs a site's log: look at it, change it, go on after it was lost, copy it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from commentsvc.adapters.durable_files import write_new
from commentsvc.cli.key_escrow import escrow
from commentsvc.cli.output import json_option, show_facts, show_json
from commentsvc.cli.wiring import with_deps
from commentsvc.clock import iso
from commentsvc.errors import KeyMissing
from commentsvc.ledger.key import encode_key
from commentsvc.ledger.note import NoteVerifier
from commentsvc.models.key_change import LogKeyChange, key_changes
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_key import ChangedKey
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.export_key import export_key
from commentsvc.usecases.find_signer import find_signer
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.replace_lost_key import replace_lost_key, why_missing
from commentsvc.usecases.rotate_key import prepare_key, rotate_key

_CONSEQUENCE = """
A new key will sign the log of this site, and the log will say for ever that the old one was lost. Nothing in the log is
lost. But nobody who knows the old key can tell the new one from a forger's: they must get it from you, by a way they
trust. Witnesses stop until they are told. If a copy of the old key is anywhere, put that back instead."""


@click.group("key")
def command() -> None:
    """The key that signs a site's log."""


command.add_command(escrow)


@command.command("show")
@click.argument("site")
@json_option
@with_deps
def show(deps: Deps, site: str, as_json: bool) -> None:
    """Show today's public key of SITE, whether its private half is here, and how it changed."""
    found = find_site(deps, site)
    changes = key_changes(deps.session, site)
    try:
        find_signer(deps, found)
        missing = ""
    except KeyMissing as error:
        missing = str(error)
    if as_json:
        facts = {"site": site, "origin": found.log_origin, "key": found.log_vkey, "missing": missing or None}
        show_json(facts | {"changes": list(map(_change, changes))})
        return
    show_facts([("log", found.log_origin), ("key", found.log_vkey), ("private half", missing or "is here")])
    if changes:
        click.echo("\nEarlier keys:")
    for row in changes:
        click.echo(f"{row.old_vkey}  {row.reason} at {iso(row.at)}, with entry {row.size}")


@command.command("rotate")
@click.argument("site")
@click.option("--prepare", is_flag=True, help="Only make the new key's file, to copy it to other machines first.")
@json_option
@with_deps
def rotate(deps: Deps, site: str, prepare: bool, as_json: bool) -> None:
    """Let a new key sign the log of SITE; the old one signs that this is so, and is given up.

    Whoever knows either key can believe the other. Nothing has to be restarted.
    """
    if prepare:
        vkey = prepare_key(deps, CLI, site)
        place = deps.settings.key_dir / f"{site}.next-{NoteVerifier.parse(vkey).key_id.hex()}.key"
        if as_json:
            show_json({"site": site, "next": vkey, "file": str(place)})
            return
        click.echo(f"The next key is {vkey}")
        click.echo(f"Copy {place} to the key folder of every other machine, then run this without --prepare.")
        return
    _tell(deps, site, rotate_key(deps, CLI, site), as_json)


@command.command("replace")
@click.argument("site")
@click.option("--lost", is_flag=True, required=True, help="Say that the key of SITE is lost for good.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@with_deps
def replace(deps: Deps, site: str, lost: bool, yes: bool, as_json: bool) -> None:
    """Begin a new key for SITE because the old one is lost, so that its log can go on."""
    reason = why_missing(deps, CLI, site)
    if not yes:
        click.echo(f"{reason}\n{_CONSEQUENCE}\n", err=True)
        click.confirm("Is the key lost for good?", abort=True, err=True)
    _tell(deps, site, replace_lost_key(deps, CLI, site), as_json)


@command.command("export")
@click.argument("site")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
@with_deps
def export(deps: Deps, site: str, file: Path, as_json: bool) -> None:
    """Write the private key of SITE to FILE, for a backup. Whoever has it can sign as this site's log."""
    if file.exists():
        raise click.ClickException(f"{file} exists, and is not written over.")
    signer = export_key(deps, CLI, site)
    try:
        write_new(file, encode_key(signer) + "\n")
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error
    if as_json:
        show_json({"site": site, "key": signer.vkey, "file": str(file)})
        return
    click.echo(f"{file} now holds the private key of {signer.vkey}")
    click.echo("Whoever has it can sign as this site's log. Keep it apart from every copy of the database.")


def _tell(deps: Deps, site: str, changed: ChangedKey, as_json: bool) -> None:
    if as_json:
        show_json({"site": site} | _change(changed))
        return
    facts = (("new key", changed.new), ("old key", f"{changed.old} ({changed.reason})"), ("from entry", changed.size))
    show_facts(facts)
    click.echo(
        f"\nBack up {deps.settings.key_dir / f'{site}.key'} now, and publish the new key where the old one stood."
    )


def _change(change: LogKeyChange | ChangedKey) -> dict[str, Any]:
    if isinstance(change, ChangedKey):
        old, new = change.old, change.new
    else:
        old, new = change.old_vkey, change.new_vkey
    return {"reason": change.reason, "at": change.at, "size": change.size, "old": old, "new": new}
