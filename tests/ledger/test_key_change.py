"""Changes of a log's key: what they prove, to whom, and that no forged one is believed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commentsvc.errors import LedgerError
from commentsvc.ledger.believe import Trust
from commentsvc.ledger.checkpoint import Checkpoint
from commentsvc.ledger.entry import commitment, leaf_data
from commentsvc.ledger.key_change import (
    LOST,
    ROTATED,
    KeyChange,
    LogKeys,
    OpenedChange,
    believe_keys,
    open_history,
    open_key_change,
    open_log_keys,
    parse_log_keys,
)
from commentsvc.ledger.note import NoteSigner, sign_note
from commentsvc.ledger.receipt import Receipt, ReceiptKeyChange, parse_receipt
from commentsvc.ledger.tlog_proof import TlogProof
from commentsvc.ledger.tree import leaf_hash
from commentsvc.ledger.verdict import Found, Outcome, Verdict
from commentsvc.ledger.verify_log import verify_log
from commentsvc.ledger.verify_receipt import verify_receipt

from . import naive
from .key_changes import CHANGED, announce, change_key, key_number, log_keys
from .log_in_memory import ORIGIN, MemoryLog

GIVEN = "2026-01-31T09:30:00.000Z"
FIRST, SECOND, THIRD = (key_number(number) for number in (1, 2, 3))
STRANGER = key_number(9)


def new_log() -> MemoryLog:
    return MemoryLog(key=FIRST)


def text(receipt: Receipt) -> str:
    return json.dumps(receipt.as_json())


def answer(log: MemoryLog, *changes: ReceiptKeyChange) -> str:
    return json.dumps(log_keys(log, *changes).as_json())


def with_changes(receipt: Receipt, *changes: ReceiptKeyChange) -> Receipt:
    return replace(receipt, key_changes=changes)


def check(receipt: Receipt, *keys: NoteSigner, **more: Any) -> Outcome:
    return verify_receipt(text(receipt), Trust([key.vkey for key in keys], **more)).outcome


def opened(call: Callable[[], object]) -> Outcome:
    """How opening fails."""
    try:
        call()
    except Found as found:
        return found.verdict.outcome
    except LedgerError:
        return Outcome.MALFORMED
    pytest.fail("it was believed")


class Story:
    """A log whose key was rotated, then lost; a receipt from before each change and one from after all."""

    def __init__(self) -> None:
        log = self.log = new_log()
        given_first = log.event("given", GIVEN)
        self.first = log.receipt(given_first)
        self.kept_first = log.checkpoint()
        self.rotated = change_key(log, SECOND)
        self.at_rotation = len(log.leaves)
        given_second = log.event("given", GIVEN)
        self.second = with_changes(log.receipt(given_second), self.rotated)
        self.kept_second = log.checkpoint()
        self.lost = change_key(log, THIRD, LOST)
        self.third = with_changes(log.receipt(given_first), self.rotated, self.lost)
        self.answer = answer(log, self.rotated, self.lost)


STORY = Story()


def test_changes_are_read_as_they_were_written() -> None:
    told = log_keys(STORY.log, STORY.rotated, STORY.lost)

    assert parse_log_keys(json.dumps(told.as_json())) == told
    assert parse_receipt(text(STORY.third)) == STORY.third
    assert json.loads(STORY.rotated.snapshot) == {
        "key_change": {"at": CHANGED, "new": SECOND.vkey, "old": FIRST.vkey, "origin": ORIGIN, "reason": "rotated"}
    }


def test_whoever_knows_either_key_of_a_rotation_believes_both() -> None:
    for trusted in (FIRST, SECOND):
        ring = believe_keys([trusted.verifier], open_log_keys(answer_until_rotation()))

        assert set(ring.keys) == {FIRST.verifier, SECOND.verifier}
        assert ring.unsure == ()


def answer_until_rotation() -> str:
    return json.dumps(LogKeys(ORIGIN, SECOND.vkey, (STORY.rotated,)).as_json())


def test_a_lost_key_vouches_for_nobody_and_its_successor_for_all_before_it() -> None:
    changes = open_log_keys(STORY.answer)

    for trusted in (FIRST, SECOND):
        ring = believe_keys([trusted.verifier], changes)
        assert set(ring.keys) == {FIRST.verifier, SECOND.verifier}
        assert [change.new for change in ring.unsure] == [THIRD.verifier]
    ring = believe_keys([THIRD.verifier], changes)
    assert set(ring.keys) == {FIRST.verifier, SECOND.verifier, THIRD.verifier}
    assert believe_keys([STRANGER.verifier], changes).keys == (STRANGER.verifier,)


@pytest.mark.parametrize(
    ("receipt", "trusted", "outcome"),
    [
        ("first", [FIRST], Outcome.OPERATORS_WORD),
        ("first", [SECOND], Outcome.UNKNOWN_KEY),
        ("second", [FIRST], Outcome.OPERATORS_WORD),
        ("second", [SECOND], Outcome.OPERATORS_WORD),
        ("third", [FIRST], Outcome.UNKNOWN_KEY),
        ("third", [SECOND], Outcome.UNKNOWN_KEY),
        ("third", [THIRD], Outcome.OPERATORS_WORD),
        ("third", [FIRST, THIRD], Outcome.OPERATORS_WORD),
        ("third", [STRANGER], Outcome.UNKNOWN_KEY),
        ("first", [], Outcome.SELF_ATTESTED),
        ("second", [], Outcome.SELF_ATTESTED),
        ("third", [], Outcome.SELF_ATTESTED),
    ],
)
def test_a_receipt_with_its_changes_is_believed_by_who_knows_a_key(
    receipt: str, trusted: list[NoteSigner], outcome: Outcome
) -> None:
    assert check(getattr(STORY, receipt), *trusted) is outcome


@pytest.mark.parametrize("receipt", ["first", "second", "third"])
def test_with_the_logs_keys_beside_it_a_receipt_of_any_time_is_believed(receipt: str) -> None:
    assert check(getattr(STORY, receipt), THIRD, key_changes=[STORY.answer]) is Outcome.OPERATORS_WORD
    if receipt != "third":
        assert check(getattr(STORY, receipt), FIRST, key_changes=[STORY.answer]) is Outcome.OPERATORS_WORD


def test_who_only_knew_the_lost_key_is_told_so_and_what_to_do() -> None:
    verdict = verify_receipt(text(STORY.third), Trust([SECOND.vkey]))

    assert verdict.outcome is Outcome.UNKNOWN_KEY
    assert f"was lost at {CHANGED}" in verdict.sentence
    assert THIRD.vkey in verdict.sentence and "by another way" in verdict.sentence


def test_checkpoints_kept_under_earlier_keys_count_and_show_a_second_log() -> None:
    log, size = STORY.log, len(STORY.log.leaves)
    trust = Trust(
        [THIRD.vkey],
        [STORY.kept_first, STORY.kept_second],
        [log.consistency(int(kept.splitlines()[1]), size) for kept in (STORY.kept_first, STORY.kept_second)],
        key_changes=[STORY.answer],
    )

    assert verify_log(log.checkpoint(), trust).outcome is Outcome.PROVEN
    fork = Checkpoint(ORIGIN, int(STORY.kept_first.splitlines()[1]), bytes(32)).sign(FIRST)
    assert verify_log(log.checkpoint(), replace(trust, checkpoints=[STORY.kept_first, fork])).outcome is (
        Outcome.SPLIT_VIEW
    )
    at_change = Checkpoint(ORIGIN, STORY.at_rotation, bytes(32)).sign(SECOND)
    assert verify_log(log.checkpoint(), replace(trust, checkpoints=[at_change])).outcome is Outcome.SPLIT_VIEW


def test_the_newest_checkpoint_by_a_later_key_takes_the_logs_keys() -> None:
    newest = STORY.log.checkpoint()

    assert verify_log(newest, Trust([THIRD.vkey])).outcome is Outcome.OPERATORS_WORD
    assert verify_log(newest, Trust([FIRST.vkey])).outcome is Outcome.UNKNOWN_KEY
    lost = verify_log(newest, Trust([FIRST.vkey], key_changes=[STORY.answer]))
    assert lost.outcome is Outcome.UNKNOWN_KEY and "was lost at" in lost.sentence
    rotated_only = Trust([FIRST.vkey], key_changes=[answer_until_rotation()])
    assert verify_log(STORY.kept_second, rotated_only).outcome is Outcome.OPERATORS_WORD


def test_a_key_that_was_given_up_signs_nothing_later_and_a_new_one_nothing_earlier() -> None:
    size = len(STORY.log.leaves)
    late = Checkpoint(ORIGIN, size, naive.mth(STORY.log.leaves)).sign(FIRST)
    early = Checkpoint(ORIGIN, 3, naive.mth(STORY.log.leaves[:3])).sign(THIRD)
    trust = Trust([THIRD.vkey], key_changes=[STORY.answer])

    for note in (late, early):
        verdict = verify_log(note, trust)
        assert verdict.outcome is Outcome.UNKNOWN_KEY and "other sizes" in verdict.sentence
    stolen = replace(STORY.log, key=FIRST, leaves=list(STORY.log.leaves))
    forged = with_changes(stolen.receipt(stolen.event("given", GIVEN)), STORY.rotated, STORY.lost)
    assert check(replace(forged, key=THIRD.vkey), THIRD) is Outcome.UNKNOWN_KEY


def told(**changes: str) -> KeyChange:
    return replace(KeyChange(ORIGIN, FIRST.vkey, SECOND.vkey, ROTATED, CHANGED), **changes)


def forged(change: KeyChange, *signers: NoteSigner) -> ReceiptKeyChange:
    return announce(new_log(), change, signers)


def other_type(change: KeyChange, *signers: NoteSigner) -> ReceiptKeyChange:
    """A `given` entry that says it changes the key."""
    log, snapshot = new_log(), change.snapshot()
    data = leaf_data("given", commitment(bytes(32), snapshot))
    log.leaves.append(leaf_hash(data))
    note = sign_note(Checkpoint(ORIGIN, len(log.leaves), naive.mth(log.leaves)).body(), *signers)
    proof = TlogProof(len(log.leaves) - 1, tuple(naive.path(len(log.leaves) - 1, log.leaves)), note)
    return ReceiptKeyChange(snapshot.decode(), bytes(32), data.decode(), proof.encode())


def not_last() -> ReceiptKeyChange:
    """The proof under a later checkpoint, signed by both."""
    log = new_log()
    change = announce(log, told(), (FIRST, SECOND))
    log.leaves.append(bytes(32))
    index = len(log.leaves) - 2
    note = sign_note(Checkpoint(ORIGIN, len(log.leaves), naive.mth(log.leaves)).body(), FIRST, SECOND)
    return replace(change, proof=TlogProof(index, tuple(naive.path(index, log.leaves)), note).encode())


def loosely_written() -> ReceiptKeyChange:
    """The same change, in JSON that is not canonical."""
    log = new_log()
    snapshot = json.dumps(json.loads(told().snapshot()), indent=1)
    data = leaf_data("key", commitment(bytes(32), snapshot.encode()))
    log.leaves.append(leaf_hash(data))
    note = sign_note(Checkpoint(ORIGIN, len(log.leaves), naive.mth(log.leaves)).body(), FIRST, SECOND)
    proof = TlogProof(len(log.leaves) - 1, tuple(naive.path(len(log.leaves) - 1, log.leaves)), note)
    return ReceiptKeyChange(snapshot, bytes(32), data.decode(), proof.encode())


GOOD = STORY.rotated


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        (replace(GOOD, salt=bytes(32)), Outcome.ALTERED),
        (replace(GOOD, salt=bytes(31)), Outcome.ALTERED),
        (replace(GOOD, snapshot=told(new=STRANGER.vkey).snapshot().decode()), Outcome.ALTERED),
        (replace(GOOD, snapshot=told(reason=LOST).snapshot().decode()), Outcome.ALTERED),
        (replace(GOOD, leaf=STORY.lost.leaf), Outcome.ALTERED),
        (replace(GOOD, leaf="{}"), Outcome.ALTERED),
        (replace(GOOD, proof=STORY.lost.proof), Outcome.ALTERED),
        (forged(told(), SECOND), Outcome.ALTERED),
        (forged(told(), FIRST), Outcome.ALTERED),
        (forged(told(), STRANGER, SECOND), Outcome.ALTERED),
        (forged(told(reason=LOST), FIRST), Outcome.ALTERED),
        (forged(told(), FIRST, SECOND, STRANGER), None),
        (forged(told(reason="stolen"), FIRST, SECOND), Outcome.MALFORMED),
        (forged(told(at="yesterday"), FIRST, SECOND), Outcome.MALFORMED),
        (forged(told(new=FIRST.vkey), FIRST), Outcome.MALFORMED),
        (forged(told(new=key_number(1, "another/log").vkey), FIRST), Outcome.MALFORMED),
        (forged(told(origin="another/log"), FIRST, SECOND), Outcome.MALFORMED),
        (other_type(told(), FIRST, SECOND), Outcome.ALTERED),
        (loosely_written(), Outcome.MALFORMED),
        (not_last(), Outcome.ALTERED),
        (replace(GOOD, proof="nonsense"), Outcome.MALFORMED),
    ],
)
def test_a_change_is_opened_only_when_entry_proof_and_signatures_hold(
    change: ReceiptKeyChange, outcome: Outcome | None
) -> None:
    if outcome is None:
        assert open_key_change(change).new == SECOND.verifier
        return
    assert opened(lambda: open_key_change(change)) is outcome
    receipt = with_changes(replace(STORY.second, key=SECOND.vkey), change)
    for trusted in ([], [FIRST], [SECOND]):
        assert check(receipt, *trusted) is outcome


def test_a_proof_that_leads_elsewhere_is_not_in_the_log() -> None:
    proof = STORY.rotated.proof.split("\n")
    proof[2] = STORY.lost.proof.split("\n")[2]

    assert opened(lambda: open_key_change(replace(GOOD, proof="\n".join(proof)))) is Outcome.NOT_IN_LOG


def test_changes_are_the_whole_way_to_todays_key_in_order() -> None:
    rotated, lost = STORY.rotated, STORY.lost
    for key, changes in (
        (THIRD, (lost, rotated)),
        (THIRD, (rotated,)),
        (SECOND, (rotated, lost)),
        (THIRD, (rotated, rotated, lost)),
    ):
        assert opened(lambda key=key, changes=changes: open_history(ORIGIN, key.vkey, changes)) is Outcome.ALTERED  # type: ignore[misc]
    assert opened(lambda: open_history("another/log", THIRD.vkey, (rotated, lost))) is Outcome.ALTERED
    assert open_history(ORIGIN, FIRST.vkey, ()) == ()


def test_two_pasts_are_no_past() -> None:
    other = new_log()
    other.leaves += [bytes(32)] * 2
    another = change_key(other, THIRD)
    both = [open_key_change(STORY.rotated), open_key_change(another)]

    assert opened(lambda: believe_keys([FIRST.verifier], both)) is Outcome.ALTERED
    back = new_log()
    there = change_key(back, SECOND)
    again = change_key(back, FIRST)
    assert opened(lambda: believe_keys([FIRST.verifier], map(open_key_change, (there, again)))) is Outcome.ALTERED


def test_a_past_with_a_gap_is_no_past() -> None:
    log = MemoryLog(key=THIRD, leaves=naive.leaves(40))
    later = open_key_change(change_key(log, STRANGER))

    assert opened(lambda: believe_keys([FIRST.verifier], [open_key_change(STORY.rotated), later])) is Outcome.ALTERED


def test_logs_that_are_followed_together_do_not_vouch_for_each_other() -> None:
    other = MemoryLog(key=key_number(1, "another/log"))
    change = change_key(other, key_number(2, "another/log"))
    changes = (open_key_change(change), *open_log_keys(answer_until_rotation()))

    ring = believe_keys([FIRST.verifier], changes)

    assert set(ring.keys) == {FIRST.verifier, SECOND.verifier}
    assert believe_keys([key_number(1, "another/log").verifier], changes).of(ORIGIN).keys == ()


@pytest.mark.parametrize(
    "damage",
    ["", "[]", "{}", "null", '{"origin": "x", "key": "y"}', '{"origin": 1, "key": "y", "key_changes": []}']
    + ['{"origin": "x", "key": "y", "key_changes": [1]}', '{"origin": "x", "key": "y", "key_changes": {}}'],
)
def test_what_is_no_answer_of_log_keys_is_malformed(damage: str) -> None:
    verdict: Verdict = verify_log(STORY.kept_first, Trust([FIRST.vkey], key_changes=[damage]))

    assert verdict.outcome is Outcome.MALFORMED


@settings(max_examples=300)
@given(st.data())
def test_no_damage_to_a_change_makes_a_stranger_believed(data: st.DataObject) -> None:
    whole = json.dumps(STORY.second.as_json()["log"])
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = whole[:at] + data.draw(st.characters(codec="ascii")) + whole[at + 1 :]
    try:
        keys = {key.vkey for key in believe_keys([FIRST.verifier], open_log_keys(damaged)).keys}
    except (LedgerError, Found):
        return
    assert keys <= {FIRST.vkey, SECOND.vkey}


def test_thousands_of_changes_are_followed_from_either_end_in_no_time() -> None:
    """Before, each change took one more walk over all of them: a file of 2 MB kept its reader busy for minutes."""
    count = 1500
    keys = [key_number(number).verifier for number in range(count + 1)]
    changes = [
        OpenedChange(before, after, ROTATED, CHANGED, Checkpoint(ORIGIN, size, bytes(32)))
        for size, (before, after) in enumerate(pairwise(keys), start=1)
    ]
    began = time.process_time()

    for trusted in (keys[0], keys[700], keys[-1]):
        ring = believe_keys([trusted], changes)
        assert set(ring.keys) == set(keys)
        assert ring.changes == tuple(changes)
    assert time.process_time() - began < 10
