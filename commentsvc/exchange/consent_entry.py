"""One record of the consent log, whole: what was recorded, and every event with its place in the log. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedEvent:
    """What happened: `at` is RFC 3339 in UTC, `commitment` hex. `by`, `purposes` and `state` (the record's,
    afterwards) are None once erased; `valid_until` (RFC 3339) is None without an end fixed beforehand; `log_index` is
    None while the entry waits to be integrated; `corrected` names what a correction changed; `notice` is the SHA-256 of
    the notice that brought the event, where it is not the record's; `requested` what was ticked and waits to be
    confirmed."""

    type: str
    at: str
    by: str | None
    purposes: Mapping[str, bool] | None
    commitment: str
    log_index: int | None
    state: str | None = None
    valid_until: str | None = None
    corrected: tuple[str, ...] | None = None
    notice: str | None = None
    requested: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentEntry:
    """A record: `told` is what it says (`domain.consent.build_record`), None once erased or gone. `state` is that of
    the record as a whole, one of `domain.consent_history.STATES`."""

    record: str
    kind: str
    state: str
    told: Mapping[str, Any] | None
    events: tuple[LoggedEvent, ...]
