"""The code that "Receive webhooks" gives its readers takes a real message, and refuses what was changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from commentsvc.usecases.access import CLI
from commentsvc.usecases.add_webhook import WebhookDraft, add_webhook
from commentsvc.usecases.change_webhook import change_webhook_secret
from commentsvc.usecases.replay_webhook import try_webhook
from commentsvc.usecases.send_webhooks import send_webhooks
from tests.docs.pages import ROOT
from tests.support.receiver import Receiver, Told, webhook_receiver

PAGE = (ROOT / "docs" / "how-to" / "receive-webhooks.md").read_text(encoding="utf-8")
NAMES = ("webhook-id", "webhook-timestamp", "webhook-signature")


@pytest.fixture
def database(sqlite_database: str) -> str:
    """One is enough."""
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


@pytest.fixture
def secrets(deps: Any, site: Any, receiver: Receiver) -> list[str]:
    """The secrets of a webhook that was told of a test while both held."""
    made = add_webhook(deps, CLI, site.id, WebhookDraft("Desk", receiver.url, ["comment.posted"]))
    fresh = change_webhook_secret(deps, CLI, site.id, made.webhook.id)
    try_webhook(deps, CLI, site.id, made.webhook.id)
    send_webhooks(deps)
    return [made.secret, fresh.secret]


def block(language: str) -> str:
    """The page's code in this language."""
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def check(verified: Callable[[str, dict[str, str], str], Any], secrets: list[str], told: Told) -> None:
    """`verified` takes the message by either secret and nothing else."""
    headers = {name: told.headers[name] for name in NAMES}
    body = told.body.decode()
    for secret in secrets:
        assert verified(secret, headers, body)["type"] == "webhook.test"
    changed = [
        (secrets[0], headers, body.replace("webhook.test", "comment.posted")),
        (secrets[0], headers | {"webhook-id": "msg_other"}, body),
        (secrets[0], headers | {"webhook-timestamp": "1700000000"}, body),
        ("whsec_" + "A" * 43 + "=", headers, body),
    ]
    for wrong in changed:
        assert verified(*wrong) is None, wrong


def test_the_code_in_python_takes_what_is_signed(secrets: list[str], receiver: Receiver) -> None:
    written: dict[str, Any] = {}
    exec(block("python"), written)  # noqa: S102 - the page's own code

    def verified(secret: str, headers: dict[str, str], body: str) -> Any:
        try:
            return written["verified"](secret, headers, body.encode())
        except ValueError:
            return None

    check(verified, secrets, receiver.told[0])


def test_the_code_in_javascript_takes_what_is_signed(secrets: list[str], receiver: Receiver, browser: Any) -> None:
    page = browser.new_page()
    page.goto(receiver.url)  # a page of loopback, where browsers have cryptography

    def verified(*args: Any) -> Any:
        return page.evaluate(f"([s, h, b]) => {{ {block('js')}; return verified(s, h, b).catch(() => null); }}", args)

    check(verified, secrets, receiver.told[0])
    page.close()
