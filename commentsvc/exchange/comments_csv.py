"""A person's comments as CSV (RFC 4180) that a spreadsheet opens without running anything in it.

Cells are made safe as in the consent log (`exchange.consent_csv`); `export.json` has every text exactly.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from commentsvc.exchange.consent_csv import safe_cell

COLUMNS = (
    "comment",
    "page",
    "title",
    "status",
    "created_at",
    "edited_at",
    "name",
    "website",
    "language",
    "text",
    "answers",
    "record",
)


def csv_head() -> bytes:
    """The header line."""
    return _line(COLUMNS)


def csv_line(comment: Mapping[str, Any]) -> bytes:
    """The line of one comment, given as its row in `export.json`."""
    flat = {
        **comment,
        "comment": comment["id"],
        "page": comment["page"]["url"],
        "title": comment["page"]["title"],
        "name": comment["author"]["name"],
        "website": comment["author"]["website"],
    }
    return _line(tuple(safe_cell(flat[column]) for column in COLUMNS))


def _line(cells: tuple[str, ...]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, dialect="excel", lineterminator="\r\n").writerow(cells)
    return buffer.getvalue().encode()
