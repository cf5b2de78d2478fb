"""`/verify`: what the server sends. What the browser makes of it is tried in `test_verify_in_browser`."""

from __future__ import annotations

from typing import Any

from commentsvc.ledger.verdict import Outcome
from commentsvc.portal.verify import LABELS, MODULES
from tests.support.pages import Page


def test_the_page_may_ask_nobody_and_send_nothing(client: Any) -> None:
    answer = client.get("/verify")

    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert answer.status_code == 200
    assert {policy[name] for name in ("default-src", "connect-src", "form-action", "base-uri")} == {"'none'"}
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert "Set-Cookie" not in answer.headers


def test_every_module_of_the_verifier_is_named_so_that_none_is_asked_for_later(client: Any) -> None:
    named = {link["href"] for link in Page(client.get("/verify").text).named("link") if link["rel"] == "modulepreload"}

    assert named == {f"/static/{module}" for module in MODULES}
    for address in named:
        assert client.get(address, buffered=True).mimetype == "text/javascript", address


def test_every_outcome_is_explained_in_the_words_of_the_verifier(client: Any) -> None:
    text = Page(client.get("/verify").text).text

    for outcome in Outcome:
        assert LABELS[outcome] in text and outcome.value[2] in text


def test_without_javascript_the_page_says_what_to_do_instead(client: Any) -> None:
    noscript = client.get("/verify").text.split("<noscript>")[1].split("</noscript>")[0]

    assert "commentsvc verify" in noscript
