"""Rows as PostgreSQL's COPY writes and reads them: a line each, tabs between, a backslash before what would end them.

The one form in which a backup holds tables, whatever database they come from. Each column has a kind: `text`, `int`,
`float`, `bool`, `uuid`, `bytes`, `date`. A UUID may have its dashes or not, a boolean is t or f.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from commentsvc.errors import BackupError

KINDS = ("text", "int", "float", "bool", "uuid", "bytes", "date")
NULL = b"\\N"

_ESCAPE = re.compile(rb"\\(.)", re.DOTALL)
_MEANT = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"v": b"\v"}


def sqlite_line(columns: Sequence[tuple[str, str]]) -> str:
    """The SQL expression by which SQLite writes a row of these (quoted name, kind) as one line without its end."""
    return " || char(9) || ".join(f"coalesce({_WRITE[kind].format(name)}, '\\N')" for name, kind in columns)


def read_lines(chunks: Iterable[bytes], kinds: Sequence[str]) -> Iterator[list[Any]]:
    """The rows in `chunks` (whole lines each) as SQLite stores them. Raises `BackupError` for what is no row of these
    kinds."""
    readers = [_READ[kind] for kind in kinds]
    for chunk in chunks:
        for line in chunk.split(b"\n")[:-1]:
            fields = line.split(b"\t")
            if len(fields) != len(readers):
                raise BackupError("a row has more or fewer columns than its table")
            try:
                yield [None if one == NULL else read(one) for read, one in zip(readers, fields, strict=True)]
            except (ValueError, UnicodeDecodeError) as error:
                raise BackupError("a row holds what its table cannot") from error


def _text(field: bytes) -> str:
    if b"\\" in field:
        field = _ESCAPE.sub(lambda found: _MEANT.get(found[1], found[1]), field)
    return field.decode()


def _int(field: bytes) -> int:
    found = int(field)
    if not -(2**63) <= found < 2**63:
        raise ValueError
    return found


def _bool(field: bytes) -> int:
    if field not in (b"t", b"f"):
        raise ValueError
    return int(field == b"t")


def _uuid(field: bytes) -> str:
    return f"{int(field.replace(b'-', b''), 16):032x}"


def _bytes(field: bytes) -> bytes:
    if not field.startswith(b"\\\\x"):
        raise ValueError
    return bytes.fromhex(field[3:].decode())


_READ: dict[str, Callable[[bytes], Any]] = {
    "text": _text,
    "int": _int,
    "float": float,
    "bool": _bool,
    "uuid": _uuid,
    "bytes": _bytes,
    "date": bytes.decode,
}
_ESCAPED = "replace(replace(replace(replace({}, '\\', '\\\\'), char(10), '\\n'), char(13), '\\r'), char(9), '\\t')"
_WRITE = {
    "text": _ESCAPED,
    "int": "{}",
    "float": "printf('%!.20g', {0}) || CASE WHEN {0} IS NULL THEN NULL ELSE '' END",
    "bool": "CASE {0} WHEN 1 THEN 't' WHEN 0 THEN 'f' END",
    "uuid": "{}",
    "bytes": "'\\\\x' || lower(hex({0})) || CASE WHEN {0} IS NULL THEN NULL ELSE '' END",
    "date": "{}",
}
