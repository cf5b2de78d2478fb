"""Export a site's log: what anybody needs to compute its roots anew, and nothing that opens an entry."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from commentsvc import clock
from commentsvc.clock import iso
from commentsvc.errors import LedgerError, NotFound
from commentsvc.exchange.archive import ArchiveFacts, ArchiveWriter
from commentsvc.exchange.archive_pages import log_page
from commentsvc.ledger import archive
from commentsvc.ledger.tile_path import tile_path, tiles_of
from commentsvc.ledger.tree import HASH_BYTES
from commentsvc.models.database import new_id, writing
from commentsvc.models.log import checkpoints_after, latest_checkpoint
from commentsvc.models.log_tiles import StoredTiles
from commentsvc.models.site import Site
from commentsvc.models.snapshot import snapshot
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.read_key_changes import read_log_keys
from commentsvc.usecases.read_timestamps import read_timestamps
from commentsvc.usecases.record_act import record_act
from commentsvc.usecases.witnessed_checkpoint import shown_note

BATCH = 500
"""Checkpoints read at once."""


@dataclass
class LogExport:
    """An export while it is read: `chunks` are the archive's bytes, to be taken once. `size` is the log's; `tiles`
    counts those that are in it by now."""

    chunks: Iterator[bytes] = iter(())
    size: int = 0
    tiles: int = 0


def export_log(deps: Deps, actor: Actor, site_id: str) -> LogExport:
    """The archive (`ledger.archive`), checked and written into the audit log now, made while it is taken.

    Entries are not in it: their order mirrors that of the comments (law 4). It shows one moment, on a connection of its
    own.

    Raises:
        NotFound: the actor is of another site, or the log has no checkpoint yet. Forbidden: lacks `export`.
        LedgerError: while it is taken, when a tile is missing: the log is damaged, and nothing of it is complete.
    """
    require(actor, site_id, "export")
    find_site(deps, site_id)
    newest = latest_checkpoint(deps.session, site_id)
    if newest is None:
        raise NotFound("This site's log has no checkpoint yet: nothing was written to it.")
    with writing(deps.session):
        record_act(deps, site_id, actor, "export.log", str(new_id()), {"size": newest.size})
    export = LogExport(size=newest.size)
    export.chunks = _stream(deps, deps.session.get_bind(), site_id, export)
    return export


def _stream(deps: Deps, bind: Any, site_id: str, export: LogExport) -> Iterator[bytes]:
    """`bind` is found beforehand: an edge may stream after its own session has ended."""
    with snapshot(deps.replica.up_to_date(bind)) as session:
        yield from _archive(replace(deps, session=session), site_id, export)


def _archive(deps: Deps, site_id: str, export: LogExport) -> Iterator[bytes]:
    site, made_at = find_site(deps, site_id), iso(clock.now())
    newest = latest_checkpoint(deps.session, site_id)
    if newest is None:
        raise LedgerError("the log's checkpoints are gone; restore the database")
    export.size = newest.size
    with ArchiveWriter(ArchiveFacts(archive.LOG_SCHEMA, made_at, site.log_origin)) as writer:
        yield from writer.start(log_page(site.name, site.controller_name, site.log_origin, made_at))
        keys = json.dumps(read_log_keys(deps, site_id).as_json(), indent=1).encode()
        yield writer.add(archive.KEYS_NAME, keys + b"\n")
        yield writer.add(archive.NEWEST_NAME, shown_note(deps, site, newest).encode())
        yield from _checkpoints(deps, site, newest.size, writer)
        with suppress(NotFound):  # most logs have none
            stamped = json.dumps(read_timestamps(deps, site_id).as_json(), indent=1).encode()
            yield writer.add(archive.TIMESTAMPS_NAME, stamped + b"\n")
        tiles = StoredTiles(deps.session, site_id)
        for level, index, width in tiles_of(newest.size):
            hashes = tiles(level, index, width)[: width * HASH_BYTES]
            name = tile_path(level, index, width)
            if len(hashes) != width * HASH_BYTES:
                raise LedgerError(f"{name} of the log is damaged or missing; restore the database")
            yield writer.add(name, hashes)
            export.tiles += 1
        yield from writer.finish()


def _checkpoints(deps: Deps, site: Site, size: int, writer: ArchiveWriter) -> Iterator[bytes]:
    scratch = writer.scratch()
    last = -1
    while found := checkpoints_after(deps.session, site.id, last, size, BATCH):
        for checkpoint in found:
            scratch.write(json.dumps(shown_note(deps, site, checkpoint), ensure_ascii=False).encode() + b"\n")
        last = found[-1].size
    yield from writer.add_scratch(archive.CHECKPOINTS_NAME, scratch)
