"""The consent log as JSON Lines: one object a line, every column present, null where there is nothing to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson

from commentsvc.exchange.consent_row import COLUMNS, ConsentRow

MEDIA_TYPE = "application/jsonl"

_CHUNK_BYTES = 32_768


def write_consent_jsonl(rows: Iterable[ConsentRow]) -> Iterator[bytes]:
    """The rows as `write_jsonl` writes them."""
    return write_jsonl(rows, COLUMNS)


def write_jsonl(rows: Iterable[Any], columns: Sequence[str]) -> Iterator[bytes]:
    """UTF-8 bytes, one JSON object and a line feed a row, its attributes of these names, in chunks; holds one chunk
    at a time. No rows, no bytes."""
    lines: list[bytes] = []
    size = 0
    for row in rows:
        line = orjson.dumps({column: getattr(row, column) for column in columns}, option=orjson.OPT_APPEND_NEWLINE)
        lines.append(line)
        size += len(line)
        if size >= _CHUNK_BYTES:
            yield b"".join(lines)
            lines, size = [], 0
    if lines:
        yield b"".join(lines)


def cells(values: str) -> list[str]:
    """What stands in an object for these values of a record (`exchange.consent_line`), each JSON on a line of its own:
    themselves."""
    return values.split("\n")
