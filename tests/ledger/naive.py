"""RFC 9162 2.1 written down as the RFC words it, recursive and slow: what the real tree is compared with."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from commentsvc.ledger.tree import TreeUpdate, append


def leaf(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def mth(leaves: Sequence[bytes]) -> bytes:
    """MTH over leaf hashes."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return hashlib.sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH(index, D_n)."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return [*path(index, leaves[:k]), mth(leaves[k:])]
    return [*path(index - k, leaves[k:]), mth(leaves[:k])]


def consistency(old: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PROOF(old, D_n)."""
    return _subproof(old, leaves, True)


def _subproof(old: int, leaves: Sequence[bytes], whole: bool) -> list[bytes]:
    if old == len(leaves):
        return [] if whole else [mth(leaves)]
    k = split(len(leaves))
    if old <= k:
        return [*_subproof(old, leaves[:k], whole), mth(leaves[k:])]
    return [*_subproof(old - k, leaves[k:], False), mth(leaves[:k])]


def split(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


class StoredTiles:
    """Tiles in a dict, counting what is read and written."""

    def __init__(self, leaves: Sequence[bytes] = ()) -> None:
        self.tiles: dict[tuple[int, int], bytes] = {}
        self.size = 0
        self.reads: list[tuple[int, int]] = []
        if leaves:
            self.add(leaves)

    def __call__(self, level: int, index: int, width: int) -> bytes:
        self.reads.append((level, index))
        return self.tiles[level, index]

    def add(self, leaves: Sequence[bytes]) -> TreeUpdate:
        update = append(self, self.size, leaves)
        self.tiles.update(update.tiles)
        self.size = update.size
        return update

    def counting(self, call: Callable[[], object]) -> int:
        """How many tiles `call` reads."""
        self.reads.clear()
        call()
        return len(self.reads)


def leaves(count: int) -> list[bytes]:
    """The leaf hashes of the entries "0", "1", …"""
    return [leaf(str(number).encode()) for number in range(count)]
