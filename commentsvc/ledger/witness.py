"""What a witness checks before it signs: the log is the one it knows, and has only grown. No I/O, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commentsvc.errors import LogRewritten, ProofError, SplitView
from commentsvc.ledger.checkpoint import Checkpoint
from commentsvc.ledger.proof import verify_consistency
from commentsvc.ledger.tree import EMPTY_ROOT


@dataclass(frozen=True)
class Seen:
    """The checkpoint a witness stands by: `size` and `root` of a log, the signed `note` that said so, and whether its
    cosignature was `handed_in` to the site."""

    size: int
    root: bytes
    note: str
    handed_in: bool = False


def needs_proof(seen: Seen | None, checkpoint: Checkpoint) -> bool:
    """Whether a consistency proof is needed, before anything is asked for.

    Raises:
        LogRewritten: the log is smaller than what was seen.
        SplitView: another root at the size that was seen.
    """
    if seen is None:
        return False
    if checkpoint.size < seen.size:
        raise LogRewritten(f"the log has shrunk from {seen.size} entries to {checkpoint.size}")
    if checkpoint.size == seen.size and checkpoint.root != seen.root:
        raise SplitView(f"the log's key signed two roots for {seen.size} entries")
    return checkpoint.size > seen.size > 0


def check_growth(seen: Seen | None, checkpoint: Checkpoint, proof: Sequence[bytes]) -> None:
    """Return when the witness may stand by `checkpoint`; `proof` is the consistency proof, empty where none is needed.

    The first checkpoint of a log is taken as it is (C2SP tlog-witness). Raises `SplitView` or `LogRewritten`.
    """
    needs_proof(seen, checkpoint)
    size, root = (seen.size, seen.root) if seen else (0, EMPTY_ROOT)
    try:
        verify_consistency(size, checkpoint.size, root, checkpoint.root, proof, from_empty=True)
    except ProofError as error:
        raise LogRewritten(
            f"the log of {checkpoint.size} entries does not begin with the {size} entries that were seen: {error}"
        ) from error
