"""The tree in tiles, against the RFC's words and a public tiled log."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commentsvc.errors import ProofError
from commentsvc.ledger.tree import EMPTY_ROOT, append, consistency_proof, inclusion_proof, leaf_hash, node_hash, root

from . import naive
from .naive import StoredTiles
from .vectors import public, public_files

# The eight classic leaves of Certificate Transparency and the roots of the trees of 1 to 8 of them.
CLASSIC = public(
    "merkle/rfc6962_reference.json",
    {
        "empty_root": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "leaves_hex": ["", "00", "10", "2021"],
        "roots_by_size_1_to_8": [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    },
)
SOME = naive.leaves(70_000)


def test_the_classic_leaves_give_the_classic_roots():
    hashes = [leaf_hash(bytes.fromhex(data)) for data in CLASSIC["leaves_hex"]]
    tiles = StoredTiles()

    assert bytes.fromhex(CLASSIC["empty_root"]) == EMPTY_ROOT == root(tiles, 0)
    assert [tiles.add([value]).root.hex() for value in hashes] == CLASSIC["roots_by_size_1_to_8"]


def test_leaf_and_node_hashes_have_their_own_prefixes():
    assert leaf_hash(b"L123456").hex() == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    assert node_hash(b"N123", b"N456").hex() == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"


def test_one_by_one_up_to_300_every_root_is_the_rfcs_root():
    tiles = StoredTiles()
    for size in range(1, 301):
        assert tiles.add([SOME[size - 1]]).root == naive.mth(SOME[:size]) == root(tiles, size)


def test_roots_of_earlier_sizes_can_still_be_computed():
    tiles = StoredTiles(SOME[:300])

    assert [root(tiles, size) for size in range(301)] == [naive.mth(SOME[:size]) for size in range(301)]


@given(st.lists(st.integers(0, 700), min_size=1, max_size=12))
@settings(deadline=None, max_examples=40)
def test_however_the_entries_are_batched_the_tiles_are_the_same(batches):
    tiles = StoredTiles()
    update = None
    for batch in batches:
        update = tiles.add(SOME[tiles.size : tiles.size + batch])

    assert update.root == naive.mth(SOME[: tiles.size])
    assert tiles.tiles == StoredTiles(SOME[: tiles.size]).tiles
    assert all(len(tile) <= 256 * 32 for tile in tiles.tiles.values())


@pytest.mark.parametrize("size", [255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000])
def test_around_full_tiles_roots_and_proofs_are_the_rfcs(size):
    tiles = StoredTiles(SOME[:size])

    assert root(tiles, size) == naive.mth(SOME[:size])
    for index in (0, 255, size // 2, size - 1):
        assert inclusion_proof(tiles, min(index, size - 1), size) == naive.path(min(index, size - 1), SOME[:size])
    for old in (1, 128, 254, size - 1):
        assert consistency_proof(tiles, old, size) == naive.consistency(old, SOME[:size])


def test_every_proof_of_every_tree_up_to_40_is_the_rfcs():
    tiles = StoredTiles(SOME[:40])
    for size in range(1, 41):
        for at in range(size):
            assert inclusion_proof(tiles, at, size) == naive.path(at, SOME[:size])
            assert consistency_proof(tiles, at + 1, size) == naive.consistency(at + 1, SOME[:size])


def test_in_a_log_of_70000_a_handful_of_tiles_is_read():
    tiles = StoredTiles(SOME)

    assert tiles.counting(lambda: append(tiles, 70_000, SOME[:1000])) <= 3
    assert tiles.counting(lambda: root(tiles, 70_000)) <= 3
    assert tiles.counting(lambda: inclusion_proof(tiles, 300, 70_000)) <= 6
    assert tiles.counting(lambda: consistency_proof(tiles, 300, 70_000)) <= 6


def test_appending_writes_only_what_changed_and_nothing_for_nothing():
    tiles = StoredTiles(SOME[:1000])

    assert append(tiles, 1000, []).tiles == {}
    assert append(tiles, 1000, []).root == naive.mth(SOME[:1000])
    assert set(append(tiles, 1000, SOME[1000:1001]).tiles) == {(0, 3)}
    assert set(append(tiles, 1000, SOME[1000:1024]).tiles) == {(0, 3), (1, 0)}


@pytest.mark.parametrize("wrong", [b"", bytes(31), bytes(33)])
def test_a_leaf_hash_of_another_length_is_refused(wrong):
    with pytest.raises(ProofError):
        append(StoredTiles(), 0, [wrong])


def test_a_tile_that_lost_hashes_is_noticed():
    tiles = StoredTiles(SOME[:300])
    tiles.tiles[0, 1] = tiles.tiles[0, 1][:-32]

    with pytest.raises(ProofError, match="shorter"):
        append(tiles, 300, SOME[300:301])
    with pytest.raises(ProofError, match="shorter"):
        inclusion_proof(tiles, 5, 300)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3), (0, -1), (0, 2**63)])
def test_an_entry_outside_the_tree_has_no_proof(index, size):
    with pytest.raises(ProofError):
        inclusion_proof(StoredTiles(SOME[:3]), index, size)


@pytest.mark.parametrize(("old", "new"), [(4, 3), (-1, 3), (0, -1)])
def test_a_log_that_shrank_has_no_consistency_proof(old, new):
    with pytest.raises(ProofError):
        consistency_proof(StoredTiles(SOME[:3]), old, new)


def test_the_tiles_are_those_of_the_public_tiled_log():
    entries = public("tile-log/META.json", {"entries_ascii": ["one", "two", "three"]})["entries_ascii"]
    tiles = StoredTiles([leaf_hash(entry.encode()) for entry in entries])

    for file in public_files("tile-log/tile/0/000.p/*"):
        assert tiles.tiles[0, 0][: int(file.name) * 32] == file.read_bytes()
    for file in public_files("tile-log/checkpoint.*"):
        _, size, root_text, *_ = file.read_text().split("\n")
        assert base64.b64encode(root(tiles, int(size))).decode() == root_text
    assert root(tiles, 1) == leaf_hash(b"one")
