"""Withdrawing, correcting and erasing each yield what the reader can keep: an event with the log's promise."""

from __future__ import annotations

import json
from typing import Any

import pytest

from commentsvc.ledger.believe import Trust
from commentsvc.ledger.encoding import from_base64
from commentsvc.ledger.note import NoteVerifier
from commentsvc.ledger.promise import verify_promise
from commentsvc.ledger.receipt import moment_ms
from commentsvc.ledger.verdict import Outcome
from commentsvc.ledger.verify_receipt import verify_receipt
from commentsvc.models.site import Site
from tests.support.sites import bearer
from tests.usecases.log_entries import fresh, integrate_all


@pytest.fixture
def posted(post: Any) -> dict[str, Any]:
    """A comment with every purpose given."""
    answer: dict[str, Any] = post(author={"name": "Ada Byron"}, purposes={"publish": True, "remember-me": True})
    return answer


@pytest.fixture
def patch(client: Any, site: Any, posted: Any) -> Any:
    """`patch(body=…, author=…)`: its author changes it; the answer's `receipt`."""

    def send(**change: Any) -> Any:
        url = f"{site.comments_url}/{posted['comment']['id']}"
        answer = client.patch(url, json=change, headers=site.headers() | bearer(posted["edit_token"]))
        assert answer.status_code == 200, answer.text
        return answer.get_json()["receipt"]

    return send


@pytest.fixture
def holds(deps: Any, site: Any, posted: Any) -> Any:
    """`holds(receipt, "withdrawn")`: it is one of this event of the record, and its promise is signed by the log."""

    def check(receipt: dict[str, Any], event: str) -> None:
        assert (receipt["id"], receipt["event"]) == (posted["receipt"]["id"], event)
        promise = receipt["promise"]
        with fresh(deps).session as session:
            key = NoteVerifier.parse(session.get_one(Site, site.id).log_vkey)
        leaf, signature = from_base64(promise["leaf"]), from_base64(promise["signature"])
        verify_promise(key, promise["origin"], leaf, moment_ms(promise["deadline"]), signature)

    return check


def test_each_of_them_is_promised_and_then_proven_in_the_readers_file(
    client: Any, site: Any, deps: Any, posted: Any, patch: Any, holds: Any
) -> None:
    held = posted["receipt"]
    holds(patch(body="Better.", author={"name": "Ada L."}), "corrected")
    back = {"type": "withdrawn", "purpose": "remember-me"}
    headers = site.headers() | bearer(held["secret"])
    withdrawn = client.post(f"{site.url}/consents/{held['id']}/events", json=back, headers=headers)
    holds(withdrawn.get_json()["receipt"], "withdrawn")
    integrate_all(deps, site.id)

    file = client.get(f"{site.url}/consents/{held['id']}/receipt", headers=headers)
    events = file.get_json()["events"]
    assert [event["type"] for event in events] == ["given", "corrected", "withdrawn"]
    assert all(event["proof"] for event in events)
    assert verify_receipt(file.data, Trust(keys=[file.get_json()["log"]["key"]])).outcome is Outcome.OPERATORS_WORD

    url = f"{site.comments_url}/{posted['comment']['id']}"
    erased = client.delete(url, headers=site.headers() | bearer(posted["edit_token"]))
    holds(erased.get_json()["receipt"], "erased")


def test_a_correction_says_which_fields_and_never_from_what_to_what(
    client: Any, site: Any, posted: Any, patch: Any
) -> None:
    patch(author={"name": "Xochiquetzal", "website": "https://xochi.test"})

    held = posted["receipt"]
    file = client.get(f"{site.url}/consents/{held['id']}/receipt", headers=bearer(held["secret"]))
    first, second = (json.loads(event["snapshot"]) for event in file.get_json()["events"])
    assert second["event"]["corrected"] == ["author.name", "author.website"]
    assert second["event"]["purposes"] == first["event"]["purposes"] and second["record"] == first["record"]
    assert "xochi.test" not in file.text and "Xochiquetzal" not in file.text and "Ada Byron" not in file.text
    consent = client.get(f"{site.url}/consents/{held['id']}", headers=bearer(held["secret"])).get_json()["consent"]
    assert consent["state"] == "given", "a correction changes nothing of the choice"


def test_an_edit_that_changes_nothing_leaves_no_event(stored: Any, site: Any, patch: Any) -> None:
    before = stored(site)
    assert patch(body="I *agree*.", author={"name": "Ada Byron"}) is None
    assert stored(site) == before
