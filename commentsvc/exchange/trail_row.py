"""The trail of who did what as rows, and the formats they can be written in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from commentsvc.exchange import consent_csv, consent_jsonl
from commentsvc.exchange.consent_log import Format


@dataclass(frozen=True)
class TrailRow:
    """One act, and what proves it.

    `detail` is JSON. `snapshot` is the exact bytes that the log commits to, in base64; `salt`, `leaf_hash` and
    `commitment` are hexadecimal, so that no spreadsheet changes them. These are None where the log was never told, and
    `log_index` also while the entry waits. `HMAC-SHA256(salt, "consent-commit/v1" ‖ snapshot)` is the commitment.
    """

    id: str
    at: str
    who: str
    name: str
    seen_from: str
    kind: str
    action: str
    target: str
    detail: str
    log_index: int | None = None
    leaf_hash: str | None = None
    commitment: str | None = None
    salt: str | None = None
    snapshot: str | None = None


COLUMNS = tuple(field.name for field in fields(TrailRow))


def _csv(rows: Iterable[TrailRow]) -> Iterator[bytes]:
    return consent_csv.write_csv(rows, COLUMNS)


def _jsonl(rows: Iterable[TrailRow]) -> Iterator[bytes]:
    return consent_jsonl.write_jsonl(rows, COLUMNS)


TRAIL_FORMATS: dict[str, Format] = {
    "csv": Format("csv", "csv", consent_csv.MEDIA_TYPE, _csv),
    "jsonl": Format("jsonl", "jsonl", consent_jsonl.MEDIA_TYPE, _jsonl),
}
