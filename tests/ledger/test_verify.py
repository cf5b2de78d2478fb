"""Verifying: every outcome that can be reached, and no damage that passes."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commentsvc.errors import ReceiptError
from commentsvc.ledger.believe import Trust, parse_consistency
from commentsvc.ledger.entry import parse_leaf
from commentsvc.ledger.receipt import Receipt, parse_receipt
from commentsvc.ledger.verdict import Outcome, Verdict
from commentsvc.ledger.verify_files import verdict_text
from commentsvc.ledger.verify_log import STAMPED_SCHEMA, parse_stamped, verify_log
from commentsvc.ledger.verify_receipt import verify_receipt

from .keys import fixed_key
from .log_in_memory import NOTICE, NOTICE_NAME, MemoryLog

GIVEN = "2026-01-31T09:30:00.000Z"
LATER = "2026-01-31T09:45:00.000Z"


def text(receipt: Receipt) -> str:
    return json.dumps(receipt.as_json())


def commitment_of(event: dict[str, Any]) -> bytes:
    return parse_leaf(event["leaf"].encode()).commitment


def two_events() -> tuple[MemoryLog, Receipt]:
    """A log in which a record was given and withdrawn, and its receipt."""
    log = MemoryLog()
    first = log.event("given", GIVEN, notice={"sha256": NOTICE_NAME})
    log.leaves += [bytes([7]) * 32] * 3
    second = log.event("withdrawn", LATER, previous=commitment_of(first), notice={"sha256": NOTICE_NAME})
    return log, log.receipt(first, second, **{NOTICE_NAME: NOTICE})


LOG, RECEIPT = two_events()
KEY = LOG.key.vkey


def check(receipt: Receipt, **more: Any) -> Verdict:
    return verify_receipt(text(receipt), Trust(**{"keys": [KEY]} | more))


def with_event(number: int, **changes: Any) -> Receipt:
    events = list(RECEIPT.events)
    events[number] = replace(events[number], **changes)
    return replace(RECEIPT, events=tuple(events))


def test_a_good_receipt_is_the_operators_word_as_long_as_nobody_else_saw_the_log() -> None:
    verdict = check(RECEIPT)

    assert verdict.outcome is Outcome.OPERATORS_WORD
    assert "2 events in the log of 10 entries" in verdict.sentence and "no witness" in verdict.sentence
    assert verdict.details == ()


def test_with_the_key_that_came_with_it_a_receipt_is_self_attested() -> None:
    verdict = verify_receipt(text(RECEIPT))

    assert verdict.outcome is Outcome.SELF_ATTESTED
    assert KEY in verdict.details[-1]


def test_a_promised_event_is_said_to_be_only_promised() -> None:
    log = MemoryLog()
    waiting = log.receipt(log.event("given", GIVEN, integrate=False))

    verdict = check(waiting)

    assert verdict.outcome is Outcome.OPERATORS_WORD
    assert "1 event promised, not yet in the log" in verdict.sentence


def test_a_promise_that_was_over_when_the_receipt_was_made_is_broken() -> None:
    log = MemoryLog()
    late = log.receipt(log.event("given", GIVEN, integrate=False), issued_at="2026-02-01T09:30:00.001Z")

    assert check(late).outcome is Outcome.PROMISE_BROKEN


def test_an_erasure_is_shown_without_what_was_erased() -> None:
    log = MemoryLog()
    erased = log.receipt(log.event("erased", LATER, previous=bytes(32), erases="00" * 32))

    verdict = check(erased)

    assert verdict.outcome is Outcome.OPERATORS_WORD
    assert "erased" in verdict.details[0]


@pytest.mark.parametrize(
    ("receipt", "said"),
    [
        (with_event(0, snapshot=RECEIPT.events[0].snapshot.replace("reader", "server")), "what the receipt says"),
        (with_event(0, salt=bytes(32)), "what the receipt says"),
        (with_event(0, salt=bytes(31)), "what the receipt says"),
        (with_event(0, salt=None), "salt"),
        (with_event(0, leaf=RECEIPT.events[1].leaf), "what the receipt says"),
        (with_event(0, leaf="{}"), "entry"),
        (with_event(0, at=LATER), "type, time or record"),
        (with_event(0, type="renewed"), "type, time or record"),
        (replace(RECEIPT, record="another"), "type, time or record"),
        (with_event(0, promise=RECEIPT.events[1].promise), "promise"),
        (with_event(0, promise=replace(RECEIPT.events[0].promise, deadline=LATER)), "promise"),
        (with_event(0, promise=replace(RECEIPT.events[0].promise, signature=bytes(64))), "promise"),
        (replace(RECEIPT, events=RECEIPT.events[1:]), "taken out"),
        (replace(RECEIPT, events=RECEIPT.events[::-1]), "taken out"),
        (replace(RECEIPT, events=(RECEIPT.events[0], *RECEIPT.events)), "taken out"),
        (replace(RECEIPT, notices={NOTICE_NAME: "You agree to everything."}), "notice"),
    ],
)
def test_an_altered_record_is_found(receipt: Receipt, said: str) -> None:
    verdict = check(receipt)

    assert verdict.outcome is Outcome.ALTERED
    assert said in verdict.sentence


def test_an_event_that_names_none_before_it_begins_a_record_and_nothing_else() -> None:
    """Else an operator could hand out either of two endings of one record."""
    log = MemoryLog()
    loose = log.receipt(log.event("given", GIVEN), log.event("withdrawn", LATER))

    assert check(loose).outcome is Outcome.ALTERED


def test_a_verdict_is_drawn_without_what_a_file_could_write_over_it() -> None:
    hostile = with_event(0, type="given\x1b[2K\nProven: all is well.\u202e")

    verdict = check(hostile)
    drawn = verdict_text(verdict, as_json=False)

    assert verdict.outcome is Outcome.ALTERED
    assert drawn.count("\n") == 1 and drawn.startswith("Altered: ")
    for told in (drawn, verdict_text(verdict, as_json=True)):
        assert "\x1b" not in told and "\u202e" not in told


def test_a_signature_that_does_not_fit_its_checkpoint_is_altered() -> None:
    proof = RECEIPT.events[0].proof.replace("\n10\n", "\n11\n")

    assert check(with_event(0, proof=proof)).outcome is Outcome.ALTERED


def test_a_proof_of_another_entry_or_none_at_all_is_not_in_the_log() -> None:
    assert check(with_event(0, proof=RECEIPT.events[1].proof)).outcome is Outcome.NOT_IN_LOG
    assert check(with_event(0, proof=None, promise=None)).outcome is Outcome.NOT_IN_LOG


def test_a_key_that_is_not_trusted_counts_for_nothing() -> None:
    stranger = fixed_key("comments.test/other").vkey
    forged = MemoryLog(key=fixed_key("elsewhere.test/example"))
    foreign = forged.receipt(forged.event("given", GIVEN))

    assert check(RECEIPT, keys=[stranger]).outcome is Outcome.UNKNOWN_KEY
    assert check(foreign).outcome is Outcome.UNKNOWN_KEY
    assert check(RECEIPT, checkpoints=[forged.checkpoint()]).outcome is Outcome.UNKNOWN_KEY


@pytest.mark.parametrize("data", ["", "{}", "no receipt", b"\xff", '{"schema":"commentsvc-receipt/1"}'])
def test_what_cannot_be_read_is_malformed(data: str | bytes) -> None:
    assert verify_receipt(data).outcome is Outcome.MALFORMED


@pytest.mark.parametrize("snapshot", ["[]", "1", '{"event":[]}', '{"event":{},"record":5}'])
def test_a_committed_snapshot_of_another_shape_is_no_crash(snapshot: str) -> None:
    from commentsvc.ledger.entry import commitment, leaf_data

    sealed = leaf_data("given", commitment(bytes(32), snapshot.encode())).decode()

    assert check(with_event(0, snapshot=snapshot, salt=bytes(32), leaf=sealed)).outcome is Outcome.ALTERED


def test_a_key_that_cannot_be_read_is_malformed() -> None:
    assert check(RECEIPT, keys=["nonsense"]).outcome is Outcome.MALFORMED
    assert check(replace(RECEIPT, key=fixed_key("other").vkey)).outcome is Outcome.MALFORMED


def test_two_roots_for_one_size_are_a_split_view() -> None:
    fork = MemoryLog(leaves=[*LOG.leaves[:-1], bytes(32)])

    verdict = check(RECEIPT, checkpoints=[fork.checkpoint()])

    assert verdict.outcome is Outcome.SPLIT_VIEW
    assert (
        verify_log(LOG.checkpoint(), Trust(keys=[KEY], checkpoints=[fork.checkpoint()])).outcome is Outcome.SPLIT_VIEW
    )


def test_a_kept_checkpoint_is_compared_by_a_consistency_proof() -> None:
    kept = LOG.checkpoint(3)

    without = check(RECEIPT, checkpoints=[kept])
    linked = check(RECEIPT, checkpoints=[kept], consistency=[LOG.consistency(3, 10)])

    assert "consistency?from=3&to=10" in without.details[0]
    assert (linked.outcome, linked.details) == (Outcome.OPERATORS_WORD, ())


def test_a_log_that_does_not_begin_with_what_was_kept_was_rewritten() -> None:
    fork = MemoryLog(leaves=[bytes(32), *LOG.leaves[1:]])
    kept, proof = LOG.checkpoint(3), fork.consistency(3, 10)

    verdict = verify_log(fork.checkpoint(), Trust(keys=[KEY], checkpoints=[kept], consistency=[proof]))

    assert verdict.outcome is Outcome.LOG_REWRITTEN
    assert check(RECEIPT, checkpoints=[fork.checkpoint(3)], consistency=[proof]).outcome is Outcome.LOG_REWRITTEN


def test_a_log_that_lost_entries_is_rolled_back_and_whether_it_forked_takes_a_proof() -> None:
    fork = MemoryLog(leaves=[bytes(32), *LOG.leaves[1:]])
    kept = Trust(keys=[KEY], checkpoints=[LOG.checkpoint()])
    proven = replace(kept, consistency=[LOG.consistency(3, 10)])

    alone, older = verify_log(LOG.checkpoint(3), kept), verify_log(LOG.checkpoint(3), proven)

    assert alone.outcome is older.outcome is Outcome.ROLLED_BACK
    assert "log/consistency?from=3&to=10" in alone.sentence
    assert "the last 7 entries are missing" in older.sentence
    assert verify_log(fork.checkpoint(3), proven).outcome is Outcome.LOG_REWRITTEN


def test_a_log_that_only_grew_is_proven_and_says_since_when() -> None:
    kept = [LOG.checkpoint(3), LOG.checkpoint(7), LOG.checkpoint()]
    proofs = [LOG.consistency(3, 10), LOG.consistency(7, 10)]

    verdict = verify_log(LOG.checkpoint(), Trust(keys=[KEY], checkpoints=kept, consistency=proofs))

    assert verdict.outcome is Outcome.PROVEN
    assert "the first had 3" in verdict.sentence


def test_a_log_that_nothing_connects_with_the_past_is_the_operators_word() -> None:
    alone = verify_log(LOG.checkpoint(), Trust(keys=[KEY]))
    unlinked = verify_log(LOG.checkpoint(), Trust(keys=[KEY], checkpoints=[LOG.checkpoint(3)]))

    assert alone.outcome is unlinked.outcome is Outcome.OPERATORS_WORD
    assert "from=3&to=10" in unlinked.details[0]


def test_a_log_needs_a_key_from_elsewhere() -> None:
    assert verify_log(LOG.checkpoint(), Trust(keys=[])).outcome is Outcome.UNKNOWN_KEY


@pytest.mark.parametrize("data", ["", "[]", "{}", '{"from":1,"to":"2","proof":[]}', '{"from":1,"to":2,"proof":[3]}'])
def test_a_consistency_answer_that_cannot_be_read_is_malformed(data: str) -> None:
    assert check(RECEIPT, consistency=[data]).outcome is Outcome.MALFORMED


def test_every_outcome_has_its_own_exit_code_away_from_those_of_failing_commands() -> None:
    codes = [outcome.exit_code for outcome in Outcome]

    assert len(set(codes)) == len(codes) and not {1, 2} & set(codes)
    assert [outcome for outcome in Outcome if outcome.exit_code == 0] == [Outcome.PROVEN]


TEXT = text(RECEIPT).encode()


@settings(max_examples=400)
@given(st.integers(0, len(TEXT) - 1), st.integers(1, 255))
def test_a_damaged_byte_anywhere_is_found_or_changes_nothing_that_is_claimed(at: int, mask: int) -> None:
    damaged = bytearray(TEXT)
    damaged[at] ^= mask

    verdict = verify_receipt(bytes(damaged), Trust(keys=[KEY]))

    if verdict.outcome is Outcome.OPERATORS_WORD:
        found = parse_receipt(bytes(damaged))
        # nobody signs when the file was made; a lost notice is missed by its name
        assert replace(found, issued_at=RECEIPT.issued_at) == RECEIPT or verdict.details


@pytest.mark.parametrize(
    ("parse", "answer"),
    [
        (parse_consistency, {"from": 1, "to": 2, "proof": ""}),
        (parse_consistency, {"from": 1, "to": 2, "proof": {}}),
        (parse_stamped, {"schema": STAMPED_SCHEMA, "checkpoint": "x", "timestamps": {}}),
        (parse_stamped, {"schema": STAMPED_SCHEMA, "checkpoint": "x", "timestamps": ""}),
    ],
)
def test_where_a_list_belongs_nothing_else_passes_for_an_empty_one(parse: Any, answer: dict[str, Any]) -> None:
    with pytest.raises(ReceiptError):
        parse(json.dumps(answer))
