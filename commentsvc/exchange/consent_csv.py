"""The consent log as CSV (RFC 4180) that a spreadsheet opens without running anything in it.

A cell that a spreadsheet would read as a formula gets a leading apostrophe: `=`, `+`, `-`, `@`, tab and carriage
return, their full-width twins, also behind blanks, and also behind a separator inside the cell (`a;=cmd`), because a
program set to another separator splits there. The JSON Lines form keeps every text exactly.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import orjson

from commentsvc.exchange.consent_row import COLUMNS, ConsentRow

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"

_CHUNK_CHARACTERS = 32_768
_LINE = "\n"
_TRIGGER = "=+\\-@\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b"
_BLANK = "\\s\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x1f"
_AT_START = re.compile(f"\\A(?=[\t\r]|[{_BLANK}]*[{_TRIGGER}])")
_BEHIND_SEPARATOR = re.compile(f"([;\t\r\n])(?=[{_BLANK}]*[{_TRIGGER}])")


def write_consent_csv(rows: Iterable[ConsentRow]) -> Iterator[bytes]:
    """The rows as `write_csv` writes them."""
    return write_csv(rows, COLUMNS)


def write_csv(rows: Iterable[Any], columns: Sequence[str]) -> Iterator[bytes]:
    """UTF-8 bytes of a header line and one line a row (CRLF), its attributes of these names, in chunks; holds one chunk
    at a time."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, dialect="excel", lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([safe_cell(getattr(row, column)) for column in columns])
        if buffer.tell() >= _CHUNK_CHARACTERS:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def cells(values: str) -> list[str]:
    """What stands in a row for these values of a record (`exchange.consent_line`), each JSON on a line of its own. Only
    its page is text that somebody wrote; the others are names, numbers and times, or null."""
    head, subject, record, page, rest = values.split(_LINE, 4)
    plain = f"{head}\n{subject}\n{record}\n\n{rest}".replace('"', "").replace("null", "").split(_LINE)
    plain[3] = _quoted(page)
    return plain


@lru_cache(maxsize=4096)
def _quoted(value: str) -> str:
    """The cell of a text that is given as JSON."""
    buffer = io.StringIO()
    csv.writer(buffer, dialect="excel", lineterminator="").writerow((safe_cell(orjson.loads(value)), ""))
    return buffer.getvalue()[:-1]


def safe_cell(value: Any) -> str:
    """The text of one cell: empty for None, numbers as they are, text so that no spreadsheet runs it."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    return _BEHIND_SEPARATOR.sub(r"\1'", _AT_START.sub("'", value))
