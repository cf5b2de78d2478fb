"""With witnesses that the reader trusts, a receipt is proven, and says since when; with too few, it is not."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from commentsvc.ledger.believe import Trust
from commentsvc.ledger.cosignature import Cosigner, with_cosignatures
from commentsvc.ledger.entry import parse_leaf
from commentsvc.ledger.receipt import Receipt
from commentsvc.ledger.tlog_proof import parse_tlog_proof
from commentsvc.ledger.verdict import Outcome
from commentsvc.ledger.verify_log import verify_log
from commentsvc.ledger.verify_receipt import verify_receipt

from .keys import fixed_key
from .log_in_memory import MemoryLog

ADA, BEN, EVE = (Cosigner(fixed_key(name)) for name in ("ada.example", "ben.example", "eve.example"))
ONE = f"witness ada {ADA.vkey}\nquorum ada\n"
TWO = f"witness ada {ADA.vkey}\nwitness ben {BEN.vkey}\ngroup both all ada ben\nquorum both\n"
AT = 1_769_853_600  # 2026-01-31T10:00:00Z

LOG = MemoryLog()
PLAIN = LOG.receipt(LOG.event("given", "2026-01-31T09:30:00.000Z"))
KEY = LOG.key.vkey


def cosigned(note: str, *times: tuple[Cosigner, int]) -> str:
    body = note[: note.index("\n\n") + 1]
    return with_cosignatures(note, [who.cosign(body, at).line() for who, at in times])


def witnessed(*times: tuple[Cosigner, int], receipt: Receipt = PLAIN) -> str:
    """The receipt with these cosignatures under the checkpoint of each of its proofs."""
    events = []
    for event in receipt.events:
        proof = parse_tlog_proof(event.proof or "")
        events.append(replace(event, proof=replace(proof, checkpoint=cosigned(proof.checkpoint, *times)).encode()))
    return json.dumps(replace(receipt, events=tuple(events)).as_json())


def test_what_enough_witnesses_saw_is_proven_since_the_last_of_them_saw_it() -> None:
    text = witnessed((ADA, AT), (BEN, AT + 60))

    one = verify_receipt(text, Trust(keys=[KEY], policy=ONE))
    two = verify_receipt(text, Trust(keys=[KEY], policy=TWO))

    assert (one.outcome, two.outcome) == (Outcome.PROVEN, Outcome.PROVEN)
    assert "since 2026-01-31T10:00:00Z" in one.sentence
    assert "since 2026-01-31T10:01:00Z" in two.sentence


@pytest.mark.parametrize("seen", [(), ((ADA, AT),), ((ADA, AT), (EVE, AT)), ((ADA, AT), (ADA, AT + 1))])
def test_with_too_few_of_the_witnesses_that_are_wanted_it_is_the_operators_word(
    seen: tuple[tuple[Cosigner, int], ...],
) -> None:
    verdict = verify_receipt(witnessed(*seen), Trust(keys=[KEY], policy=TWO))

    assert verdict.outcome is Outcome.OPERATORS_WORD
    assert f"{len({who.vkey for who, _ in seen} & {ADA.vkey})} of the 2 witnesses" in verdict.details[-1]


def test_witnesses_that_nobody_named_count_for_nothing() -> None:
    assert verify_receipt(witnessed((ADA, AT)), Trust(keys=[KEY])).outcome is Outcome.OPERATORS_WORD


def test_without_the_logs_key_from_elsewhere_witnesses_do_not_help() -> None:
    assert verify_receipt(witnessed((ADA, AT)), Trust(policy=ONE)).outcome is Outcome.SELF_ATTESTED


def test_one_event_that_only_waits_leaves_the_whole_unproven() -> None:
    log = MemoryLog()
    held = log.event("given", "2026-01-31T09:30:00.000Z")
    first = parse_leaf(held["leaf"].encode()).commitment
    waiting = log.event("renewed", "2026-01-31T09:31:00.000Z", previous=first, integrate=False)
    both = log.receipt(held, waiting)
    text = witnessed((ADA, AT), receipt=replace(both, events=both.events[:1]))
    events = [*json.loads(text)["events"], both.as_json()["events"][1]]

    verdict = verify_receipt(json.dumps(json.loads(text) | {"events": events}), Trust(keys=[KEY], policy=ONE))

    assert verdict.outcome is Outcome.OPERATORS_WORD
    assert "promised, not yet in the log" in verdict.sentence


def test_a_witnesses_signature_that_does_not_hold_is_altered() -> None:
    other = MemoryLog(leaves=LOG.leaves[:3]).checkpoint()
    body = other[: other.index("\n\n") + 1]
    stolen = ADA.cosign(body, AT).line()
    proof = parse_tlog_proof(PLAIN.events[0].proof or "")
    forged = replace(proof, checkpoint=with_cosignatures(proof.checkpoint, [stolen])).encode()
    receipt = replace(PLAIN, events=(replace(PLAIN.events[0], proof=forged),))

    verdict = verify_receipt(json.dumps(receipt.as_json()), Trust(keys=[KEY], policy=ONE))

    assert verdict.outcome is Outcome.ALTERED


def test_a_policy_that_cannot_be_read_is_malformed() -> None:
    assert verify_receipt(witnessed(), Trust(keys=[KEY], policy="witness")).outcome is Outcome.MALFORMED


def test_a_time_that_no_calendar_has_is_still_told() -> None:
    verdict = verify_receipt(witnessed((ADA, 2**62)), Trust(keys=[KEY], policy=ONE))

    assert verdict.outcome is Outcome.PROVEN and str(2**62) in verdict.sentence


def test_a_log_that_witnesses_saw_is_proven_without_a_checkpoint_of_ones_own() -> None:
    newest = cosigned(LOG.checkpoint(), (ADA, AT))

    assert verify_log(newest, Trust(keys=[KEY], policy=ONE)).outcome is Outcome.PROVEN
    assert verify_log(newest, Trust(keys=[KEY], policy=TWO)).outcome is Outcome.OPERATORS_WORD
    assert verify_log(newest, Trust(keys=[KEY])).outcome is Outcome.OPERATORS_WORD
