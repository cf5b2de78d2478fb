"""An inclusion proof with its checkpoint in one text that can be checked offline (c2sp.org/tlog-proof@v1)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from commentsvc.errors import ProofError
from commentsvc.ledger.checkpoint import Checkpoint, open_checkpoint
from commentsvc.ledger.encoding import from_base64, to_base64
from commentsvc.ledger.note import NoteVerifier
from commentsvc.ledger.proof import MAX_UINT64, verify_inclusion
from commentsvc.ledger.tree import HASH_BYTES

HEADER = "c2sp.org/tlog-proof@v1"
MAX_HASHES = 63
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,19})")
_EXTRA = "extra "


@dataclass(frozen=True)
class TlogProof:
    """Entry `index` is in the log of the signed note `checkpoint`, by `hashes` (32 bytes each, leaf side first).

    `extra` is opaque, unsigned data of the application, or None.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    extra: bytes | None = None

    def encode(self) -> str:
        """The text of a `.tlog-proof` file; `parse_tlog_proof` is the inverse."""
        lines = [HEADER]
        if self.extra is not None:
            lines.append(_EXTRA + to_base64(self.extra))
        lines.append(f"index {self.index}")
        lines += map(to_base64, self.hashes)
        return "\n".join(lines) + "\n\n" + self.checkpoint


def parse_tlog_proof(text: str) -> TlogProof:
    """Take the text apart, believing nothing. Raises `ProofError` when it is malformed."""
    head, blank, checkpoint = text.partition("\n\n")
    header, *lines = head.split("\n")
    if header != HEADER or not blank or not checkpoint:
        raise ProofError(f"this is not a {HEADER}")
    extra = _decode(lines.pop(0)[len(_EXTRA) :]) if lines and lines[0].startswith(_EXTRA) else None
    match = _INDEX.fullmatch(lines.pop(0)) if lines else None
    if not match or int(match[1]) > MAX_UINT64:
        raise ProofError("the index of the entry is missing or no number")
    if len(lines) > MAX_HASHES:
        raise ProofError(f"a proof has at most {MAX_HASHES} hashes")
    hashes = tuple(map(_decode, lines))
    if any(len(value) != HASH_BYTES for value in hashes):
        raise ProofError(f"a hash is {HASH_BYTES} bytes")
    return TlogProof(int(match[1]), hashes, checkpoint, extra)


def verify_tlog_proof(text: str, leaf: bytes, origin: str, verifiers: Iterable[NoteVerifier]) -> Checkpoint:
    """Return the checkpoint, believed, in which `leaf` (a 32-byte leaf hash) is proven to be.

    Raises `ProofError` when the proof is malformed or proves something else, `NoteError` when the checkpoint is not one
    of `origin` signed by a known key.
    """
    proof = parse_tlog_proof(text)
    checkpoint = open_checkpoint(proof.checkpoint, origin, verifiers)
    verify_inclusion(leaf, proof.index, checkpoint.size, proof.hashes, checkpoint.root)
    return checkpoint


def _decode(text: str) -> bytes:
    try:
        return from_base64(text)
    except ValueError as error:
        raise ProofError("a line of the proof is not base64") from error
