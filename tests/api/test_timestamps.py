"""Timestamps are public with the checkpoint they are of, and come with every receipt whose proof is under it."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from commentsvc.clock import now
from commentsvc.ledger.believe import Trust
from commentsvc.ledger.cosignature import Cosigner
from commentsvc.ledger.note import parse_note
from commentsvc.ledger.receipt import parse_receipt
from commentsvc.ledger.timestamp import verify_timestamp
from commentsvc.ledger.tlog_proof import parse_tlog_proof
from commentsvc.ledger.verdict import Outcome
from commentsvc.ledger.verify_files import check_file, read_trust
from commentsvc.ledger.verify_log import verify_stamped
from commentsvc.ledger.verify_receipt import verify_receipt
from commentsvc.models.site import Site
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_witnesses import add_witness
from commentsvc.usecases.stamp_checkpoint import stamp_checkpoint
from tests.ledger.keys import fixed_key
from tests.support.problems import assert_problem
from tests.support.sites import bearer
from tests.support.tsa import Authority, TsaServer
from tests.usecases.log_entries import add_pending, integrate_all

ADA = Cosigner(fixed_key("ada.example"))
POLICY = f"witness ada {ADA.vkey}\nquorum ada\n"


@pytest.fixture
def overrides(tsa: TsaServer) -> dict[str, Any]:
    return tsa.settings()


@pytest.fixture
def trust(deps: Any, site: Any, authority: Authority) -> Trust:
    """What a verifier of the site's log has who trusts the authority."""
    key = deps.session.get(Site, site.id).log_vkey
    deps.session.rollback()  # or it would go on seeing the log as it is now
    return Trust(keys=[key], authorities=[authority.roots.read_bytes()])


def grow(deps: Any, site: Any, count: int = 1) -> None:
    add_pending(deps, site.id, count)
    integrate_all(deps, site.id)


def stamp(deps: Any, site: Any) -> None:
    stamp_checkpoint(deps, site.id, {})


def timestamps(client: Any, site: Any, **query: object) -> Any:
    return client.get(f"{site.url}/log/timestamps", query_string=query)


def size_of(note: str) -> int:
    return int(note.split("\n")[1])


def cosign_newest(client: Any, site: Any) -> int:
    note = client.get(f"{site.url}/log/checkpoint").text
    line = ADA.cosign(parse_note(note).text, int(now().timestamp())).line()
    body = {"size": size_of(note), "cosignature": line}
    assert client.post(f"{site.url}/log/cosignatures", json=body).status_code == 200
    return size_of(note)


def saved(client: Any, site: Any, held: dict[str, str]) -> bytes:
    answer = client.get(f"{site.url}/consents/{held['id']}/receipt", headers=bearer(held["secret"]))
    assert answer.status_code == 200, answer.text
    data: bytes = answer.data
    return data


def covering(receipt: bytes) -> list[int]:
    """Sizes of the checkpoints that the receipt's proofs are under."""
    return [size_of(parse_tlog_proof(event.proof or "").checkpoint) for event in parse_receipt(receipt).events]


def test_anybody_gets_the_newest_timestamped_checkpoint_as_one_file_that_proves_itself(
    client: Any, deps: Any, site: Any, tsa: TsaServer, trust: Trust
) -> None:
    grow(deps, site, 3)
    stamp(deps, site)
    grow(deps, site, 2)

    answer = timestamps(client, site)

    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    told = answer.get_json()
    [one] = told["timestamps"]
    assert told["size"] == size_of(told["checkpoint"]) == 3
    assert one["authority"] == tsa.url
    body = parse_note(told["checkpoint"]).text.encode()
    verify_timestamp(base64.b64decode(one["token"]), body, trust.authorities)
    assert verify_stamped(answer.data, trust).outcome is Outcome.PROVEN


def test_a_size_names_an_older_one(client: Any, deps: Any, site: Any) -> None:
    for count in (3, 2):
        grow(deps, site, count)
        stamp(deps, site)

    assert timestamps(client, site).get_json()["size"] == 5
    assert timestamps(client, site, size=3).get_json()["size"] == 3


def test_what_is_not_there_is_not_found_and_nonsense_is_refused(
    client: Any, deps: Any, site: Any, other_site: Any
) -> None:
    assert_problem(timestamps(client, site), 404, "not-found")
    grow(deps, site, 3)
    stamp(deps, site)

    assert_problem(timestamps(client, site, size=2), 404, "not-found")
    assert_problem(timestamps(client, other_site), 404, "not-found")
    assert_problem(timestamps(client, other_site, size=3), 404, "not-found")
    assert_problem(client.get("/api/v1/sites/nobody/log/timestamps"), 404, "not-found")
    assert_problem(timestamps(client, site, size=0), 422, "validation")
    assert_problem(timestamps(client, site, of="other"), 422, "validation")


def test_a_receipt_goes_under_the_timestamped_checkpoint_and_is_proven(
    client: Any, deps: Any, site: Any, post: Any, trust: Trust
) -> None:
    held = post()["receipt"]
    integrate_all(deps, site.id)
    before = saved(client, site, held)
    stamp(deps, site)
    stamped = size_of(client.get(f"{site.url}/log/checkpoint").text)
    grow(deps, site, 4)

    after = saved(client, site, held)

    assert parse_receipt(before).timestamps == ()
    assert verify_receipt(before, trust).outcome is Outcome.OPERATORS_WORD
    assert covering(after) == [stamped]
    verdict = verify_receipt(after, trust)
    assert verdict.outcome is Outcome.PROVEN, verdict
    assert "timestamp authority CN=tsa.test" in verdict.sentence


def test_an_event_after_the_last_timestamp_has_the_newest_checkpoint_and_waits_for_the_next(
    client: Any, deps: Any, site: Any, post: Any, trust: Trust
) -> None:
    grow(deps, site, 2)
    stamp(deps, site)
    held = post()["receipt"]
    integrate_all(deps, site.id)

    assert verify_receipt(saved(client, site, held), trust).outcome is Outcome.OPERATORS_WORD
    stamp(deps, site)
    assert verify_receipt(saved(client, site, held), trust).outcome is Outcome.PROVEN


def test_witnesses_come_first_and_of_what_they_saw_that_which_is_timestamped(
    client: Any, deps: Any, site: Any, post: Any, trust: Trust
) -> None:
    add_witness(deps, CLI, site.id, ADA.vkey)
    held = post()["receipt"]
    integrate_all(deps, site.id)
    stamp(deps, site)  # timestamped, not cosigned
    grow(deps, site)
    cosigned = cosign_newest(client, site)
    assert covering(saved(client, site, held)) == [cosigned]

    grow(deps, site)
    both = cosign_newest(client, site)
    stamp(deps, site)
    grow(deps, site)
    cosign_newest(client, site)  # cosigned and newer, not timestamped

    found = saved(client, site, held)
    assert covering(found) == [both]
    witnesses = Trust(keys=trust.keys, policy=POLICY)
    assert verify_receipt(found, trust).outcome is Outcome.PROVEN
    assert verify_receipt(found, witnesses).outcome is Outcome.PROVEN


def test_a_timestamp_moved_to_another_receipts_checkpoint_is_altered(
    client: Any, deps: Any, site: Any, post: Any, trust: Trust
) -> None:
    held = post()["receipt"]
    integrate_all(deps, site.id)
    stamp(deps, site)
    old = json.loads(saved(client, site, held))
    grow(deps, site)
    stamp(deps, site)
    new = json.loads(saved(client, site, held))
    assert old["timestamps"] != new["timestamps"]
    new["timestamps"][0]["token"] = old["timestamps"][0]["token"]

    assert verify_receipt(json.dumps(new), trust).outcome is Outcome.ALTERED


def test_the_command_line_takes_both_files(
    client: Any, deps: Any, site: Any, post: Any, trust: Trust, authority: Authority, tmp_path: Path
) -> None:
    held = post()["receipt"]
    integrate_all(deps, site.id)
    stamp(deps, site)
    receipt, log = tmp_path / "receipt.json", tmp_path / "stamped.json"
    receipt.write_bytes(saved(client, site, held))
    log.write_bytes(timestamps(client, site).data)

    for file in (receipt, log):
        proven = check_file(file, read_trust(trust.keys, [], [], None, [authority.roots]))
        alone = check_file(file, read_trust(trust.keys, [], []))
        assert (proven.outcome, alone.outcome) == (Outcome.PROVEN, Outcome.OPERATORS_WORD)
