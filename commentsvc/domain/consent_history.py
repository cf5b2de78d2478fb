"""What a record's events mean for each of its purposes. No I/O, no clock.

Every event that says something about purposes carries the choice as it stands after it, so a purpose's state follows
from reading the events in order: consent is an event, never a flag (law 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from commentsvc.domain.notice import CONSENT_BASIS

GIVEN = "given"
ACKNOWLEDGED = "acknowledged"
IMPORTED = "imported"
NOT_GIVEN = "not-given"
ERASED = "erased"
UNKNOWN = "unknown"

STATES = (
    GIVEN,
    ACKNOWLEDGED,
    IMPORTED,
    NOT_GIVEN,
    "refused",
    "withdrawn",
    "expired",
    "invalidated",
    ERASED,
    UNKNOWN,
)
"""`not-given`: offered and left off, which ends nothing. `refused`: a no that ended an earlier yes. `acknowledged`: the
basis is not consent. `imported` claims nothing. `unknown`: the record's text is gone without having been erased."""

HOLDING = frozenset({GIVEN, ACKNOWLEDGED, IMPORTED})
"""The states of a purpose that is on."""

_BEGINNINGS = frozenset({"given", "acknowledged", "renewed", "imported"})


@dataclass(frozen=True)
class PastEvent:
    """One event: `purposes` is the whole choice after it; empty when its body is gone or it names none."""

    type: str
    at: datetime
    purposes: Mapping[str, bool]


@dataclass(frozen=True)
class PurposeHistory:
    """Where one purpose stands. `given_at` is the newest yes, `ended_at` when that ended; each None if it never was."""

    state: str
    given_at: datetime | None = None
    ended_at: datetime | None = None


def purpose_histories(events: Iterable[PastEvent], bases: Mapping[str, str]) -> dict[str, PurposeHistory]:
    """The state of every purpose that the events name, in the order they are first named.

    `events` come oldest first. `bases` is each purpose's lawful basis: what rests on another than consent is
    acknowledged, never given. An ending event without a choice (erased, say) ends whatever holds.
    """
    found: dict[str, PurposeHistory] = {}
    for event in events:
        for purpose, wanted in event.purposes.items():
            before = found.get(purpose)
            found[purpose] = _after(event, wanted, before, bases.get(purpose, ""))
        if event.type not in _BEGINNINGS and not event.purposes:
            for purpose, history in found.items():
                found[purpose] = _ended(history, event)
    return found


def _after(event: PastEvent, wanted: bool, before: PurposeHistory | None, basis: str) -> PurposeHistory:
    if not wanted:
        return _ended(before, event) if before else PurposeHistory(NOT_GIVEN)
    if before is not None and _holds(before) and event.type != "renewed":
        return before
    if event.type == "imported":
        return PurposeHistory(IMPORTED, given_at=event.at)
    return PurposeHistory(GIVEN if basis == CONSENT_BASIS else ACKNOWLEDGED, given_at=event.at)


def _holds(history: PurposeHistory) -> bool:
    return history.state in HOLDING


def _ended(history: PurposeHistory, event: PastEvent) -> PurposeHistory:
    if not _holds(history):
        return history
    state = "refused" if event.type in _BEGINNINGS else event.type
    return replace(history, state=state, ended_at=event.at)
