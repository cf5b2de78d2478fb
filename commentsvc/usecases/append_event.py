"""Append one consent event with everything that proves it: stub, event, body, salt and pending log entry.

Called inside a write transaction of another use-case; the caller's commit makes all of it durable at once (law 1).
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from commentsvc.clock import iso
from commentsvc.domain.consent import build_event, open_snapshot, snapshot_bytes
from commentsvc.ledger.encoding import to_base64
from commentsvc.ledger.entry import commitment, leaf_data, new_salt
from commentsvc.ledger.promise import sign_promise
from commentsvc.ledger.tree import leaf_hash
from commentsvc.models.consent import ConsentEvent, ConsentRecord, ConsentRecordBody, RecordSalt, newest_event
from commentsvc.models.consent_line import forget_line
from commentsvc.models.database import new_id
from commentsvc.models.key_change import hold_key
from commentsvc.models.log import LogEntry
from commentsvc.models.prepared import NewRow, insert_rows
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Deps


@dataclass(frozen=True)
class RecordFacts:
    """The record an event belongs to. `record` is `domain.consent.build_record`'s dict; `stub` is False for the first
    event, which also creates the permanent stub."""

    record_id: uuid.UUID
    kind: str
    subject_id: uuid.UUID | None
    notice_sha256: str | None
    record: Mapping[str, Any]
    has_stub: bool = False

    @classmethod
    def again(cls, record: ConsentRecord, body: ConsentRecordBody) -> RecordFacts:
        """The same record once more, as `body`, its newest snapshot, tells it."""
        told = open_snapshot(body.snapshot)["record"]
        return cls(record.id, record.kind, body.subject_id, body.notice_sha256, told, has_stub=True)


@dataclass(frozen=True)
class Promise:
    """The operator's signed word that the leaf will be in the log by the deadline."""

    origin: str
    leaf: bytes
    deadline: datetime
    signature: bytes

    def as_json(self) -> dict[str, str]:
        """The form readers keep: base64 leaf hash and signature, RFC 3339 deadline."""
        return {
            "origin": self.origin,
            "leaf": to_base64(self.leaf),
            "deadline": iso(self.deadline),
            "signature": to_base64(self.signature),
        }


@dataclass(frozen=True)
class EventReceipt:
    """What a reader keeps of a later event: which record, what happened when, and the promise that the log holds it."""

    record_id: uuid.UUID
    type: str
    at: datetime
    promise: Promise


def append_event(
    deps: Deps,
    site: Site,
    facts: RecordFacts,
    type: str,
    *,
    at: datetime,
    by: str,
    purposes: Mapping[str, bool],
    corrected: Collection[str] = (),
    notice: str | None = None,
    valid_until: datetime | None = None,
    requested: Collection[str] = (),
) -> Promise:
    """Write the event and its evidence; returns the promise. `by` says who indicated it: reader, moderator or server;
    `corrected`, `notice`, `valid_until` and `requested` are `domain.consent.build_event`'s.

    Raises:
        KeyMissing: the site's signing key is gone or another one's; nothing may be acknowledged without a promise.
    """
    before = _overtaken(deps, site, facts.record_id) if facts.has_stub else None
    told: dict[str, Any] = {"corrected": corrected, "notice": notice, "requested": requested}
    told["valid_until"] = iso(valid_until) if valid_until else None
    # The key may have changed since the site was read, and must not until this entry is committed or given up.
    vkey = hold_key(deps.session, site.id)
    rows, promise = event_rows(deps, site, facts, type, at, by, purposes, vkey=vkey, before=before, **told)
    insert_rows(deps.session, rows)
    return promise


def event_rows(
    deps: Deps,
    site: Site,
    facts: RecordFacts,
    type: str,
    at: datetime,
    by: str,
    purposes: Mapping[str, bool],
    *,
    vkey: str,
    before: ConsentEvent | None = None,
    **told: Any,
) -> tuple[list[NewRow], Promise]:
    """All rows of the event, to be inserted, and the promise by the key `vkey`, which must still be the site's when
    they are committed. `before` is the record's newest event so far; the rest is `domain.consent.build_event`'s.

    Raises:
        KeyMissing: like `append_event`.
    """
    previous = before.commitment.hex() if before else None
    event = build_event(facts.record, type, iso(at), by, dict(purposes), previous, kind=facts.kind, **told)
    snapshot, salt = snapshot_bytes(facts.record, event), new_salt()
    sealed = commitment(salt, snapshot)
    entry, promise = _promised(deps, site, type, sealed, at, vkey)
    rows = [entry]
    shared = {"site_id": site.id, "commitment": sealed, "entry": entry.values["id"]}
    if not facts.has_stub:
        rows.append(NewRow(ConsentRecord, {**shared, "id": facts.record_id, "kind": facts.kind}))
    event_id = new_id(after=before.id if before else None)
    where = {"site_id": site.id, "event_id": event_id, "record_id": facts.record_id}
    body = {"subject_id": facts.subject_id, "notice_sha256": facts.notice_sha256, "purposes": dict(purposes)}
    rows += [
        NewRow(ConsentEvent, {**shared, "id": event_id, "record_id": facts.record_id, "type": type, "at": at}),
        NewRow(ConsentRecordBody, {**where, **body, "snapshot": snapshot}),
        NewRow(RecordSalt, {**where, "salt": salt}),
    ]
    return rows, promise


def _overtaken(deps: Deps, site: Site, record_id: uuid.UUID) -> ConsentEvent | None:
    """The newest event so far; what an export has ready of the record is forgotten with it."""
    forget_line(deps.session, site.id, record_id)
    return newest_event(deps.session, site.id, record_id)


def pending_entry(deps: Deps, site: Site, type: str, sealed: bytes, at: datetime) -> tuple[NewRow, Promise]:
    """The row of an entry for the commitment `sealed`, to be inserted, and the promise that the log will hold it.

    Raises:
        KeyMissing: like `append_event`.
    """
    return _promised(deps, site, type, sealed, at, hold_key(deps.session, site.id))


def _promised(deps: Deps, site: Site, type: str, sealed: bytes, at: datetime, vkey: str) -> tuple[NewRow, Promise]:
    data = leaf_data(type, sealed)
    leaf = leaf_hash(data)
    deadline = at + timedelta(seconds=deps.settings.promise_seconds)
    signer = deps.keys.signer(site.id, vkey)
    signature = sign_promise(signer, site.log_origin, leaf, round(deadline.timestamp() * 1000))
    told = {"site_id": site.id, "id": new_id(), "type": type, "data": data, "leaf_hash": leaf}
    entry = NewRow(LogEntry, told | {"promise": signature, "deadline": deadline})
    return entry, Promise(site.log_origin, leaf, deadline, signature)
