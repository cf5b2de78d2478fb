"""Compute a log's roots anew from its tiles, believing none of them. No I/O, no clock.

Every hash of level 0 is read once, and everything above follows from it: the roots of all sizes that are asked for, and
what each tile of a higher level must hold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from commentsvc.errors import ProofError
from commentsvc.ledger.tile_path import tile_path
from commentsvc.ledger.tree import EMPTY_ROOT, HASH_BYTES, TILE_HEIGHT, TILE_WIDTH, TileReader, node_hash


def recompute(read: TileReader, size: int, wanted: Collection[int]) -> Iterator[tuple[int, bytes]]:
    """The roots of the first so many entries, for each of `wanted` that is at most `size`, smallest first.

    `read` gives exactly the hashes it is asked for. Takes time for `size` hashes and memory for a few tiles. Raises
    `ProofError` for a tile of the wrong length, or of a higher level that does not follow from what lies below it.
    """
    if 0 in wanted:
        yield 0, EMPTY_ROOT
    tree = _Growing(read)
    for index in range(-(-size // TILE_WIDTH)):
        width = min(TILE_WIDTH, size - index * TILE_WIDTH)
        hashes = _whole(read, 0, index, width)
        for at in range(width):
            tree.add(hashes[at * HASH_BYTES : (at + 1) * HASH_BYTES])
            if tree.size in wanted:
                yield tree.size, tree.root()
    tree.check_last_tiles()


class _Growing:
    """A tree while hashes are appended: its perfect subtrees from left to right, and the tiles above level 0."""

    def __init__(self, read: TileReader) -> None:
        self.size = 0
        self._read = read
        self._perfect: list[bytes] = []
        self._tiles: dict[int, tuple[int, bytearray]] = {}

    def add(self, leaf: bytes) -> None:
        """Append one leaf hash."""
        self.size += 1
        height, rest, node = 0, self.size, leaf
        while not rest & 1:  # one perfect subtree of this height stands to the left
            node = node_hash(self._perfect.pop(), node)
            height, rest = height + 1, rest >> 1
            if height % TILE_HEIGHT == 0:
                self._put(height // TILE_HEIGHT, node)
        self._perfect.append(node)

    def root(self) -> bytes:
        """The root now; there is at least one leaf."""
        result = self._perfect[-1]
        for left in reversed(self._perfect[:-1]):
            result = node_hash(left, result)
        return result

    def check_last_tiles(self) -> None:
        """Compare the tiles that are not full."""
        for level, (index, hashes) in self._tiles.items():
            if hashes:
                self._check(level, index, hashes)

    def _put(self, level: int, node: bytes) -> None:
        index, hashes = self._tiles.setdefault(level, (0, bytearray()))
        hashes += node
        if len(hashes) == TILE_WIDTH * HASH_BYTES:
            self._check(level, index, hashes)
            self._tiles[level] = (index + 1, bytearray())

    def _check(self, level: int, index: int, hashes: bytearray) -> None:
        width = len(hashes) // HASH_BYTES
        if _whole(self._read, level, index, width) != hashes:
            raise ProofError(f"{tile_path(level, index, width)} does not follow from the tiles below it")


def _whole(read: TileReader, level: int, index: int, width: int) -> bytes:
    hashes = read(level, index, width)
    if len(hashes) != width * HASH_BYTES:
        raise ProofError(f"{tile_path(level, index, width)} is not {width} hashes")
    return hashes
