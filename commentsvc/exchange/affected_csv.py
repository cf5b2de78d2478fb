"""People affected by a breach as CSV (RFC 4180): a line each, references and numbers only."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol
from uuid import UUID

from commentsvc.clock import iso

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"
COLUMNS = (
    *("site", "subject", "comments", "published", "with_name", "with_website", "records"),
    *("address_code", "address_stored", "first_at", "last_at"),
)
_CHUNK_CHARACTERS = 32_768


class Affected(Protocol):
    """What is written of a person: `models.affected.AffectedPerson`."""

    @property
    def subject_id(self) -> UUID: ...
    @property
    def comments(self) -> int: ...
    @property
    def published(self) -> int: ...
    @property
    def named(self) -> int: ...
    @property
    def websites(self) -> int: ...
    @property
    def records(self) -> int: ...
    @property
    def address_code(self) -> bool: ...
    @property
    def address(self) -> bool: ...
    @property
    def first_at(self) -> datetime: ...
    @property
    def last_at(self) -> datetime: ...


def write_affected_csv(people: Iterable[tuple[str, Affected]]) -> Iterator[bytes]:
    """UTF-8 bytes of a header line and one line for each (site, person), in chunks; holds one chunk at a time."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, dialect="excel", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for site, one in people:
        numbers = (one.comments, one.published, one.named, one.websites, one.records)
        known = ("yes" if one.address_code else "no", "yes" if one.address else "no")
        writer.writerow((site, one.subject_id, *numbers, *known, iso(one.first_at), iso(one.last_at)))
        if buffer.tell() >= _CHUNK_CHARACTERS:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()
