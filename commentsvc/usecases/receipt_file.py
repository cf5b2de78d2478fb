"""Make the receipt file: everything of one record that still stands, opened, with its proofs."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from commentsvc import clock
from commentsvc.clock import iso
from commentsvc.ledger.checkpoint import parse_checkpoint
from commentsvc.ledger.entry import leaf_data
from commentsvc.ledger.note import parse_note
from commentsvc.ledger.receipt import Receipt, ReceiptEvent, ReceiptPromise, ReceiptTimestamp
from commentsvc.ledger.tlog_proof import parse_tlog_proof
from commentsvc.ledger.tree import leaf_hash
from commentsvc.models.consent import OpenedEvent, opened_events
from commentsvc.models.notice import find_notice
from commentsvc.models.site import Site
from commentsvc.models.timestamp import timestamps_of
from commentsvc.usecases.consent_receipt import open_record
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.read_inclusion import best_inclusion
from commentsvc.usecases.read_key_changes import key_history


def receipt_file(deps: Deps, site_id: str, record_id: uuid.UUID, secret: str | None) -> Receipt:
    """The receipt of a record, for whoever holds its secret. After erasure it opens the `erased` event only.

    Raises:
        NotFound: no such record, or not its secret (the two are not told apart).
    """
    site = find_site(deps, site_id)
    return record_receipt(deps, site, open_record(deps, site, record_id, secret).id)


def record_receipt(deps: Deps, site: Site, record_id: uuid.UUID) -> Receipt:
    """The receipt of a record, for a caller that may open it. It has no event when nothing of the record is left."""
    opened = opened_events(deps.session, site.id, record_id)
    events = tuple(_event(deps, site, event) for event in opened)
    keys = key_history(deps, site)  # after the proofs: whichever key signed those is in it
    return Receipt(
        record=str(record_id),
        issued_at=iso(clock.now()),
        origin=site.log_origin,
        key=keys.key,
        key_changes=keys.changes,
        events=events,
        notices=_notices(deps, site, opened),
        timestamps=_timestamps(deps, site, events),
    )


def _event(deps: Deps, site: Site, opened: OpenedEvent) -> ReceiptEvent:
    event, entry = opened.event, opened.entry
    # An entry that is gone was taken away by somebody: the leaf follows from the event, and verifying shows the rest.
    data = entry.data if entry else leaf_data(event.type, event.commitment)
    proven = best_inclusion(deps, site, leaf_hash(data))
    return ReceiptEvent(
        type=event.type,
        at=iso(event.at),
        snapshot=opened.body.snapshot.decode(errors="replace"),
        salt=opened.salt.salt if opened.salt else None,
        leaf=data.decode(errors="replace"),
        promise=ReceiptPromise(site.log_origin, entry.leaf_hash, iso(entry.deadline), entry.promise) if entry else None,
        proof=proven.as_text() if proven else None,
    )


def _timestamps(deps: Deps, site: Site, events: Iterable[ReceiptEvent]) -> tuple[ReceiptTimestamp, ...]:
    """What authorities said of the checkpoints that the proofs are under."""
    notes = {parse_tlog_proof(event.proof).checkpoint for event in events if event.proof}
    sizes = {parse_checkpoint(parse_note(note).text).size for note in notes}
    found = timestamps_of(deps.session, site.id, sorted(sizes))
    return tuple(ReceiptTimestamp(stamp.size, stamp.token) for stamp in found)


def _notices(deps: Deps, site: Site, opened: list[OpenedEvent]) -> dict[str, str]:
    names = {found.body.notice_sha256 for found in opened if found.body.notice_sha256}
    notices = (find_notice(deps.session, site.id, name) for name in sorted(names))
    return {notice.sha256: notice.body.decode(errors="replace") for notice in notices if notice}
