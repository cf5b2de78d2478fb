"""The list of erasures outside the database: JSON lines of numbers, which say nothing about anybody."""

from __future__ import annotations

import errno
import json
import os
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from commentsvc.adapters.durable_files import sync_folder
from commentsvc.errors import BackupError


class FileErasureList:
    """Lines appended to a file (mode 0600). Several machines have a file each, which are read one after another."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, erased: Sequence[Mapping[str, Any]]) -> None:
        """Append a line for each, on disk when this returns. Raises OSError, also where the disk had room for half."""
        fresh = not self._path.exists()
        lines = b"".join(json.dumps(one, separators=(",", ":")).encode() + b"\n" for one in erased)
        descriptor = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            size = os.fstat(descriptor).st_size
            if size and os.pread(descriptor, 1, size - 1) != b"\n":
                lines = b"\n" + lines  # what was cut off stays a line of its own
            if os.write(descriptor, lines) != len(lines):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if fresh:
            sync_folder(self._path.parent)


def read_erasures(path: Path) -> Iterator[dict[str, Any]]:
    """What a list holds, each with `site`, `record`, `by` and `text_kept`. A line that a crash or a full disk cut off
    is left out: its erasure is noted again. Raises `BackupError` for a file that is no such list."""
    with path.open("rb") as lines:
        for line in lines:
            if line.startswith(b"{") and not line.endswith(b"}\n"):
                continue
            try:
                told = json.loads(line)
                record = uuid.UUID(told["record"])
                yield {
                    "site": str(told["site"]),
                    "record": record,
                    "by": str(told["by"]),
                    "text_kept": bool(told["text_kept"]),
                }
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise BackupError(f"{path} is no list of erasures") from error
