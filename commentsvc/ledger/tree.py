"""The Merkle tree of RFC 6962 and RFC 9162, kept in tiles of 256 hashes (C2SP tlog-tiles).

Tile (level, index) holds up to 256 consecutive hashes of tree level 8*level; a hash of tile level L+1 is the root of a
full tile of level L. So whatever the size, appending and proving touch one or two tiles a level.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from commentsvc.errors import ProofError

HASH_BYTES = 32
TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
EMPTY_ROOT = sha256(b"").digest()
MAX_SIZE = 2**63 - 1


class TileReader(Protocol):
    """Where tiles come from."""

    def __call__(self, level: int, index: int, width: int) -> bytes:
        """At least the first `width` (1 to 256) hashes of tile (`level`, `index`), 32 bytes each.

        A stored tile may have grown since: more than `width` hashes is fine, as tiles only gain hashes at the end.
        """


@dataclass(frozen=True)
class TreeUpdate:
    """What appending changes: `tiles` maps (level, index) to the tile's whole new content, at most 256 hashes."""

    size: int
    root: bytes
    tiles: Mapping[tuple[int, int], bytes]


def leaf_hash(data: bytes) -> bytes:
    """SHA-256(0x00 ‖ data) (RFC 9162 2.1.1)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right) (RFC 9162 2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


def append(reader: TileReader, size: int, leaf_hashes: Sequence[bytes]) -> TreeUpdate:
    """The tree of `size` with `leaf_hashes` (32 bytes each) appended in order.

    Reads the incomplete last tile of each level and nothing else. Raises `ProofError` for a hash or a tile of the wrong
    length. Nothing is written: the caller stores `tiles`, `size` and `root` together.
    """
    _check_size(size + len(leaf_hashes))
    tiles: dict[tuple[int, int], bytes] = {}
    new, level, start = [_checked_hash(leaf) for leaf in leaf_hashes], 0, size
    edges: list[list[bytes]] = []  # of each level, the hashes of its incomplete last tile
    while new or start:
        edge = _read_hashes(reader, level, start // TILE_WIDTH, start % TILE_WIDTH)
        finished: list[bytes] = []
        index, changed = start // TILE_WIDTH, bool(new)
        hashes = edge + new
        while len(hashes) >= TILE_WIDTH:
            full, hashes = hashes[:TILE_WIDTH], hashes[TILE_WIDTH:]
            tiles[level, index] = b"".join(full)
            finished.append(_perfect_root(full))
            index += 1
        if changed and hashes:
            tiles[level, index] = b"".join(hashes)
        edges.append(hashes)
        new, level, start = finished, level + 1, start // TILE_WIDTH
    return TreeUpdate(size + len(leaf_hashes), _fold_edges(edges), tiles)


def root(reader: TileReader, size: int) -> bytes:
    """The root of the first `size` entries; `EMPTY_ROOT` for none."""
    _check_size(size)
    return _range_root(_Tiles(reader, size), 0, size) if size else EMPTY_ROOT


def inclusion_proof(reader: TileReader, index: int, size: int) -> list[bytes]:
    """PATH(index, D_size) of RFC 9162 2.1.3.1, leaf side first. Raises `ProofError` unless 0 <= index < size."""
    _check_size(size)
    if not 0 <= index < size:
        raise ProofError(f"entry {index} is not in a tree of {size}")
    tiles = _Tiles(reader, size)
    path, low, high = [], 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_range_root(tiles, middle, high))
            high = middle
        else:
            path.append(_range_root(tiles, low, middle))
            low = middle
    return path[::-1]


def consistency_proof(reader: TileReader, old: int, new: int) -> list[bytes]:
    """PROOF(old, D_new) of RFC 9162 2.1.4.1. Empty for old == new and, as C2SP tlog-witness has it, for old == 0.

    Raises `ProofError` unless 0 <= old <= new.
    """
    _check_size(new)
    if not 0 <= old <= new:
        raise ProofError(f"a tree of {new} has no earlier size {old}")
    if old in (0, new):
        return []
    tiles = _Tiles(reader, new)
    proof, low, high = [], 0, new
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            proof.append(_range_root(tiles, middle, high))
            high = middle
        else:
            proof.append(_range_root(tiles, low, middle))
            low = middle
    if low:  # otherwise the old root itself is the starting point, and the verifier has it
        proof.append(_range_root(tiles, low, high))
    return proof[::-1]


class _Tiles:
    """The tiles of a tree of `size`, each read once."""

    def __init__(self, reader: TileReader, size: int) -> None:
        self._reader = reader
        self._size = size
        self._read: dict[tuple[int, int], list[bytes]] = {}

    def perfect(self, height: int, index: int) -> bytes:
        """The root of the perfect subtree of 2^height leaves that starts at leaf index * 2^height."""
        level, within = divmod(height, TILE_HEIGHT)
        first = index << within
        tile, offset = divmod(first, TILE_WIDTH)
        return _perfect_root(self._tile(level, tile)[offset : offset + (1 << within)])

    def _tile(self, level: int, index: int) -> list[bytes]:
        if (level, index) not in self._read:
            width = min(TILE_WIDTH, (self._size >> TILE_HEIGHT * level) - index * TILE_WIDTH)
            self._read[level, index] = _read_hashes(self._reader, level, index, width)
        return self._read[level, index]


def _range_root(tiles: _Tiles, low: int, high: int) -> bytes:
    """The root of leaves [low, high), where `low` is a multiple of the smallest power of two >= high - low."""
    parts = []
    while low < high:
        height = (high - low).bit_length() - 1
        parts.append(tiles.perfect(height, low >> height))
        low += 1 << height
    return _fold(parts)


def _fold_edges(edges: list[list[bytes]]) -> bytes:
    """The root of a tree given, lowest level first, the hashes of each level's incomplete last tile."""
    parts: list[bytes] = []
    for hashes in reversed(edges):
        offset = 0
        while offset < len(hashes):
            width = 1 << (len(hashes) - offset).bit_length() - 1
            parts.append(_perfect_root(hashes[offset : offset + width]))
            offset += width
    return _fold(parts) if parts else EMPTY_ROOT


def _fold(parts: list[bytes]) -> bytes:
    """The root above perfect subtrees of falling size, left to right."""
    result = parts[-1]
    for part in reversed(parts[:-1]):
        result = node_hash(part, result)
    return result


def _perfect_root(hashes: list[bytes]) -> bytes:
    while len(hashes) > 1:
        hashes = [node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
    return hashes[0]


def _split(width: int) -> int:
    """The largest power of two smaller than `width` (k of RFC 9162 2.1.1)."""
    return 1 << (width - 1).bit_length() - 1


def _read_hashes(reader: TileReader, level: int, index: int, width: int) -> list[bytes]:
    if width == 0:
        return []
    content = reader(level, index, width)
    if len(content) < width * HASH_BYTES:
        raise ProofError(f"tile {level}/{index} is shorter than {width} hashes")
    return [content[at : at + HASH_BYTES] for at in range(0, width * HASH_BYTES, HASH_BYTES)]


def _checked_hash(value: bytes) -> bytes:
    if len(value) != HASH_BYTES:
        raise ProofError(f"a leaf hash is {HASH_BYTES} bytes, not {len(value)}")
    return value


def _check_size(size: int) -> None:
    if not 0 <= size <= MAX_SIZE:
        raise ProofError(f"{size} is not the size of a tree")
