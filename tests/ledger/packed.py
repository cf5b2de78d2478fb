"""Archives of a log in memory, as `commentsvc export` packs them: what the verifier's tests damage."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from hashlib import sha256

from commentsvc.exchange.archive import ArchiveFacts, ArchiveWriter
from commentsvc.exchange.archive_pages import evidence_page, log_page
from commentsvc.ledger import archive
from commentsvc.ledger.key_change import LogKeys
from commentsvc.ledger.tile_path import tile_path, tiles_of
from commentsvc.ledger.tree import append

from .log_in_memory import NOTICE, NOTICE_NAME, MemoryLog

AT = "2026-01-31T09:30:00.000Z"


def evidence_of(log: MemoryLog, *receipts: dict) -> dict[str, bytes]:
    """The files of an archive of evidence, without its manifest."""
    files = {f"receipts/{one['record']}.json": json.dumps(one).encode() for one in receipts}
    return files | {
        archive.KEYS_NAME: keys_of(log),
        archive.NEWEST_NAME: log.checkpoint().encode(),
        f"{archive.CHECKPOINTS_FOLDER}{len(log.leaves)}": log.checkpoint().encode(),
        f"{archive.NOTICES_FOLDER}{NOTICE_NAME}": NOTICE.encode(),
    }


def log_files(log: MemoryLog, *sizes: int) -> dict[str, bytes]:
    """The files of an archive of a log with checkpoints of these sizes and of all its leaves."""
    size = len(log.leaves)
    made = append(lambda *_: b"", 0, log.leaves).tiles
    notes = (log.checkpoint(one) for one in (*sizes, size))
    return {
        archive.KEYS_NAME: keys_of(log),
        archive.NEWEST_NAME: log.checkpoint().encode(),
        archive.CHECKPOINTS_NAME: b"".join(json.dumps(note).encode() + b"\n" for note in notes),
    } | {tile_path(level, index, width): made[level, index] for level, index, width in tiles_of(size)}


def keys_of(log: MemoryLog) -> bytes:
    """What `…/log/keys` answers."""
    return json.dumps(LogKeys(log.key.name, log.key.vkey, ()).as_json()).encode()


def written(schema: str, files: Mapping[str, bytes]) -> bytes:
    """The archive as our own writer makes it."""
    page = (log_page if schema == archive.LOG_SCHEMA else evidence_page)("A site", "Ada", "origin", AT)
    with ArchiveWriter(ArchiveFacts(schema, AT, "comments.test/example")) as writer:
        chunks = [*writer.start(page), *(writer.add(name, content) for name, content in files.items())]
        return b"".join([*chunks, *writer.finish()])


def forged(schema: str, files: Mapping[str, bytes], manifest: Mapping[str, bytes] | None = None) -> bytes:
    """An archive that somebody else packed; its manifest is about `manifest`, and where that is None, about `files`."""
    named = {name: sha256(content).hexdigest() for name, content in (files if manifest is None else manifest).items()}
    return zipped([*files.items(), ("manifest.json", json.dumps({"schema": schema, "files": named}).encode())])


def zipped(files: list[tuple[str, bytes]]) -> bytes:
    """A zip of these files, whatever they are called."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packing:
        for name, content in files:
            packing.writestr(name, content)
    return target.getvalue()
