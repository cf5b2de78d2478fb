"""The formats the consent log can be written in: name, file ending, media type, writer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from commentsvc.exchange import consent_csv, consent_jsonl
from commentsvc.exchange.consent_row import ConsentRow


@dataclass(frozen=True)
class Format:
    """`write` turns rows into chunks of bytes and holds one chunk at a time; `ending` is the file's, without a dot."""

    name: str
    ending: str
    media_type: str
    write: Callable[[Iterable[ConsentRow]], Iterator[bytes]]


FORMATS: dict[str, Format] = {
    "csv": Format("csv", "csv", consent_csv.MEDIA_TYPE, consent_csv.write_consent_csv),
    "jsonl": Format("jsonl", "jsonl", consent_jsonl.MEDIA_TYPE, consent_jsonl.write_consent_jsonl),
}
