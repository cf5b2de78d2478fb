"""Consent tools that a site may run, set up on a page: what stands in its head, and how a reader answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

_HERE = Path(__file__).parent
_ALL = "CQdWToAQdWToAEsABAENABFgAPAAAAAAAAAAAAAAAAAA.IAAA.YAAAAAAAAAAA"
_ALL_BUT_STORING = "CQdWToAQdWToAEsABAENABFgAHAAAAAAAAAAAAAAAAAA.IAAA.YAAAAAAAAAAA"

_COOKIECONSENT = """
CookieConsent.run({
  hideFromBots: false,
  categories: { necessary: { readOnly: true }, functionality: {}, ads: {} },
  language: { default: "en", translations: { en: {
    consentModal: { title: "Cookies?", acceptAllBtn: "Accept all", acceptNecessaryBtn: "Reject all" },
    preferencesModal: { sections: [] },
  } } },
});
"""
_KLARO = """
klaro.setup({ version: 1, lang: "en", services: [{ name: "comments", default: true, purposes: ["functional"] }],
  translations: { en: { ok: "Accept", decline: "Decline", purposes: { functional: "Functional" } } } });
"""
_TCF = "window.cmp = new CmpApi(300, 1, true); cmp.update('', true);"
_OWN = """
window.own = { listeners: [], answer: null, set(answer) { this.answer = answer; this.listeners.forEach((f) => f()) } };
addEventListener("commentsvc:consent-tool", ({ detail: { report } }) => {
  own.listeners.push(() => report(own.answer));
  report(own.answer);
});
"""


@dataclass(frozen=True)
class Tool:
    """`head` sets the tool up, unanswered; `yes` and `no` answer it as a reader would, the first time and later."""

    name: str
    category: str | None
    head: str
    yes: Callable[[Page], object]
    no: Callable[[Page], object]


def script(text: str) -> str:
    """`text` in the head of a page, once the page has a body."""
    return f"<script>addEventListener('DOMContentLoaded', () => {{{text}}})</script>"


def _copy(*files: str) -> str:
    return "".join(f"<script>{(_HERE / file).read_text()}</script>" for file in files)


def _run(text: str) -> Callable[[Page], object]:
    return lambda page: page.evaluate(f"() => {{{text}}}")


def _press(name: str) -> Callable[[Page], object]:
    return lambda page: page.get_by_role("button", name=name).click()


TCF = Tool(
    "tcf",
    None,
    _copy("iabtcf/stub.js", "iabtcf/cmpapi.js") + script(_TCF),
    _run(f"cmp.update('{_ALL}', false)"),
    _run(f"cmp.update('{_ALL}', true); cmp.update('{_ALL_BUT_STORING}', false)"),
)
COOKIECONSENT = Tool(
    "cookieconsent",
    "functionality",
    _copy("cookieconsent/cookieconsent.umd.js") + script(_COOKIECONSENT),
    _press("Accept all"),
    _run("CookieConsent.acceptCategory(['necessary', 'ads'])"),
)
KLARO = Tool(
    "klaro",
    "comments",
    _copy("klaro/klaro-no-css.js") + script(_KLARO),
    _press("Accept"),
    _run("const m = klaro.getManager(); m.updateConsent('comments', false); m.saveAndApplyConsents()"),
)
WP = Tool(
    "wp",
    None,
    _copy("wp.js") + script("window.wp_consent_type = 'optin'"),
    _run("wp_set_consent('preferences', 'allow')"),
    _run("wp_set_consent('preferences', 'deny')"),
)
OWN = Tool("event", "comfort", f"<script>{_OWN}</script>", _run("own.set(true)"), _run("own.set(false)"))

TOOLS = (TCF, COOKIECONSENT, KLARO, WP, OWN)
