"""Roots computed anew from tiles, and the names of tiles: against the RFC written down naively, and public vectors."""

from __future__ import annotations

import pytest

from commentsvc.errors import ProofError
from commentsvc.ledger.checkpoint import parse_checkpoint
from commentsvc.ledger.note import parse_note
from commentsvc.ledger.recompute import recompute
from commentsvc.ledger.tile_path import parse_tile_path, tile_path, tiles_of
from commentsvc.ledger.tree import append

from . import naive
from .vectors import FOLDER, public_files


class Tiles(dict):
    """Tiles of a log of these leaves, read exactly."""

    def __init__(self, leaves: list[bytes]) -> None:
        super().__init__(append(lambda *_: b"", 0, leaves).tiles)

    def __call__(self, level: int, index: int, width: int) -> bytes:
        return self.get((level, index), b"")[: width * 32]


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 300, 511, 512, 1025])
def test_every_root_is_the_rfcs(size: int) -> None:
    leaves = naive.leaves(size)
    wanted = {0, 1, 2, 3, 100, 255, 256, 257, 300, size}

    found = dict(recompute(Tiles(leaves), size, wanted))

    assert found == {one: naive.mth(leaves[:one]) for one in wanted if one <= size}


def test_every_size_of_one_tree_is_computed_in_one_go() -> None:
    leaves = naive.leaves(600)

    found = list(recompute(Tiles(leaves), 600, range(1, 601)))

    assert [size for size, _ in found] == list(range(1, 601))
    assert all(root == naive.mth(leaves[:size]) for size, root in found)


def test_three_levels_are_compared() -> None:
    tiles = Tiles(naive.leaves(66_000))

    assert dict(recompute(tiles, 66_000, {66_000})) == {66_000: append(lambda *_: b"", 0, naive.leaves(66_000)).root}
    for place in ((1, 0), (1, 1), (2, 0)):
        damaged = Tiles(naive.leaves(0))
        damaged.update(tiles)
        damaged[place] = damaged[place][:-1] + bytes([damaged[place][-1] ^ 1])
        with pytest.raises(ProofError, match=f"tile/{place[0]}/00{place[1]}"):
            list(recompute(damaged, 66_000, {66_000}))


def test_a_short_tile_is_named() -> None:
    tiles = Tiles(naive.leaves(300))
    tiles[0, 1] = tiles[0, 1][:-32]

    with pytest.raises(ProofError, match="tile/0/001.p/44 is not 44 hashes"):
        list(recompute(tiles, 300, {300}))


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        ((0, 0, 256), "tile/0/000"),
        ((0, 0, 5), "tile/0/000.p/5"),
        ((1, 999, 256), "tile/1/999"),
        ((2, 1000, 256), "tile/2/x001/000"),
        ((0, 1234067, 256), "tile/0/x001/x234/067"),  # the example of C2SP tlog-tiles
        ((63, 1234067, 255), "tile/63/x001/x234/067.p/255"),
    ],
)
def test_tiles_are_named_as_the_specification_names_them(tile: tuple[int, int, int], path: str) -> None:
    assert tile_path(*tile) == path
    assert parse_tile_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        *("tile/0/0", "tile/0/0000", "tile/00/000", "tile/64/000", "tile/0/x000/001", "tile/0/001/002", "tile/0/x001"),
        *("tile/0/000.p/0", "tile/0/000.p/05", "tile/0/000.p/256", "tile/0/000.p/", "tile/0/000/", "tile//000"),
        *("tile/entries/000", "tile/0/../000", "tile/-1/000", "tile/0/٠٠٠", "tile/0/000\n", "tile/0/x１23/000"),
    ],
)
def test_nothing_else_names_a_tile(path: str) -> None:
    assert parse_tile_path(path) is None


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 65_535, 65_536, 70_000])
def test_the_tiles_of_a_log_are_those_that_appending_makes(size: int) -> None:
    made = append(lambda *_: b"", 0, naive.leaves(size)).tiles

    assert {(level, index): width for level, index, width in tiles_of(size)} == {
        place: len(hashes) // 32 for place, hashes in made.items()
    }


def test_the_public_tiled_log_leads_to_its_checkpoints() -> None:
    for file in public_files("tile-log/checkpoint.*"):
        told = parse_checkpoint(parse_note(file.read_bytes()).text)

        def read(level: int, index: int, width: int) -> bytes:
            return (FOLDER / "tile-log" / tile_path(level, index, width)).read_bytes()

        assert dict(recompute(read, told.size, {told.size})) == {told.size: told.root}, file.name
