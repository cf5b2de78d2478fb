"""Requests and persons over the API: readers open, operators of this site answer, nobody else learns a thing."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from tests.support.everything import tables_with
from tests.support.sites import bearer
from tests.support.visits import confirm

ADDRESS = "mia.moreau@example.org"
MIA = {"name": "Mia Moreau", "email": ADDRESS}


@pytest.fixture
def overrides() -> dict[str, Any]:
    return {"mail_host": "127.0.0.1", "mail_security": "none", "mail_from": "comments@example.org"}


def ask(client: Any, site: Any, body: dict[str, Any], **headers: str) -> Any:
    return client.post(f"{site.url}/subject-requests", json=body, headers=site.headers() | headers)


def test_known_and_unknown_addresses_are_answered_alike(client, site, publish):
    publish(author=MIA)
    answers = [ask(client, site, {"kind": "access", "address": who}) for who in (ADDRESS, "nobody@example.org")]

    assert [answer.status_code for answer in answers] == [202, 202]
    first, second = (answer.get_json()["request"] for answer in answers)
    assert first.keys() == second.keys() == {"id", "reference", "kind", "state", "due_at"}
    assert first["state"] == second["state"] == "unconfirmed"
    for answer in answers:
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_holder_of_a_receipt_is_known_at_once_and_nobody_else_is(client, site, other_site, publish):
    receipt = publish()["receipt"]
    body = {"kind": "objection", "record": receipt["id"], "words": "Please stop"}

    assert ask(client, site, body, **bearer("x" * 43)).status_code == 404
    assert ask(client, other_site, body, **bearer(receipt["secret"])).status_code == 404
    opened = ask(client, site, body, **bearer(receipt["secret"])).get_json()["request"]
    assert opened["state"] == "open"
    listed = client.get(f"{site.url}/subject-requests", headers=site.operator()).get_json()
    assert [found["id"] for found in listed["requests"]] == [opened["id"]]


def test_wrong_drafts_and_foreign_pages_store_nothing(client, site):
    assert ask(client, site, {"kind": "access"}).status_code == 422
    assert ask(client, site, {"kind": "everything", "address": ADDRESS}).status_code == 422
    assert ask(client, site, {"kind": "access", "address": "a:;"}).status_code == 422
    assert ask(client, site, {"kind": "access", "address": f"{ADDRESS}\r\nBcc: x@example.org"}).status_code == 422
    foreign = client.post(
        f"{site.url}/subject-requests",
        json={"kind": "access", "address": ADDRESS},
        headers={"Origin": "https://evil.test"},
    )
    assert foreign.status_code == 403
    assert client.get(f"{site.url}/subject-requests", headers=site.operator()).get_json()["open"] == 0


def test_an_operator_puts_a_letter_on_file_finds_and_erases(client, site, publish, deps):
    publish(author=MIA, body="Swordfish")
    letter = {"kind": "erasure", "received_on": "2020-01-01", "identified": "Called back", "about": ADDRESS}
    url = f"{site.url}/subject-requests/letters"
    assert client.post(url, json=letter, headers=site.operator()).status_code == 422
    from commentsvc.clock import now

    opened = client.post(url, json=letter | {"received_on": f"{now():%Y-%m-%d}"}, headers=site.operator())
    assert opened.status_code == 201
    number = opened.get_json()["request"]["id"]
    found = client.post(f"{site.url}/subjects/find", json={"address": ADDRESS}, headers=site.operator()).get_json()
    assert found["comments"] == {"confirmed": 0, "unconfirmed": 1, "restricted": 0}
    assert ADDRESS not in str(found)
    copy = client.post(f"{site.url}/subjects/export", json={"subject": found["subject"]}, headers=site.operator())
    assert copy.status_code == 200
    assert "export.json" in " ".join(zipfile.ZipFile(io.BytesIO(copy.data)).namelist())

    acts = f"{site.url}/subject-requests/{number}/acts"
    assert client.post(acts, json={"act": "erase"}, headers=site.operator()).status_code == 409
    done = client.post(
        acts, json={"act": "erase", "by_post": True, "unconfirmed": True}, headers=site.operator()
    ).get_json()["request"]
    assert (done["state"], done["outcome"]) == ("answered", "erased")
    assert [event["type"] for event in done["events"]] == ["opened", "confirmed", "erased", "answered"]
    assert tables_with(deps.session.get_bind(), "swordfish") == []
    assert (
        client.post(f"{site.url}/subjects/find", json={"address": ADDRESS}, headers=site.operator()).status_code == 404
    )


def test_erasing_one_person_leaves_strangers_words_unless_the_operator_decides(client, site, publish, deps):
    publish(author=MIA, body="Swordfish")
    wanted = {"address": ADDRESS.upper()}
    kept = client.post(f"{site.url}/subjects/erase", json=wanted, headers=site.operator()).get_json()
    assert kept == {"erased": 0, "detached": 1, "finished": True}
    assert tables_with(deps.session.get_bind(), "swordfish") != []


def test_a_receipt_whose_address_nobody_confirmed_leads_to_nobody_elses_data(client, site, publish, deps):
    mine = publish(author=MIA, body="Swordfish")["comment"]["id"]
    confirm(deps, site, mine)
    forged = publish(author=MIA, body="A stranger under her address")["receipt"]["id"]

    for act in ("find", "export", "erase"):
        answer = client.post(f"{site.url}/subjects/{act}", json={"record": forged}, headers=site.operator())
        assert answer.status_code == 404
    assert tables_with(deps.session.get_bind(), "swordfish") != []
    guest = publish(author={"name": "Guest"})["receipt"]["id"]
    assert client.post(f"{site.url}/subjects/find", json={"record": guest}, headers=site.operator()).status_code == 200


@pytest.mark.parametrize(
    ("verb", "path", "body"),
    [
        ("get", "subject-requests", None),
        ("get", "subject-requests/018f0000-0000-4000-8000-000000000000", None),
        ("post", "subject-requests/018f0000-0000-4000-8000-000000000000/acts", {"act": "erase"}),
        ("post", "subject-requests/letters", {"kind": "access", "received_on": "2026-01-01", "identified": "x"}),
        ("post", "subjects/find", {"address": ADDRESS}),
        ("post", "subjects/export", {"address": ADDRESS}),
        ("post", "subjects/erase", {"address": ADDRESS}),
    ],
)
def test_other_tokens_meet_nothing(client, site, other_site, operator_token, publish, verb, path, body, deps):
    publish(author=MIA, body="Swordfish")
    call = getattr(client, verb)
    sent = {"json": body} if body else {}
    assert call(f"{site.url}/{path}", **sent).status_code == 401
    assert call(f"{site.url}/{path}", headers=other_site.operator(), **sent).status_code == 404
    moderator = bearer(operator_token("moderate", "export"))
    assert call(f"{site.url}/{path}", headers=moderator, **sent).status_code == 403
    if path.startswith("subjects/"):  # the other site's own token learns nothing of this site's people
        assert call(f"{other_site.url}/{path}", headers=other_site.operator(), **sent).status_code == 404
    assert tables_with(deps.session.get_bind(), "swordfish") != []
