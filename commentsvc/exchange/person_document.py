"""`export.json`: everything of one person in one document of a known schema, written row by row."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import orjson

SCHEMA = "commentsvc-export/1"
SCHEMA_FILE = Path(__file__).with_name("export.schema.json")
_CHUNK_BYTES = 65_536


class Rows:
    """A JSON array that grows in a temporary file."""

    def __init__(self, scratch: IO[bytes]) -> None:
        self.count = 0
        self._scratch = scratch

    def add(self, row: Mapping[str, Any]) -> None:
        """One more element."""
        self._scratch.write((b",\n" if self.count else b"") + orjson.dumps(row))
        self.count += 1

    def copy_to(self, target: IO[bytes]) -> None:
        """Write the whole array."""
        target.write(b"[")
        self._scratch.seek(0)
        while chunk := self._scratch.read(_CHUNK_BYTES):
            target.write(chunk)
        target.write(b"]")


def write_document(target: IO[bytes], head: Mapping[str, Any], arrays: Mapping[str, Rows]) -> None:
    """Write the document: the members of `head`, then the arrays."""
    target.write(b'{"schema":' + orjson.dumps(SCHEMA))
    for name, value in head.items():
        target.write(b",\n" + orjson.dumps(name) + b":" + orjson.dumps(value))
    for name, rows in arrays.items():
        target.write(b",\n" + orjson.dumps(name) + b":")
        rows.copy_to(target)
    target.write(b"}\n")
