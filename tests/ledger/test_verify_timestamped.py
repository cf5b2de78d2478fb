"""With an authority that the reader trusts, a timestamp shows since when nothing was changed; a wrong one is found."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from commentsvc.ledger.believe import Trust
from commentsvc.ledger.cosignature import Cosigner, with_cosignatures
from commentsvc.ledger.encoding import to_base64
from commentsvc.ledger.entry import parse_leaf
from commentsvc.ledger.receipt import Receipt, ReceiptTimestamp
from commentsvc.ledger.tlog_proof import parse_tlog_proof
from commentsvc.ledger.verdict import Outcome
from commentsvc.ledger.verify_log import STAMPED_SCHEMA, verify_log, verify_stamped
from commentsvc.ledger.verify_receipt import verify_receipt
from tests.support.forged_token import forge
from tests.support.tsa import TIMESTAMPING, certify

from .keys import fixed_key
from .log_in_memory import MemoryLog

ROOT = certify("Test Root", ca=True, days=(-3650, 365))
STRANGER = certify("Stranger", ca=True)
TSA = certify("tsa.test", ROOT, usage=TIMESTAMPING, days=(-3000, 30))
AT = datetime(2026, 1, 31, 9, 40, tzinfo=UTC)

LOG = MemoryLog()
PLAIN = LOG.receipt(LOG.event("given", "2026-01-31T09:30:00.000Z"))
KEY = LOG.key.vkey
SIZE = len(LOG.leaves)
ADA = Cosigner(fixed_key("ada.example"))
POLICY = f"witness ada {ADA.vkey}\nquorum ada\n"


def body(note: str) -> str:
    return note[: note.index("\n\n") + 1]


def token(at: datetime = AT, note: str = "") -> bytes:
    return forge(body(note or LOG.checkpoint()).encode(), TSA, at=at)


def stamped(*tokens: bytes, receipt: Receipt = PLAIN, size: int = SIZE) -> str:
    stamps = tuple(ReceiptTimestamp(size, one) for one in tokens)
    return json.dumps(replace(receipt, timestamps=stamps).as_json())


def cosigned(receipt: Receipt, at: datetime) -> Receipt:
    [event] = receipt.events
    proof = parse_tlog_proof(event.proof or "")
    line = ADA.cosign(body(proof.checkpoint), int(at.timestamp())).line()
    held = replace(proof, checkpoint=with_cosignatures(proof.checkpoint, [line])).encode()
    return replace(receipt, events=(replace(event, proof=held),))


def trust(**more: object) -> Trust:
    return replace(Trust(keys=[KEY], authorities=[ROOT.pem]), **more)  # type: ignore[arg-type]


def damaged(made: bytes) -> bytes:
    return made[:-1] + bytes([made[-1] ^ 1])


def test_what_a_trusted_authority_saw_is_proven_since_then_and_who_is_said() -> None:
    verdict = verify_receipt(stamped(token()), trust())

    assert verdict.outcome is Outcome.PROVEN
    assert "has not changed it since 2026-01-31T09:40:00Z, when the timestamp authority CN=tsa.test" in verdict.sentence
    assert "revoked cannot be told offline" in verdict.details[-1]


def test_of_several_the_first_counts() -> None:
    verdict = verify_receipt(stamped(token(AT + timedelta(days=1)), token(), token(AT + timedelta(days=2))), trust())

    assert "since 2026-01-31T09:40:00Z" in verdict.sentence
    assert len(verdict.details) == 3


def test_a_fraction_of_a_second_is_rounded_to_the_next() -> None:
    made = forge(body(LOG.checkpoint()).encode(), TSA, at="20260131094000.5Z")

    assert "since 2026-01-31T09:40:01Z" in verify_receipt(stamped(made), trust()).sentence


def test_without_an_authority_it_is_the_operators_word_and_says_how_to_make_more_of_it() -> None:
    verdict = verify_receipt(stamped(token()), Trust(keys=[KEY]))

    assert verdict.outcome is Outcome.OPERATORS_WORD
    assert "A timestamp of 2026-01-31T09:40:00Z" in verdict.details[-1]
    assert "--tsa" in verdict.details[-1]


def test_an_authority_that_nobody_named_counts_for_nothing() -> None:
    verdict = verify_receipt(stamped(token()), trust(authorities=[STRANGER.pem]))

    assert verdict.outcome is Outcome.OPERATORS_WORD
    assert "no certificate that you gave leads" in verdict.details[-1]


def test_without_the_logs_key_from_elsewhere_timestamps_do_not_help() -> None:
    assert verify_receipt(stamped(token()), trust(keys=[])).outcome is Outcome.SELF_ATTESTED


@pytest.mark.parametrize("authorities", [[ROOT.pem], []])
@pytest.mark.parametrize(
    "bad",
    [token(note=MemoryLog(leaves=LOG.leaves[:3]).checkpoint()), damaged(token()), b"nothing"],
    ids=["of another log", "damaged", "nonsense"],
)
def test_a_timestamp_that_does_not_hold_is_altered_whoever_is_trusted(bad: bytes, authorities: list[bytes]) -> None:
    verdict = verify_receipt(stamped(token(), bad), trust(authorities=authorities))

    assert verdict.outcome is Outcome.ALTERED
    assert f"the timestamp of the log of {SIZE} entries" in verdict.sentence


def test_a_timestamp_of_a_checkpoint_that_no_proof_names_proves_nothing() -> None:
    elsewhere = stamped(token(), size=SIZE + 1)

    assert verify_receipt(elsewhere, trust()).outcome is Outcome.OPERATORS_WORD


def test_each_event_has_to_have_been_seen_and_the_last_of_them_says_since_when() -> None:
    log = MemoryLog()
    held = log.event("given", "2026-01-31T09:30:00.000Z")
    first, small = log.prove(held), log.checkpoint()
    before = parse_leaf(held["leaf"].encode()).commitment
    second, large = log.prove(log.event("renewed", "2026-01-31T09:31:00.000Z", previous=before)), log.checkpoint()
    both = replace(log.receipt(held), events=(first, second))
    early = ReceiptTimestamp(len(log.leaves) - 1, token(note=small))
    late = ReceiptTimestamp(len(log.leaves), token(AT + timedelta(hours=1), note=large))

    one = verify_receipt(json.dumps(replace(both, timestamps=(early,)).as_json()), trust())
    all_ = verify_receipt(json.dumps(replace(both, timestamps=(early, late)).as_json()), trust())

    assert one.outcome is Outcome.OPERATORS_WORD
    assert all_.outcome is Outcome.PROVEN and "since 2026-01-31T10:40:00Z" in all_.sentence


def test_a_file_that_is_no_certificate_is_malformed_not_altered() -> None:
    assert verify_receipt(stamped(token()), trust(authorities=[b"hello"])).outcome is Outcome.MALFORMED


def test_with_witnesses_and_an_authority_either_will_do_and_the_earlier_is_said() -> None:
    seen = cosigned(PLAIN, AT - timedelta(minutes=5))

    neither = verify_receipt(stamped(), trust(policy=POLICY))
    authority = verify_receipt(stamped(token()), trust(policy=POLICY))
    witness = verify_receipt(stamped(receipt=seen), trust(policy=POLICY))
    both = verify_receipt(stamped(token(), receipt=seen), trust(policy=POLICY))

    assert neither.outcome is Outcome.OPERATORS_WORD
    assert {authority.outcome, witness.outcome, both.outcome} == {Outcome.PROVEN}
    assert any("0 of the 1 witnesses" in detail for detail in authority.details)
    assert "1 of the witnesses you trust" in both.sentence and "since 2026-01-31T09:35:00Z" in both.sentence
    assert any("timestamp authority CN=tsa.test" in detail for detail in both.details)


def test_a_log_that_an_authority_saw_is_proven_without_a_checkpoint_of_ones_own() -> None:
    newest = LOG.checkpoint()

    assert verify_log(newest, trust(), [token()]).outcome is Outcome.PROVEN
    assert verify_log(newest, trust(), []).outcome is Outcome.OPERATORS_WORD
    assert verify_log(newest, trust(authorities=[STRANGER.pem]), [token()]).outcome is Outcome.OPERATORS_WORD
    assert verify_log(newest, trust(), [token(note=LOG.checkpoint(2))]).outcome is Outcome.ALTERED
    assert verify_log(newest, trust(keys=[]), [token()]).outcome is Outcome.UNKNOWN_KEY


def answer(**changes: object) -> str:
    told = {
        "schema": STAMPED_SCHEMA,
        "size": SIZE,
        "checkpoint": LOG.checkpoint(),
        "timestamps": [{"authority": "https://tsa.test", "stamped_at": "x", "token": to_base64(token())}],
    }
    return json.dumps(told | changes)


def test_an_answer_of_the_log_with_its_timestamps_is_verified_as_one_file() -> None:
    verdict = verify_stamped(answer(), trust())

    assert verdict.outcome is Outcome.PROVEN
    assert "timestamp authority CN=tsa.test had seen the log" in verdict.sentence
    assert verify_stamped(answer(timestamps=[]), trust()).outcome is Outcome.OPERATORS_WORD


@pytest.mark.parametrize(
    "changes",
    [{"checkpoint": 5}, {"timestamps": None}, {"timestamps": [{}]}, {"timestamps": [{"token": "?"}]}, {"schema": "x"}],
)
def test_another_answer_is_malformed(changes: dict[str, object]) -> None:
    assert verify_stamped(answer(**changes), trust()).outcome is Outcome.MALFORMED


def test_something_that_is_no_answer_at_all_is_malformed() -> None:
    assert verify_stamped("[]", trust()).outcome is Outcome.MALFORMED
    assert verify_stamped("{", trust()).outcome is Outcome.MALFORMED
