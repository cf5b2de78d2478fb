"""A record's rows taken apart, so that they are written by filling in a form. No I/O.

`take_apart` parts what the rows say like those of other records (the wording) from what only this record says. A `Form`
is a wording as one format writes it, with gaps: the format's own writer makes it once, and each record that has the
wording then costs one joining of strings.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

import orjson

from commentsvc.exchange.consent_log import Format
from commentsvc.exchange.consent_row import COLUMNS, ConsentRow

Wording = list[dict[str, Any]]
"""A mapping a row: the columns of `ConsentRow` that are not the record's own; of a time, which of the record's."""

_STATUS = "comment_status"
_OWN = ("subject", "record", "page", "comment", "commitment", "log_index")
_TIMES = ("given_at", "withdrawn_at")
_GAPS = (_STATUS, *_OWN)
_SHARED = tuple(name for name in COLUMNS if name not in (*_GAPS, *_TIMES))


def take_apart(rows: Sequence[ConsentRow]) -> tuple[Wording, list[str]]:
    """The wording of one record's rows, and its own times, in the order in which the wording counts them. What else is
    the record's own is in neither, nor is the status of its comment, which moves."""
    times: dict[str, int] = {}
    wording = [
        {name: getattr(row, name) for name in _SHARED}
        | {name: None if (at := getattr(row, name)) is None else times.setdefault(at, len(times)) for name in _TIMES}
        for row in rows
    ]
    return wording, list(times)


def own_values(values: Mapping[str, Any], times: Iterable[str]) -> str:
    """What only this record says: a JSON value a line, first what all its rows have, by column, then its times."""
    own = [values[name] for name in _OWN]
    return "\n".join([orjson.dumps(value).decode() for value in (*own, *times)])


def wording_name(wording: Wording) -> str:
    """The name of a wording: what its bytes hash to."""
    return hashlib.sha256(orjson.dumps(wording)).hexdigest()[:32]


class Form:
    """A wording as a format writes it; `count` is how many rows that are."""

    def __init__(self, format: Format, wording: Sequence[Mapping[str, Any]]) -> None:
        self.count = len(wording)
        self._cells = format.cells
        gap = secrets.token_hex(16)  # nothing that anybody wrote looks like it
        written = format.lines([_with_gaps(row, gap) for row in wording]).decode()
        self._parts = re.split(f'"?{gap}-(\\d+)"?', written)
        self._pick = itemgetter(*map(int, self._parts[1::2]))

    def fill(self, said: str, status: str | None) -> str:
        """The rows of the record that says this, whose comment has this status (None: it has no comment)."""
        cells = self._cells(f'"{status}"\n{said}' if status else f"null\n{said}")
        self._parts[1::2] = self._pick(cells)
        return "".join(self._parts)


def _with_gaps(row: Mapping[str, Any], gap: str) -> ConsentRow:
    own: dict[str, Any] = {name: f"{gap}-{number}" for number, name in enumerate(_GAPS)}
    times = {name: None if row[name] is None else f"{gap}-{len(_GAPS) + row[name]}" for name in _TIMES}
    return ConsentRow(**{**row, **own, **times})
