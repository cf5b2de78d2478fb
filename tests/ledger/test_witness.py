"""What a witness signs, and what it never signs."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentsvc.errors import LogRewritten, SplitView
from commentsvc.ledger.checkpoint import Checkpoint, parse_checkpoint
from commentsvc.ledger.encoding import from_base64
from commentsvc.ledger.note import parse_note
from commentsvc.ledger.witness import Seen, check_growth, needs_proof
from tests.ledger import naive
from tests.ledger.log_in_memory import MemoryLog

LEAVES = naive.leaves(40)
LOG = MemoryLog(leaves=LEAVES)
FORK = MemoryLog(leaves=[*LEAVES[:10], *reversed(LEAVES[10:])])


def at(log: MemoryLog, size: int) -> Checkpoint:
    return parse_checkpoint(parse_note(log.checkpoint(size)).text)


def seen_at(log: MemoryLog, size: int) -> Seen:
    return Seen(size, at(log, size).root, log.checkpoint(size))


def proof(log: MemoryLog, old: int, new: int) -> list[bytes]:
    return [from_base64(value) for value in json.loads(log.consistency(old, new))["proof"]]


def test_the_first_checkpoint_is_taken_as_it_is() -> None:
    assert not needs_proof(None, at(LOG, 7))
    check_growth(None, at(LOG, 7), [])


@given(st.integers(1, 39), st.integers(1, 39))
def test_growth_is_taken_with_its_proof_and_with_no_other(one: int, two: int) -> None:
    old, new = sorted((one, two))
    seen, checkpoint = seen_at(LOG, old), at(LOG, new)

    assert needs_proof(seen, checkpoint) is (old < new)
    check_growth(seen, checkpoint, proof(LOG, old, new) if old < new else [])
    if old < new:
        for wrong in ([], proof(LOG, old, new)[:-1], [*proof(LOG, old, new), bytes(32)], proof(LOG, old, new + 1)):
            if wrong != proof(LOG, old, new):
                with pytest.raises(LogRewritten):
                    check_growth(seen, checkpoint, wrong)


@given(st.integers(11, 39))
def test_two_roots_for_one_size_are_never_signed(size: int) -> None:
    if at(FORK, size).root == at(LOG, size).root:
        return
    for offered in ([], proof(FORK, 10, size)):
        with pytest.raises(SplitView):
            check_growth(seen_at(LOG, size), at(FORK, size), offered)


@given(st.integers(12, 38), st.integers(1, 39))
def test_a_log_that_went_another_way_is_refused_at_every_larger_size(old: int, more: int) -> None:
    new = min(old + more, 39)
    if new == old:
        return
    for prover in (LOG, FORK):
        with pytest.raises(LogRewritten):
            check_growth(seen_at(LOG, old), at(FORK, new), proof(prover, old, new))


@given(st.integers(1, 39), st.integers(1, 39))
def test_a_log_that_shrank_is_refused_before_anything_is_asked(one: int, two: int) -> None:
    small, large = sorted((one, two))
    if small < large:
        with pytest.raises(LogRewritten, match="shrunk"):
            needs_proof(seen_at(LOG, large), at(LOG, small))
