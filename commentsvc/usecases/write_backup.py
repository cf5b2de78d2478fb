"""Write a backup while the service runs: one moment of the database, and the keys where a passphrase seals them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import BinaryIO

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from commentsvc import __version__, clock
from commentsvc.clock import iso
from commentsvc.domain.derived import derive
from commentsvc.errors import NoteError
from commentsvc.exchange.backup_file import PART_BYTES, BackupWriter, Head, Manifest, SiteState
from commentsvc.exchange.sealed_part import PartSealer
from commentsvc.ledger.key import decode_key
from commentsvc.models.database import new_id, writing
from commentsvc.models.log import latest_checkpoint
from commentsvc.models.outage import is_outage, reason
from commentsvc.models.site import Site, all_sites
from commentsvc.models.snapshot import snapshot
from commentsvc.models.table_rows import read_rows, tables_to_keep
from commentsvc.usecases.access import require_installation
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.record_act import record_act
from commentsvc.usecases.witnessed_checkpoint import shown_note

INSTANCE_SECRET = "secret"  # noqa: S105 - a name
"""Under which a sealed backup has the instance secret, beside the key files (`….key`)."""

Told = Callable[[str, int], None]
"""Called with a table and how many of its rows are done."""


@dataclass(frozen=True)
class Written:
    """What was written. `keyless` names the sites whose signing key was not there to be taken along; None where the
    backup holds no keys. `unnoted` is why it is in no site's trail; empty where it is in all of them."""

    head: Head
    manifest: Manifest
    keyless: tuple[str, ...] | None
    unnoted: str


def write_backup(
    deps: Deps, actor: Actor, stream: BinaryIO, revision: str, sealer: PartSealer | None, told: Told
) -> Written:
    """Write all of it to `stream`, which need not be seekable; the database stands at `revision`, which is this
    version's.

    Whoever posts meanwhile waits for nothing. Each site's trail says that it was done, and so does the backup; a
    database that takes no writes is backed up all the same. Raises `Forbidden`: the actor is not of the whole
    installation.
    """
    require_installation(actor)
    unnoted = _note(deps, actor, sealed=sealer is not None)
    before = deps.keys.copies() if sealer else {}
    tables = tables_to_keep()
    with snapshot(deps.session.get_bind()) as session:
        connection = session.connection()
        head = Head(
            iso(clock.now()), __version__, revision, connection.dialect.name, tables, sealer.facts if sealer else None
        )
        writer = BackupWriter(stream, head, sealer)
        try:
            sites = [_state(deps, session, site) for site in all_sites(session)]
            for table, columns in tables.items():
                for rows in writer.table(table, read_rows(connection, table, columns, PART_BYTES)):
                    told(table, rows)
            keyless = None
            if sealer:
                # A key that was changed meanwhile is in the files of before or of now.
                files = before | deps.keys.copies() if _keyless(before, sites) else before
                keyless = _keyless(files, sites)
                writer.secrets(files | {INSTANCE_SECRET: deps.settings.secret.decode()})
            return Written(head, writer.finish(sites, secret_mark(deps)), keyless, unnoted)
        except BaseException:
            writer.give_up()
            raise


def _note(deps: Deps, actor: Actor, *, sealed: bool) -> str:
    """Write into each site's trail that all of it is taken along; why that could not be done."""
    backup_id = str(new_id())
    try:
        with writing(deps.session) as session:
            for site in all_sites(session):
                record_act(deps, site.id, actor, "export.backup", backup_id, {"sealed": sealed})
    except DBAPIError as error:
        if not is_outage(error):
            raise
        return reason(error)
    return ""


def secret_mark(deps: Deps) -> str:
    """By which an installation tells whether its secret is that of a backup; says nothing else of it."""
    return derive(deps.settings.secret, "backup-mark")


def _state(deps: Deps, session: Session, site: Site) -> SiteState:
    newest = latest_checkpoint(session, site.id)
    note = shown_note(replace(deps, session=session), site, newest) if newest else ""
    return SiteState(site.id, site.log_origin, site.log_vkey, newest.size if newest else 0, note)


def _keyless(files: dict[str, str], sites: list[SiteState]) -> tuple[str, ...]:
    """The sites whose key is in none of the files."""
    there = set()
    for text in files.values():
        with suppress(NoteError):
            there.add(decode_key(text.strip()).vkey)
    return tuple(site.id for site in sites if site.vkey not in there)
