"""A small log with a receipt in it, made from the ledger alone: what the verifier's tests damage."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256

from commentsvc.ledger.canonical import canonical
from commentsvc.ledger.checkpoint import Checkpoint
from commentsvc.ledger.encoding import to_base64
from commentsvc.ledger.entry import commitment, leaf_data
from commentsvc.ledger.note import NoteSigner
from commentsvc.ledger.promise import sign_promise
from commentsvc.ledger.receipt import Receipt, ReceiptEvent, ReceiptPromise, moment_ms
from commentsvc.ledger.tlog_proof import TlogProof
from commentsvc.ledger.tree import leaf_hash

from . import naive
from .keys import fixed_key

ORIGIN = "comments.test/example"
RECORD = "00000000-0000-4000-8000-000000000001"
NOTICE = "You agree."
NOTICE_NAME = sha256(NOTICE.encode()).hexdigest()
DEADLINE = "2026-02-01T09:30:00.000Z"


@dataclass
class MemoryLog:
    """Leaves (hashes) under one key."""

    key: NoteSigner = field(default_factory=lambda: fixed_key(ORIGIN))
    leaves: list[bytes] = field(default_factory=lambda: naive.leaves(5))

    def checkpoint(self, size: int | None = None) -> str:
        """The signed note of the first `size` leaves; all of them without one."""
        size = len(self.leaves) if size is None else size
        return Checkpoint(self.key.name, size, naive.mth(self.leaves[:size])).sign(self.key)

    def consistency(self, old: int, new: int) -> str:
        """What `…/log/consistency` would answer."""
        proof = naive.consistency(old, self.leaves[:new])
        return json.dumps({"from": old, "to": new, "proof": list(map(to_base64, proof))})

    def event(
        self, type: str, at: str, *, previous: bytes | None = None, integrate: bool = True, **told: object
    ) -> dict:
        """Append an event; the parts of its `ReceiptEvent` but the proof."""
        event: dict[str, object] = {"type": type, "at": at, "by": "reader", "record_id": RECORD}
        if previous:
            event["previous"] = previous.hex()
        snapshot = canonical({"record": {"record_id": RECORD} | told, "event": event})
        salt = bytes([len(self.leaves)]) * 32
        data = leaf_data(type, commitment(salt, snapshot))
        leaf = leaf_hash(data)
        if integrate:
            self.leaves.append(leaf)
        signature = sign_promise(self.key, self.key.name, leaf, moment_ms(DEADLINE))
        return {
            "type": type,
            "at": at,
            "snapshot": snapshot.decode(),
            "salt": salt,
            "leaf": data.decode(),
            "promise": ReceiptPromise(self.key.name, leaf, DEADLINE, signature),
        }

    def prove(self, parts: dict) -> ReceiptEvent:
        """The event with its proof under the whole log, if it is there."""
        leaf = leaf_hash(parts["leaf"].encode())
        if leaf not in self.leaves:
            return ReceiptEvent(**parts, proof=None)
        index = self.leaves.index(leaf)
        proof = TlogProof(index, tuple(naive.path(index, self.leaves)), self.checkpoint())
        return ReceiptEvent(**parts, proof=proof.encode())

    def receipt(self, *events: dict, issued_at: str = "2026-01-31T10:00:00.000Z", **notices: str) -> Receipt:
        """A receipt of these events."""
        return Receipt(RECORD, issued_at, self.key.name, self.key.vkey, tuple(map(self.prove, events)), notices)
