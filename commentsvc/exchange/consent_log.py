"""The formats the consent log can be written in: name, file ending, media type, unit, writer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from commentsvc.exchange import consent_csv, consent_jsonl, consent_jsonld

ROWS, RECORDS = "rows", "records"


@dataclass(frozen=True)
class Format:
    """`write` turns what it is given into chunks of bytes and holds one chunk at a time; `ending` is the file's.

    `unit` says what it takes: `rows` (`ConsentRow`, one a record and purpose) or `records` (`ConsentEntry`). `cells`
    turns a record's own values (`exchange.consent_line`) into what stands in the file for them.
    """

    name: str
    ending: str
    media_type: str
    write: Callable[[Iterable[Any]], Iterator[bytes]]
    unit: str = ROWS
    cells: Callable[[str], list[str]] = consent_jsonl.cells

    def lines(self, rows: Iterable[Any]) -> bytes:
        """These rows without what a file begins with."""
        return b"".join(self.write(rows)).removeprefix(self.start())

    def start(self) -> bytes:
        """What a file without rows is."""
        return b"".join(self.write(()))


FORMATS: dict[str, Format] = {
    "csv": Format("csv", "csv", consent_csv.MEDIA_TYPE, consent_csv.write_consent_csv, cells=consent_csv.cells),
    "jsonl": Format("jsonl", "jsonl", consent_jsonl.MEDIA_TYPE, consent_jsonl.write_consent_jsonl),
    "jsonld": Format("jsonld", "jsonld", consent_jsonld.MEDIA_TYPE, consent_jsonld.write_consent_jsonld, RECORDS),
}
