"""Checking proofs: what must pass, and every way in which it must not."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commentsvc.errors import ProofError
from commentsvc.ledger.proof import verify_consistency, verify_inclusion
from commentsvc.ledger.tree import EMPTY_ROOT, consistency_proof, inclusion_proof, leaf_hash

from . import naive
from .naive import StoredTiles
from .vectors import public, public_files

LEAVES = naive.leaves(300)
ROOTS = [naive.mth(LEAVES[:size]) for size in range(301)]
TILES = StoredTiles(LEAVES)


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def unb64(texts: list[str] | None) -> list[bytes]:
    return [base64.b64decode(text) for text in texts or []]


OWN_INCLUSION = [
    {
        "desc": "own: entry 6 of 7",
        "leafIdx": 6,
        "treeSize": 7,
        "leafHash": b64(LEAVES[6]),
        "root": b64(ROOTS[7]),
        "proof": [b64(step) for step in naive.path(6, LEAVES[:7])],
        "wantErr": False,
    },
    {
        "desc": "own: an index that would wrap in 64 bits",
        "leafIdx": 2**64,
        "treeSize": 1,
        "leafHash": b64(LEAVES[0]),
        "root": b64(ROOTS[1]),
        "proof": None,
        "wantErr": True,
    },
]
OWN_CONSISTENCY = [
    {
        "desc": "own: 3 to 7",
        "size1": 3,
        "size2": 7,
        "root1": b64(ROOTS[3]),
        "root2": b64(ROOTS[7]),
        "proof": [b64(step) for step in naive.consistency(3, LEAVES[:7])],
        "wantErr": False,
    },
    {
        "desc": "own: a shrinking log",
        "size1": 7,
        "size2": 3,
        "root1": b64(ROOTS[7]),
        "root2": b64(ROOTS[3]),
        "proof": [],
        "wantErr": True,
    },
]


def case_id(case: dict) -> str:
    return case.get("file") or case["desc"]


@pytest.mark.parametrize("case", [*OWN_INCLUSION, *public("merkle/inclusion.json")], ids=case_id)
def test_inclusion_vectors(case):
    leaf, root, *proof = unb64([case["leafHash"], case["root"], *(case["proof"] or [])])
    arguments = (leaf, case["leafIdx"], case["treeSize"], proof, root)

    if case["wantErr"]:
        with pytest.raises(ProofError):
            verify_inclusion(*arguments)
    else:
        verify_inclusion(*arguments)


@pytest.mark.parametrize("case", [*OWN_CONSISTENCY, *public("merkle/consistency.json")], ids=case_id)
def test_consistency_vectors(case):
    old_root, new_root, *proof = unb64([case["root1"], case["root2"], *(case["proof"] or [])])
    arguments = (case["size1"], case["size2"], old_root, new_root, proof)

    if case["wantErr"]:
        with pytest.raises(ProofError):
            verify_consistency(*arguments)
    else:
        verify_consistency(*arguments)


@pytest.mark.parametrize("size", range(1, 301))
def test_the_proofs_of_every_entry_and_every_earlier_size_of_a_tree_verify(size):
    for index in range(size):
        verify_inclusion(LEAVES[index], index, size, inclusion_proof(TILES, index, size), ROOTS[size])
        old = index + 1
        verify_consistency(old, size, ROOTS[old], ROOTS[size], consistency_proof(TILES, old, size))


@given(st.data())
@settings(deadline=None)
def test_a_damaged_byte_anywhere_breaks_an_inclusion_proof(data):
    size = data.draw(st.integers(1, 300))
    index = data.draw(st.integers(0, size - 1))
    parts = [LEAVES[index], ROOTS[size], *inclusion_proof(TILES, index, size)]
    leaf, root, *proof = damaged(parts, data)

    with pytest.raises(ProofError):
        verify_inclusion(leaf, index, size, proof, root)


@given(st.data())
@settings(deadline=None)
def test_a_damaged_byte_anywhere_breaks_a_consistency_proof(data):
    new = data.draw(st.integers(2, 300))
    old = data.draw(st.integers(1, new - 1))
    parts = [ROOTS[old], ROOTS[new], *consistency_proof(TILES, old, new)]
    old_root, new_root, *proof = damaged(parts, data)

    with pytest.raises(ProofError):
        verify_consistency(old, new, old_root, new_root, proof)


def damaged(parts: list[bytes], data: st.DataObject) -> list[bytes]:
    which = data.draw(st.integers(0, len(parts) - 1))
    byte, mask = data.draw(st.integers(0, 31)), data.draw(st.integers(1, 255))
    changed = bytearray(parts[which])
    changed[byte] ^= mask
    return [*parts[:which], bytes(changed), *parts[which + 1 :]]


@given(st.data())
@settings(deadline=None)
def test_a_proof_with_a_hash_more_or_less_fails(data):
    size = data.draw(st.integers(2, 300))
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(TILES, index, size)
    at = data.draw(st.integers(0, len(proof) - 1))

    for wrong in ([*proof[:at], *proof[at + 1 :]], [*proof[:at], proof[at], *proof[at:]], [*proof, bytes(32)]):
        with pytest.raises(ProofError):
            verify_inclusion(LEAVES[index], index, size, wrong, ROOTS[size])


@given(st.data())
@settings(deadline=None)
def test_an_entry_does_not_pass_for_another_index(data):
    size = data.draw(st.integers(2, 300))
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1).filter(lambda value: value != index))

    with pytest.raises(ProofError):
        verify_inclusion(LEAVES[index], other, size, inclusion_proof(TILES, index, size), ROOTS[size])


@pytest.mark.parametrize("index", [-1, 3, 2**64 - 1, 2**64, 2.0, True, None])
def test_an_index_that_is_no_number_in_the_log_is_refused(index):
    with pytest.raises(ProofError):
        verify_inclusion(LEAVES[0], index, 3, [], ROOTS[3])


def test_from_the_empty_log_a_tree_verifier_refuses_and_a_witness_accepts():
    with pytest.raises(ProofError, match="empty"):
        verify_consistency(0, 7, EMPTY_ROOT, ROOTS[7], [])

    verify_consistency(0, 7, EMPTY_ROOT, ROOTS[7], [], from_empty=True)
    verify_consistency(0, 0, EMPTY_ROOT, EMPTY_ROOT, [], from_empty=True)


@pytest.mark.parametrize(
    ("old_root", "new_root", "new_size", "proof"),
    [
        (ROOTS[1], ROOTS[7], 7, []),
        (EMPTY_ROOT, ROOTS[7], 7, [ROOTS[7]]),
        (EMPTY_ROOT, ROOTS[1], 0, []),
        (EMPTY_ROOT, b"", 7, []),
    ],
)
def test_a_witness_too_refuses_nonsense_about_the_empty_log(old_root, new_root, new_size, proof):
    with pytest.raises(ProofError):
        verify_consistency(0, new_size, old_root, new_root, proof, from_empty=True)


def test_a_byte_moved_from_one_hash_to_its_neighbour_is_noticed():
    first, second, root = LEAVES[0], LEAVES[1], ROOTS[2]
    longer, shorter = first + second[:1], second[1:]

    with pytest.raises(ProofError, match="32 bytes"):
        verify_inclusion(longer, 0, 2, [shorter], root)
    with pytest.raises(ProofError, match="32 bytes"):
        verify_consistency(1, 2, longer, root, [shorter])


def test_two_roots_for_one_size_are_a_fork():
    with pytest.raises(ProofError, match="forked"):
        verify_consistency(7, 7, ROOTS[7], ROOTS[6], [])


def test_every_entry_of_the_public_tiled_log_is_in_its_last_checkpoint():
    entries = public("tile-log/META.json", {"entries_ascii": ["one"]})["entries_ascii"]
    roots = [unb64([file.read_text().split("\n")[2]])[0] for file in public_files("tile-log/checkpoint")]
    hashes = [leaf_hash(entry.encode()) for entry in entries]
    tiles = StoredTiles(hashes)

    for root in roots or [naive.mth(hashes)]:
        for index, value in enumerate(hashes):
            verify_inclusion(value, index, len(hashes), inclusion_proof(tiles, index, len(hashes)), root)
