"""The pages about webhooks: set up, look after, send again; what a receiver answers is only shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from standardwebhooks import Webhook

from commentsvc.usecases.send_webhooks import send_webhooks
from tests.console.browsing import press, text
from tests.support.receiver import Receiver, webhook_receiver

PAGE = "/admin/example/webhooks"
SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]+")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver that runs."""
    with webhook_receiver() as running:
        yield running


@pytest.fixture
def overrides(receiver: Receiver) -> dict[str, Any]:
    """It may be reached."""
    return receiver.settings


def detail(owner: Any) -> str:
    """Where the page of the one webhook is."""
    found = re.search(rf'href="({PAGE}/[0-9a-f-]+)"', text(owner.get(PAGE)))
    assert found
    return found[1]


def add(owner: Any, receiver: Receiver, **changes: Any) -> Any:
    """Fill in the form."""
    filled = {"name": "Desk <b>", "url": receiver.url, "events": ["comment.posted"]} | changes
    return press(owner, PAGE, filled, action=PAGE)


def test_a_webhook_is_set_up_tried_given_up_switched_on_and_removed(
    owner: Any, deps: Any, site: Any, post: Any, receiver: Receiver
) -> None:
    made = text(add(owner, receiver, contents="y"))
    [secret] = SECRET.findall(made)
    assert "Desk &lt;b&gt;" in made and "names and texts" in made and "<b>" not in made
    where = detail(owner)
    assert not SECRET.search(text(owner.get(PAGE)) + text(owner.get(where)))

    press(owner, where, {"verb": "try"}, action="/act")
    receiver.status, receiver.answer = 410, b"<script>alert(1)</script>"
    assert send_webhooks(deps) == 1
    page = text(owner.get(where))
    assert "Off: it said it is gone" in page and "&lt;script&gt;" in page and "<script" not in page
    Webhook(secret).verify(receiver.told[0].body, receiver.told[0].headers)

    press(owner, where, {"verb": "switch:on"}, action="/act")
    receiver.status, receiver.answer = 200, b""
    assert "1 delivery sent again" in text(press(owner, where, {"verb": "replay:all"}, action="/act"))
    send_webhooks(deps)
    page = text(owner.get(where))
    assert "Works" in page and "Taken" in page

    changed = text(press(owner, where, {"verb": "secret"}, action="/act"))
    assert SECRET.findall(changed) != [secret] and "The one before goes on" in changed
    assert "is removed" in text(press(owner, where, {"verb": "remove"}, action="/act"))
    acts = text(owner.get("/admin/example/activity"))
    for words in ("added the webhook", "tested the webhook", "switched off the webhook", "removed the webhook"):
        assert words in acts


def test_what_is_wrong_is_said_beside_its_field_and_it_can_be_changed(owner: Any, receiver: Receiver) -> None:
    refused = add(owner, receiver, url="http://10.0.0.1/", events=[])
    assert refused.status_code == 422
    assert "begins with https://" in text(refused) and "Please choose from" in text(refused)
    add(owner, receiver)
    where = detail(owner)

    changed = press(owner, where, {"name": "Press room", "events": ["request.opened"]}, action=where)
    assert "It is changed." in text(changed) and "Press room" in text(changed)
    assert "request.opened" in text(owner.get(PAGE))
    again = press(owner, where, {"events": ["nonsense"]}, action=where)
    assert again.status_code == 422


def test_a_webhook_of_another_site_is_nobodys_under_ones_own(owner: Any, foreigner: Any, receiver: Receiver) -> None:
    add(owner, receiver)
    there = detail(owner).replace("/example/", "/other/")

    assert foreigner.get(there).status_code == 404
    assert foreigner.get(detail(owner)).status_code == 404
