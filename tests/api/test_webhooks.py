"""The calls about webhooks: an admin's token does all of it; others nothing (`tests/test_permissions.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from standardwebhooks import Webhook

from commentsvc.usecases.send_webhooks import send_webhooks
from tests.support.problems import assert_problem
from tests.support.receiver import Receiver, webhook_receiver


@pytest.fixture
def database(sqlite_database: str) -> str:
    """What is asked of the database is tried on both in tests/usecases."""
    return sqlite_database


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver that runs."""
    with webhook_receiver() as running:
        yield running


@pytest.fixture
def overrides(receiver: Receiver) -> dict[str, Any]:
    """It may be reached."""
    return receiver.settings


def test_a_program_sets_up_looks_after_and_removes_a_webhook(
    client: Any, deps: Any, site: Any, other_site: Any, post: Any, receiver: Receiver
) -> None:
    where = f"{site.url}/webhooks"
    draft = {"name": "Desk", "url": receiver.url, "events": ["comment.posted"], "contents": True}
    made = client.post(where, json=draft, headers=site.operator())
    assert made.status_code == 201 and made.headers["Cache-Control"] == "no-store"
    one = f"{where}/{made.json['webhook']['id']}"
    assert "secret" not in client.get(one, headers=site.operator()).json
    assert_problem(client.get(one, headers=other_site.operator()), 404, "not-found")
    elsewhere = one.replace(f"/{site.id}/", f"/{other_site.id}/")
    assert_problem(client.delete(elsewhere, headers=other_site.operator()), 404, "not-found")

    receiver.status = 500
    post()
    tried = client.post(f"{one}/test", headers=site.operator())
    assert tried.status_code == 202
    send_webhooks(deps)
    changed = client.patch(one, json={"enabled": False}, headers=site.operator()).json["webhook"]
    assert (changed["enabled"], changed["disabled_why"], changed["dead"]) == (False, "admin", 2)
    assert_problem(client.post(f"{one}/replays", json={}, headers=site.operator()), 409, "conflict")

    receiver.status = 200
    client.patch(one, json={"enabled": True}, headers=site.operator())
    fresh = client.post(f"{one}/secret", headers=site.operator()).json["secret"]
    assert client.post(f"{one}/replays", json={}, headers=site.operator()).json == {"count": 2}
    send_webhooks(deps)
    for secret in (made.json["secret"], fresh):
        Webhook(secret).verify(receiver.told[-1].body, receiver.told[-1].headers)
    page = client.get(f"{one}/deliveries?limit=1&state=delivered", headers=site.operator()).json
    assert page["next"] and page["deliveries"][0]["status"] == 200
    rest = client.get(f"{one}/deliveries?limit=1&cursor={page['next']}", headers=site.operator()).json
    assert len(rest["deliveries"]) == 1 and rest["next"] is None
    listed = client.get(where, headers=site.operator()).json["webhooks"]
    assert [(each["name"], each["dead"]) for each in listed] == [("Desk", 0)]

    assert client.delete(one, headers=site.operator()).status_code == 204
    assert_problem(client.get(one, headers=site.operator()), 404, "not-found")


def test_an_address_or_an_event_that_is_none_is_refused(client: Any, site: Any) -> None:
    draft = {"name": "Desk", "url": "http://169.254.169.254/", "events": ["comment.posted"]}
    refused = client.post(f"{site.url}/webhooks", json=draft, headers=site.operator())
    assert "url" in assert_problem(refused, 422, "validation")["fields"]
    refused = client.post(f"{site.url}/webhooks", json=draft | {"events": ["comment.erased"]}, headers=site.operator())
    assert_problem(refused, 422, "validation")
