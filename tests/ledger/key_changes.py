"""Changes of a `MemoryLog`'s key, honest ones and forged ones."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from commentsvc.ledger.checkpoint import Checkpoint
from commentsvc.ledger.entry import commitment, leaf_data
from commentsvc.ledger.key_change import KEY_ENTRY, LOST, ROTATED, KeyChange, LogKeys
from commentsvc.ledger.note import NoteSigner, sign_note
from commentsvc.ledger.receipt import ReceiptKeyChange
from commentsvc.ledger.tlog_proof import TlogProof
from commentsvc.ledger.tree import leaf_hash

from . import naive
from .log_in_memory import ORIGIN, MemoryLog

CHANGED = "2026-01-31T09:40:00.000Z"


def key_number(number: int, origin: str = ORIGIN) -> NoteSigner:
    """One more key of a log, the same in every process."""
    return NoteSigner(origin, Ed25519PrivateKey.from_private_bytes(sha256(f"{origin} {number}".encode()).digest()))


def change_key(
    log: MemoryLog, new: NoteSigner, reason: str = ROTATED, *, signers: Sequence[NoteSigner] | None = None
) -> ReceiptKeyChange:
    """Append a `key` entry to the log, which `new` signs from now on; `signers` sign the entry's checkpoint, and are
    without being named those that must."""
    told = KeyChange(log.key.name, log.key.vkey, new.vkey, reason, CHANGED)
    change = announce(log, told, (new,) if reason == LOST else (log.key, new) if signers is None else signers)
    log.key = new
    return change


def announce(log: MemoryLog, told: KeyChange, signers: Sequence[NoteSigner]) -> ReceiptKeyChange:
    """Append the entry that says `told`, and open it under a checkpoint by these signers."""
    snapshot, salt = told.snapshot(), bytes([len(log.leaves)]) * 32
    data = leaf_data(KEY_ENTRY, commitment(salt, snapshot))
    log.leaves.append(leaf_hash(data))
    size = len(log.leaves)
    note = sign_note(Checkpoint(log.key.name, size, naive.mth(log.leaves)).body(), *signers)
    proof = TlogProof(size - 1, tuple(naive.path(size - 1, log.leaves)), note)
    return ReceiptKeyChange(snapshot.decode(), salt, data.decode(), proof.encode())


def log_keys(log: MemoryLog, *changes: ReceiptKeyChange) -> LogKeys:
    """What `…/log/keys` would answer."""
    return LogKeys(log.key.name, log.key.vkey, changes)
