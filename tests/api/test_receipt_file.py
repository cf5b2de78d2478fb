"""The receipt file: its holder can open and check every event without asking anybody."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.clock import now
from commentsvc.ledger.believe import Trust
from commentsvc.ledger.cosignature import Cosigner
from commentsvc.ledger.entry import commitment, parse_leaf
from commentsvc.ledger.note import NoteVerifier, parse_note
from commentsvc.ledger.promise import verify_promise
from commentsvc.ledger.receipt import Receipt, moment_ms, parse_receipt
from commentsvc.ledger.tlog_proof import verify_tlog_proof
from commentsvc.ledger.tree import leaf_hash
from commentsvc.ledger.verdict import Outcome
from commentsvc.ledger.verify_receipt import verify_receipt
from commentsvc.models.consent import ConsentRecordBody, RecordSalt
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_witnesses import add_witness
from tests.ledger.keys import fixed_key
from tests.support.problems import assert_problem
from tests.support.sites import bearer
from tests.usecases.log_entries import integrate_all


def fetch(client: Any, site: Any, held: dict[str, str]) -> Receipt:
    """The receipt file of whoever holds `held`."""
    answer = client.get(f"{site.url}/consents/{held['id']}/receipt", headers=bearer(held["secret"]))
    assert (answer.status_code, answer.mimetype) == (200, "application/json"), answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert held["secret"] not in answer.text
    return parse_receipt(answer.data)


def change(client: Any, site: Any, held: dict[str, str], type: str, purpose: str) -> None:
    """Withdraw or give one purpose."""
    answer = client.post(
        f"{site.url}/consents/{held['id']}/events",
        json={"type": type, "purpose": purpose},
        headers=site.headers() | bearer(held["secret"]),
    )
    assert answer.status_code == 200, answer.text


@pytest.fixture
def held(post: Any) -> dict[str, str]:
    """Number and secret of a receipt, and its promise."""
    found: dict[str, str] = post(purposes={"publish": True, "remember-me": True})["receipt"]
    return found


def test_it_opens_the_commitment_with_the_exact_bytes_and_the_promise_holds(
    client: Any, deps: Any, site: Any, held: Any
) -> None:
    receipt = fetch(client, site, held)

    [event] = receipt.events
    stored = deps.session.scalars(sa.select(ConsentRecordBody.snapshot)).one()
    assert event.snapshot.encode() == stored
    assert event.salt is not None and event.promise is not None
    leaf = parse_leaf(event.leaf.encode())
    assert leaf == ("given", commitment(event.salt, event.snapshot.encode()))
    assert held["promise"]["signature"] and event.promise.leaf == leaf_hash(event.leaf.encode())
    verify_promise(
        NoteVerifier.parse(receipt.key),
        receipt.origin,
        event.promise.leaf,
        moment_ms(event.promise.deadline),
        event.promise.signature,
    )
    assert event.proof is None, "nothing was integrated yet"


def test_every_event_is_proven_once_the_log_holds_it(client: Any, deps: Any, site: Any, held: Any, post: Any) -> None:
    change(client, site, held, "withdrawn", "remember-me")
    post()
    integrate_all(deps, site.id)

    receipt = fetch(client, site, held)

    assert [event.type for event in receipt.events] == ["given", "withdrawn"]
    key = NoteVerifier.parse(receipt.key)
    newest = int(client.get(f"{site.url}/log/checkpoint").get_data(as_text=True).split("\n")[1])
    for event in receipt.events:
        assert event.proof is not None
        assert verify_tlog_proof(event.proof, leaf_hash(event.leaf.encode()), receipt.origin, [key]).size == newest
    second = json.loads(receipt.events[1].snapshot)["event"]
    assert second["previous"] == parse_leaf(receipt.events[0].leaf.encode()).commitment.hex()


def test_it_holds_the_notice_whose_hash_was_committed_to(client: Any, site: Any, held: Any) -> None:
    receipt = fetch(client, site, held)

    named = json.loads(receipt.events[0].snapshot)["record"]["notice"]["sha256"]
    assert list(receipt.notices) == [named]
    assert hashlib.sha256(receipt.notices[named].encode()).hexdigest() == named


def test_after_erasure_it_opens_the_erasure_and_nothing_else(client: Any, deps: Any, site: Any, held: Any) -> None:
    before = fetch(client, site, held)
    change(client, site, held, "withdrawn", "publish")
    integrate_all(deps, site.id)

    after = fetch(client, site, held)

    [event] = after.events
    assert (event.type, after.notices) == ("erased", {})
    assert event.proof is not None
    first = parse_leaf(before.events[0].leaf.encode()).commitment.hex()
    told = json.loads(event.snapshot)
    assert told["record"] == {"record_id": held["id"], "erases": first}
    assert deps.session.scalar(sa.select(sa.func.count()).select_from(RecordSalt)) == 1


def test_a_stranger_learns_nothing_not_even_that_the_record_exists(
    client: Any, site: Any, other_site: Any, held: Any
) -> None:
    path = f"{site.url}/consents/{held['id']}/receipt"
    unknown = f"{site.url}/consents/00000000-0000-4000-8000-000000000000/receipt"
    own = bearer(held["secret"])
    wrong = [(path, {}), (path, bearer("x")), (unknown, own), (path.replace("example", "other"), own)]

    answers = {assert_problem(client.get(where, headers=who), 404, "not-found")["detail"] for where, who in wrong}

    assert len(answers) == 1


def test_a_proof_goes_under_the_checkpoint_that_most_witnesses_cosigned_and_is_then_proven(
    client: Any, deps: Any, site: Any, held: Any, post: Any
) -> None:
    witness = Cosigner(fixed_key("ada.example"))
    add_witness(deps, CLI, site.id, witness.vkey)
    integrate_all(deps, site.id)
    seen = client.get(f"{site.url}/log/checkpoint").text
    line = witness.cosign(parse_note(seen).text, int(now().timestamp())).line()
    size = int(seen.split("\n")[1])
    assert client.post(f"{site.url}/log/cosignatures", json={"size": size, "cosignature": line}).status_code == 200
    post()
    integrate_all(deps, site.id)

    answer = client.get(f"{site.url}/consents/{held['id']}/receipt", headers=bearer(held["secret"]))

    [event] = parse_receipt(answer.data).events
    assert line in (event.proof or "") and f"\n{size}\n" in (event.proof or ""), "not the newest, which nobody saw"
    policy = f"witness ada {witness.vkey}\nquorum ada\n"
    key = answer.get_json()["log"]["key"]
    assert verify_receipt(answer.data, Trust(keys=[key], policy=policy)).outcome is Outcome.PROVEN
