"""Make receipt files: everything of a record that still stands, opened, with its proofs."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property, lru_cache

import structlog

from commentsvc import clock
from commentsvc.clock import iso
from commentsvc.errors import ProofError
from commentsvc.ledger.checkpoint import parse_checkpoint
from commentsvc.ledger.entry import leaf_data
from commentsvc.ledger.key_change import LogKeys
from commentsvc.ledger.note import parse_note
from commentsvc.ledger.receipt import Receipt, ReceiptEvent, ReceiptPromise, ReceiptTimestamp
from commentsvc.ledger.tlog_proof import TlogProof, parse_tlog_proof
from commentsvc.ledger.tree import MAX_SIZE, inclusion_proof, leaf_hash
from commentsvc.models.consent import OpenedEvent, opened_events_of
from commentsvc.models.log import LogEntry, index_of_leaf
from commentsvc.models.log_tiles import StoredTiles
from commentsvc.models.notice import find_notice
from commentsvc.models.site import Site
from commentsvc.models.timestamp import timestamps_of
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.read_key_changes import key_history
from commentsvc.usecases.witnessed_checkpoint import evidence_checkpoint, shown_note

log = structlog.get_logger(__name__)

_TILES = 512  # of at most 8 kB, kept at hand


class Receipts:
    """Receipts of records, for a caller that may open them. Of many, what they share is looked up once: then the
    session of `deps` must see one moment of the database. Memory does not grow with their number."""

    def __init__(self, deps: Deps, site: Site) -> None:
        self._deps, self._site = deps, site
        self._tiles = lru_cache(_TILES)(StoredTiles(deps.session, site.id))
        self._notes: list[tuple[int, int, str]] = []
        self._shown: dict[str, str] = {}
        self._stamped: dict[int, list[ReceiptTimestamp]] = {}

    def of(self, record_id: uuid.UUID) -> Receipt:
        """The receipt of this record. It has no event when nothing of the record is left."""
        return next(self.of_all([record_id]))

    def of_all(self, record_ids: Collection[uuid.UUID]) -> Iterator[Receipt]:
        """The receipts of these records, in this order; what of them is in the database is held meanwhile."""
        found = opened_events_of(self._deps.session, self._site.id, record_ids)
        for record_id in record_ids:
            yield self._receipt(record_id, found.pop(record_id))

    def _receipt(self, record_id: uuid.UUID, opened: list[OpenedEvent]) -> Receipt:
        events = tuple(map(self._event, opened))
        keys = self._keys  # after the proofs: whichever key signed those is in it
        return Receipt(
            record=str(record_id),
            issued_at=iso(clock.now()),
            origin=self._site.log_origin,
            key=keys.key,
            key_changes=keys.changes,
            events=events,
            notices=self._notices(opened),
            timestamps=tuple(stamp for size in _sizes(events) for stamp in self._stamps(size)),
        )

    @cached_property
    def _keys(self) -> LogKeys:
        return key_history(self._deps, self._site)

    def _event(self, opened: OpenedEvent) -> ReceiptEvent:
        event, entry = opened.event, opened.entry
        # An entry that is gone was taken away: the leaf follows from the event, and verifying shows the rest.
        data = entry.data if entry else leaf_data(event.type, event.commitment)
        leaf = leaf_hash(data)
        promise = None
        if entry:
            promise = ReceiptPromise(self._site.log_origin, entry.leaf_hash, iso(entry.deadline), entry.promise)
        return ReceiptEvent(
            type=event.type,
            at=iso(event.at),
            snapshot=opened.body.snapshot.decode(errors="replace"),
            salt=opened.salt.salt if opened.salt else None,
            leaf=data.decode(errors="replace"),
            promise=promise,
            proof=self._proof(leaf, entry),
        )

    def _proof(self, leaf: bytes, entry: LogEntry | None) -> str | None:
        """The proof under the checkpoint that most of the site's witnesses cosigned, or the newest where none did; None
        while no checkpoint covers the leaf, and, said in the log, when stored tiles do not fit."""
        if entry and entry.leaf_hash == leaf:
            index = entry.leaf_index
        else:
            index = index_of_leaf(self._deps.session, self._site.id, leaf, MAX_SIZE)
        covering = self._covering(index) if index is not None else None
        if index is None or covering is None:
            return None
        size, note = covering
        try:
            hashes = inclusion_proof(self._tiles, index, size)
        except ProofError as error:
            log.error("log tiles do not fit the checkpoint", site=self._site.id, reason=str(error))
            return None
        return TlogProof(index, tuple(hashes), note).encode()

    def _covering(self, index: int) -> tuple[int, str] | None:
        """Size and note of the checkpoint that proves most of what lies below `index` + 1. What was found for one index
        is that for every index from there up to its size: it is among fewer, and still the best."""
        for above, size, note in self._notes:
            if above <= index < size:
                return size, note
        found = evidence_checkpoint(self._deps, self._site, above=index)
        if found is None:
            return None
        self._notes.append((index, found.size, shown_note(self._deps, self._site, found)))
        return self._notes[-1][1:]

    def _stamps(self, size: int) -> list[ReceiptTimestamp]:
        """What authorities said of the checkpoint of this size."""
        if size not in self._stamped:
            found = timestamps_of(self._deps.session, self._site.id, [size])
            self._stamped[size] = [ReceiptTimestamp(stamp.size, stamp.token) for stamp in found]
        return self._stamped[size]

    def _notices(self, opened: Iterable[OpenedEvent]) -> dict[str, str]:
        names = sorted({found.body.notice_sha256 for found in opened if found.body.notice_sha256})
        for name in names:
            if name not in self._shown and (notice := find_notice(self._deps.session, self._site.id, name)):
                self._shown[name] = notice.body.decode(errors="replace")
        return {name: self._shown[name] for name in names if name in self._shown}


def _sizes(events: Iterable[ReceiptEvent]) -> list[int]:
    """The sizes of the checkpoints that the proofs are under."""
    notes = {parse_tlog_proof(event.proof).checkpoint for event in events if event.proof}
    return sorted({parse_checkpoint(parse_note(note).text).size for note in notes})
