"""The list of erasures outside the database: JSON lines of numbers, which say nothing about anybody."""

from __future__ import annotations

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
        """Append a line for each, on disk when this returns."""
        fresh = not self._path.exists()
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, b"".join(json.dumps(one, separators=(",", ":")).encode() + b"\n" for one in erased))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if fresh:
            sync_folder(self._path.parent)


def read_erasures(path: Path) -> Iterator[dict[str, Any]]:
    """What a list holds, each with `site`, `record`, `by` and `text_kept`. A last line that a crash cut off is left
    out: its erasure is noted again. Raises `BackupError` for a file that is no such list."""
    with path.open("rb") as lines:
        for line in lines:
            if not line.endswith(b"\n"):
                return
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
