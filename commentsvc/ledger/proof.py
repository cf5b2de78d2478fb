"""Check Merkle proofs. No I/O, no clock, no SQL: read this file and `tree.leaf_hash`/`node_hash`, and audit us."""

from __future__ import annotations

from collections.abc import Sequence

from commentsvc.errors import ProofError
from commentsvc.ledger.tree import EMPTY_ROOT, HASH_BYTES, node_hash

MAX_UINT64 = 2**64 - 1


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Raise `ProofError` unless `leaf` (a 32-byte leaf hash) is entry `index` of the log of `size` (RFC 9162 2.1.3.2).

    `index` counts from 0 and is below `size`; every hash is 32 bytes; `proof` is leaf side first.
    """
    _check_sizes(index, size)
    if index >= size:
        raise ProofError(f"entry {index} is not in a log of {size}")
    _check_hashes(leaf, root, *proof)
    node, last, computed = index, size - 1, leaf
    for step in proof:
        if last == 0:
            raise ProofError("the inclusion proof is too long")
        if node & 1 or node == last:
            computed = node_hash(step, computed)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            computed = node_hash(computed, step)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ProofError("the inclusion proof is too short")
    if computed != root:
        raise ProofError("the inclusion proof leads to another root")


def verify_consistency(
    old_size: int,
    new_size: int,
    old_root: bytes,
    new_root: bytes,
    proof: Sequence[bytes],
    *,
    from_empty: bool = False,
) -> None:
    """Raise `ProofError` unless the log of `new_size` begins with the whole log of `old_size` (RFC 9162 2.1.4.2).

    Every log begins with the empty one, so a proof from size 0 shows nothing. It is refused, unless the caller says
    `from_empty=True` as a witness must on first sight of a log (C2SP tlog-witness); the proof is then empty and the
    old root is `EMPTY_ROOT`. For equal sizes the proof is empty and equal roots are all that is asked of them.
    """
    _check_sizes(old_size, new_size)
    if old_size > new_size:
        raise ProofError(f"a log of {old_size} cannot have shrunk to {new_size}")
    if old_size == 0 and not from_empty:
        raise ProofError("consistency with the empty log shows nothing")
    if old_size in (0, new_size):
        _verify_trivial(old_size, new_size, old_root, new_root, proof)
    else:
        _verify_growth(old_size, new_size, old_root, new_root, proof)


def _verify_trivial(old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    if proof:
        raise ProofError("this consistency proof must be empty")
    if old_size == 0:
        _check_hashes(new_root)
        if old_root != EMPTY_ROOT:
            raise ProofError("this is not the root of the empty log")
    if old_size == new_size and old_root != new_root:
        raise ProofError("two roots for one size: the log was forked")


def _verify_growth(old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    if not proof:
        raise ProofError("the consistency proof is empty")
    _check_hashes(old_root, new_root, *proof)
    # A power of two is a whole subtree: the old root is the first node, and the prover left it out.
    steps = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old_computed = new_computed = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise ProofError("the consistency proof is too long")
        if node & 1 or node == last:
            old_computed = node_hash(step, old_computed)
            new_computed = node_hash(step, new_computed)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new_computed = node_hash(new_computed, step)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ProofError("the consistency proof is too short")
    if old_computed != old_root:
        raise ProofError("the consistency proof leads to another old root")
    if new_computed != new_root:
        raise ProofError("the consistency proof leads to another new root")


def _check_sizes(*sizes: int) -> None:
    for size in sizes:
        if type(size) is not int or not 0 <= size <= MAX_UINT64:
            raise ProofError(f"{size!r} is not a size or index of a log")


def _check_hashes(*hashes: bytes) -> None:
    for value in hashes:
        if len(value) != HASH_BYTES:
            raise ProofError(f"a hash is {HASH_BYTES} bytes, not {len(value)}")
