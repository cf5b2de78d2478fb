"""What each adapter takes for an answer: the module as it is served, where the tool says something strange."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.support.consent_tools import WP

from .fake_service import FakeService
from .pages import Pages

BEGIN = """
async ([url, category]) => {
  window.answers = [];
  window.thread = {
    ended: new AbortController(),
    tool: { category: category || undefined, set answer(answer) { answers.push(answer) } },
    remembered: { allowed: false, kept() {}, forget() {} },
    views: new Map(),
  };
  (await import(url)).govern(thread);
}
"""


@pytest.fixture
def watch(page: Page, site: Pages, service: FakeService) -> Callable[..., list[Any]]:
    """`watch(name, category, text)`: the answers heard so far, on a page whose head runs `text`."""

    def begin(name: str, category: str = "", text: str = "") -> list[Any]:
        head = WP.head.replace("window.wp_consent_type = 'optin'", "") if name == "wp" and text else ""
        page.goto(site.put("/tool", "", head=f"{head}<script>{text}</script>"))
        page.evaluate(BEGIN, [f"{service.url}/tools/{name}.js", category])
        return heard(page)

    return begin


def heard(page: Page) -> list[Any]:
    found: list[Any] = page.evaluate("answers")
    return found


API = "window.__tcfapi = (command, version, tell) =>"
DATA = "eventStatus: 'tcloaded', tcString: 'x', gdprApplies: true, purpose: { consents: { 1: true } }"
CC = "window.CookieConsent = { validConsent: () => true, acceptedCategory: () => true }"
KL = "window.klaro = { getManager: () => window.m }; window.m = { watch() {}, confirmed: true, savedConsents: {} }"
ALLOWED = "document.cookie = 'wp_consent_preferences=allow';"
ANSWER = "addEventListener('commentsvc:consent-tool', ({ detail }) => detail.report"
NO_ANSWERS = {
    "no TCF on the page": ("tcf", "", ""),
    "TCF throws": ("tcf", "", f"{API} {{ throw 1 }}"),
    "TCF failed": ("tcf", "", f"{API} tell({{ {DATA} }}, false)"),
    "TCF says nothing": ("tcf", "", f"{API} tell(null, true)"),
    "TCF is still asking": ("tcf", "", f"{API} tell({{ {DATA}, eventStatus: 'cmpuishown' }}, true)"),
    "TCF does not apply": ("tcf", "", f"{API} tell({{ {DATA}, gdprApplies: false }}, true)"),
    "TCF without a string": ("tcf", "", f"{API} tell({{ {DATA}, tcString: '' }}, true)"),
    "TCF says 1": ("tcf", "", f"{API} tell({{ {DATA}, purpose: {{ consents: {{ 1: 1 }} }} }}, true)"),
    "no cookieconsent on the page": ("cookieconsent", "functionality", ""),
    "cookieconsent throws": (
        "cookieconsent",
        "functionality",
        f"{CC}; CookieConsent.validConsent = () => {{ throw 1 }}",
    ),
    "cookieconsent says a word": ("cookieconsent", "x", f"{CC}; CookieConsent.acceptedCategory = () => 'yes'"),
    "cookieconsent without a category": ("cookieconsent", "", CC),
    "no Klaro on the page": ("klaro", "comments", ""),
    "Klaro throws": ("klaro", "comments", f"{KL}; klaro.getManager = () => {{ throw 1 }}"),
    "Klaro was not confirmed": ("klaro", "comments", f"{KL}; m.confirmed = false; m.savedConsents.comments = true"),
    "Klaro says a word": ("klaro", "comments", f"{KL}; m.savedConsents.comments = 'true'"),
    "Klaro does not know the service": ("klaro", "comments", KL),
    "no WP Consent API on the page": ("wp", "", ""),
    "WP throws": ("wp", "", f"{ALLOWED} wp_consent_type = 'optin'; wp_has_consent = () => {{ throw 1 }}"),
    "WP says a word": ("wp", "", f"{ALLOWED} wp_consent_type = 'optin'; wp_has_consent = () => 'true'"),
    "WP has no consent type": ("wp", "", ALLOWED),
    "WP lets out who never answered": ("wp", "", "wp_consent_type = 'optout'"),
    "nobody answers the event": ("event", "", ""),
    "the event is answered with a word": ("event", "", f"{ANSWER}('true'))"),
    "the event is answered with a promise": ("event", "", f"{ANSWER}(Promise.resolve(true)))"),
}


@pytest.mark.parametrize("case", NO_ANSWERS)
def test_what_is_not_plainly_a_yes_or_a_no_is_no_answer(watch: Callable[..., list[Any]], case: str) -> None:
    assert set(watch(*NO_ANSWERS[case])) <= {None}


@pytest.mark.parametrize(
    ("name", "category", "text", "answer"),
    [
        ("tcf", "", f"{API} tell({{ {DATA} }}, true)", True),
        ("tcf", "", f"{API} tell({{ {DATA}, purpose: {{ consents: {{ 2: true }} }} }}, true)", False),
        ("cookieconsent", "x", CC, True),
        ("klaro", "x", f"{KL}; m.savedConsents.x = true", True),
        ("klaro", "x", f"{KL}; m.savedConsents.x = false", False),
        ("wp", "", f"{ALLOWED} wp_consent_type = 'optout'", True),
        ("wp", "", "document.cookie = 'wp_consent_preferences=deny'; wp_consent_type = 'optout'", False),
        ("event", "", f"{ANSWER}(false))", False),
    ],
)
def test_what_is_plainly_a_yes_or_a_no_is_heard_as_that(
    watch: Callable[..., list[Any]], name: str, category: str, text: str, answer: bool
) -> None:
    assert watch(name, category, text)[-1] is answer


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tcf", f"{API} tell({{ {DATA} }}, true)"),
        ("klaro", f"{KL}; m.savedConsents.x = true"),
        ("event", f"{ANSWER}(true))"),
    ],
)
def test_a_tool_that_comes_late_is_found_within_a_minute_and_not_looked_for_afterwards(
    page: Page, watch: Callable[..., list[Any]], name: str, text: str
) -> None:
    page.clock.install()
    assert watch(name, "x") == []
    page.clock.run_for(30_000)
    page.evaluate(f"() => {{ {text} }}")
    page.clock.run_for(1_000)
    assert heard(page) == [True]

    assert watch(name, "x") == []
    page.clock.run_for(70_000)
    page.evaluate(f"() => {{ {text} }}")
    page.clock.run_for(10_000)
    assert heard(page) == []


def test_a_thread_that_is_gone_hears_nothing_more_and_leaves_the_tool(
    page: Page, watch: Callable[..., list[Any]]
) -> None:
    told = f"{API} (window.calls ??= []).push(command) && (window.tell = () => tell({{ {DATA}, listenerId: 7 }}, true))"
    watch("tcf", "", told)
    page.evaluate("tell()")
    page.evaluate("() => { thread.ended.abort(); tell() }")
    assert heard(page) == [True]
    assert page.evaluate("calls") == ["addEventListener", "removeEventListener"]
