"""The offline proof text."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentsvc.errors import LedgerError, NoteError, ProofError
from commentsvc.ledger.checkpoint import Checkpoint
from commentsvc.ledger.key import new_key
from commentsvc.ledger.tlog_proof import TlogProof, parse_tlog_proof, verify_tlog_proof

from . import naive
from .keys import fixed_key
from .vectors import public

VECTORS = public("notes/tlog_proof.json", {"marshal": [], "unmarshal_errors": []})
OWN = {
    "desc": "own",
    "index": 0,
    "hashes": [],
    "checkpoint": "checkpoint\n",
    "want": "c2sp.org/tlog-proof@v1\nindex 0\n\ncheckpoint\n",
}
KEY = fixed_key("log.example/a")
LEAVES = naive.leaves(9)
SIGNED = Checkpoint("log.example/a", 9, naive.mth(LEAVES)).sign(KEY)
TEXT = TlogProof(5, tuple(naive.path(5, LEAVES)), SIGNED).encode()


@pytest.mark.parametrize("case", [OWN, *VECTORS["marshal"]], ids=lambda case: case["desc"])
def test_proof_vectors_both_ways(case):
    extra = case["extra"].encode() if "extra" in case else None
    proof = TlogProof(case["index"], tuple(map(base64.b64decode, case["hashes"])), case["checkpoint"], extra)

    assert proof.encode() == case["want"]
    assert parse_tlog_proof(case["want"]) == proof


@pytest.mark.parametrize(
    "text",
    [
        *VECTORS["unmarshal_errors"],
        "",
        TEXT.replace("index 5", "index 05"),
        TEXT.replace("index 5", f"index {2**64}"),
        TEXT.replace("index 5", "index \u0665"),
        TEXT.replace("@v1", "@v2"),
        "c2sp.org/tlog-proof@v1\n\nx\n",
        "c2sp.org/tlog-proof@v1\nindex 0\n\n",
        "c2sp.org/tlog-proof@v1\nindex 0\n" + (base64.b64encode(bytes(32)).decode() + "\n") * 64 + "\nx\n",
    ],
)
def test_a_malformed_proof_is_refused(text):
    with pytest.raises(ProofError):
        parse_tlog_proof(text)


HASHES = st.lists(st.binary(min_size=32, max_size=32), max_size=63).map(tuple)


@given(st.integers(0, 2**64 - 1), HASHES, st.text(min_size=1), st.none() | st.binary())
def test_parsing_what_was_encoded_gives_the_same_proof(index, hashes, checkpoint, extra):
    proof = TlogProof(index, hashes, checkpoint, extra)

    assert parse_tlog_proof(proof.encode()) == proof


def test_a_good_proof_gives_the_checkpoint_it_leads_to():
    assert verify_tlog_proof(TEXT, LEAVES[5], "log.example/a", [KEY.verifier]).size == 9


@given(st.integers(0, len(TEXT.encode()) - 1), st.integers(1, 255))
def test_a_damaged_byte_anywhere_is_noticed(at, mask):
    damaged = bytearray(TEXT.encode())
    damaged[at] ^= mask

    with pytest.raises(LedgerError):
        verify_tlog_proof(damaged.decode(errors="surrogateescape"), LEAVES[5], "log.example/a", [KEY.verifier])


def test_another_leaf_another_origin_or_another_key_is_refused():
    with pytest.raises(ProofError):
        verify_tlog_proof(TEXT, LEAVES[4], "log.example/a", [KEY.verifier])
    with pytest.raises(NoteError):
        verify_tlog_proof(TEXT, LEAVES[5], "log.example/b", [KEY.verifier])
    with pytest.raises(NoteError):
        verify_tlog_proof(TEXT, LEAVES[5], "log.example/a", [new_key("log.example/a").verifier])
