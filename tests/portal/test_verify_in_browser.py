"""The verifier in the browser says what the one in Python says, of every file, and tells nobody what it read."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from commentsvc.ledger.archive import EVIDENCE_SCHEMA
from commentsvc.ledger.believe import Trust
from commentsvc.ledger.entry import ENTRY_TYPES
from commentsvc.ledger.receipt import ReceiptTimestamp
from commentsvc.ledger.verdict import Outcome
from commentsvc.ledger.verify_archive import verify_archive
from commentsvc.ledger.verify_log import STAMPED_SCHEMA, verify_stamped
from tests.ledger.log_in_memory import MemoryLog
from tests.ledger.packed import forged
from tests.ledger.test_verify_archive import OTHER_KEY, TRUST
from tests.ledger.test_verify_person import FILES, TAMPERED, signed
from tests.portal.verify_both import assert_equal, judged_there
from tests.portal.verify_cases import (
    COSIGNED,
    FORK,
    GIVEN,
    KEY,
    LOG,
    ONE,
    RECEIPT,
    Case,
    cases,
    damaged,
    log_keys,
    rotated,
    written,
)
from tests.support.looks import beside, violations
from tests.usecases.log_entries import integrate_all

SERVICE = "http://localhost"  # a secure context, without which a browser offers no WebCrypto


@pytest.fixture
def complaints() -> list[str]:
    """What a page threw, and what its browser wrote on its console; anything left in it fails the test."""
    return []


@pytest.fixture
def open_page(browser: Browser, client: Any, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """`open_page(width=…, before="script")`: `/verify` in an empty profile."""
    contexts = []

    def answer(route: Route) -> None:
        url = urlsplit(route.request.url)
        found = client.get(url.path, query_string=url.query, buffered=True)
        route.fulfill(status=found.status_code, headers=dict(found.headers), body=found.data)

    def make(width: int = 1280, *, script: bool = True, before: str = "", **more: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="en-GB", java_script_enabled=script, **more
        )
        context.set_default_timeout(180_000)
        contexts.append(context)
        context.route(f"{SERVICE}/**", answer)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.add_init_script(before)
        page.goto(f"{SERVICE}/verify", wait_until="networkidle")
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


def test_both_verifiers_say_the_same_of_every_file_in_the_table(open_page: Callable[..., Page]) -> None:
    outcomes = assert_equal(open_page(), cases())

    assert outcomes == {outcome.slug for outcome in Outcome}


def test_both_verifiers_say_the_same_of_what_a_person_took_along(open_page: Callable[..., Page]) -> None:
    good = signed(FILES)
    without = signed({name: content for name, content in FILES.items() if not name.startswith("receipts/")})
    table = [
        *(Case("in order", good, trust) for trust in (TRUST, Trust(), Trust([OTHER_KEY.vkey]))),
        *(Case("without receipts", without, trust) for trust in (TRUST, Trust())),
        *(Case("tampered with", data, TRUST) for data, _ in TAMPERED),
        *(Case(f"cut at {at}", good[:at], TRUST) for at in (2, 40, len(good) // 2, len(good) - 1)),
    ]
    flipped = [Case(f"changed at {at}", _changed(good, at), TRUST) for at in range(7, len(good), len(good) // 60)]

    page = open_page()
    for case, there in zip(table, judged_there(page, table), strict=True):
        here = verify_archive(io.BytesIO(case.data), case.trust)
        assert there["outcome"] == here.outcome.slug, (case.name, there["sentence"], here.sentence)
        assert there["sentence"].split(":")[0] == here.sentence.split(":")[0]
    for case, there in zip(flipped, judged_there(page, flipped), strict=True):
        # What a zip says twice (a checksum, say) may be read once; what was signed is never good when it was changed.
        here = verify_archive(io.BytesIO(case.data), case.trust).outcome
        assert there["outcome"] in {"altered", "malformed", "operators-word"}, case.name
        if there["outcome"] == "operators-word":
            assert here in (Outcome.OPERATORS_WORD, Outcome.MALFORMED), case.name


def _changed(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]


@pytest.mark.parametrize("seed", [1, 2])
def test_both_say_the_same_of_a_receipt_with_any_byte_changed(open_page: Callable[..., Page], seed: int) -> None:
    outcomes = assert_equal(open_page(), list(damaged(300, seed)))

    assert {"altered", "malformed"} <= outcomes


def test_both_know_the_same_kinds_of_entries(open_page: Callable[..., Page]) -> None:
    known = open_page().evaluate("""async () => (await import("/static/verify/entry.js")).TYPES""")

    assert set(known.split("|")) == ENTRY_TYPES


def verdict_of(page: Page) -> str:
    """What the page says, once it says something."""
    expect(page.locator("#result")).to_be_visible()
    return page.locator("#verdict").inner_text()


def choose(page: Page, data: bytes, name: str = "receipt.json") -> None:
    """Choose this file as the receipt."""
    page.locator("#file").set_input_files({"name": name, "mimeType": "application/json", "buffer": data})


def keep(page: Page, *texts: str) -> None:
    """Choose these as what was kept of the log."""
    files: list[FilePayload] = [{"name": "kept", "mimeType": "text/plain", "buffer": text.encode()} for text in texts]
    page.locator("#kept").set_input_files(files)


DROP = """(text) => {
  const files = new DataTransfer();
  files.items.add(new File([text], "dropped.json"));
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
}"""


def test_a_receipt_is_checked_without_one_request_by_file_by_drop_and_by_paste(open_page: Callable[..., Page]) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.context.set_offline(True)

    choose(page, written(RECEIPT))
    assert verdict_of(page) == "Self-attested"
    page.get_by_label("The key of the log").fill(f"  {KEY}\n")
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#verdict")).to_have_text("Operator's word only")
    page.evaluate(DROP, written(RECEIPT).decode().replace("You agree.", "You agree to all."))
    expect(page.locator("#verdict")).to_have_text("Altered")
    page.get_by_text("Paste its text instead").click()
    page.get_by_label("The text of the file").fill(LOG.checkpoint())
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#sentence")).to_contain_text("signed a log of 10 entries")

    assert asked == []


def test_the_page_cannot_send_anything_even_if_it_wanted_to(
    open_page: Callable[..., Page], complaints: list[str]
) -> None:
    page = open_page()
    page.evaluate("window.blocked = 0; addEventListener('securitypolicyviolation', () => { blocked += 1; })")

    said = page.evaluate("""async () => {
      navigator.sendBeacon("/healthz", "secret");
      return fetch("/healthz").then(() => "sent", () => "refused");
    }""")

    assert said == "refused"
    page.wait_for_function("blocked === 2")
    complaints.clear()  # the browser says so in its console, too


def test_witnesses_and_kept_checkpoints_are_taken_from_the_form(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.get_by_label("The key of the log").fill(KEY)
    page.get_by_text("Witnesses, and what you kept").click()
    page.get_by_label("The witnesses you trust").fill(ONE)
    choose(page, written(COSIGNED))
    assert verdict_of(page) == "Proven"

    keep(page, FORK.checkpoint())

    expect(page.locator("#verdict")).to_have_text("Split view")


def test_an_older_copy_of_a_log_is_called_rolled_back_and_the_page_says_what_to_do(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    page.get_by_label("The key of the log").fill(KEY)
    page.get_by_text("Witnesses, and what you kept").click()
    choose(page, MemoryLog(leaves=LOG.leaves[:-1]).checkpoint().encode(), "log.checkpoint")
    assert verdict_of(page) == "Operator's word only"

    keep(page, LOG.checkpoint())

    expect(page.locator("#verdict")).to_have_text("Rolled back")
    expect(page.locator("#next")).to_contain_text("it may have lost data and put an older copy back")


def test_an_answer_about_the_logs_keys_is_told_from_one_about_its_growth(open_page: Callable[..., Page]) -> None:
    receipt, change, _ = rotated()
    page = open_page()
    page.get_by_label("The key of the log").fill(KEY)
    choose(page, written(replace(receipt, key_changes=())))
    assert verdict_of(page) == "Unknown key"

    page.get_by_text("Witnesses, and what you kept").click()
    keep(page, log_keys(change), LOG.consistency(3, 10))

    expect(page.locator("#verdict")).to_have_text("Operator's word only")


def test_a_timestamp_counts_for_nothing_here_and_the_page_says_who_checks_it(open_page: Callable[..., Page]) -> None:
    stamped = replace(RECEIPT, timestamps=(ReceiptTimestamp(10, b"a token"), ReceiptTimestamp(9, b"of nothing here")))
    note = {"schema": STAMPED_SCHEMA, "checkpoint": LOG.checkpoint(), "timestamps": [{"token": "AAAA"}]}
    files = [Case("", written(stamped), Trust(keys=[KEY])), Case("", json.dumps(note).encode(), Trust(keys=[KEY]))]

    for found in judged_there(open_page(), files):
        assert found["outcome"] == "operators-word"
        assert len(found["details"]) == 1 and "--tsa" in found["details"][0]


@pytest.mark.parametrize("change", [{"checkpoint": None}, {"timestamps": ["x"]}, {"timestamps": [{"token": "x"}]}])
def test_a_timestamped_checkpoint_that_cannot_be_read_is_malformed_to_both(
    open_page: Callable[..., Page], change: dict[str, Any]
) -> None:
    whole = {"schema": STAMPED_SCHEMA, "checkpoint": LOG.checkpoint(), "timestamps": []}
    data, trust = json.dumps(whole | change).encode(), Trust(keys=[KEY])

    [there] = judged_there(open_page(), [Case("", data, trust)])

    here = verify_stamped(data, trust)
    assert (there["outcome"], there["sentence"]) == (here.outcome.slug, here.sentence)


def test_the_record_is_told_in_plain_words_only_when_it_is_what_was_committed_to(
    open_page: Callable[..., Page], client: Any, post: Any, site: Any, deps: Any
) -> None:
    held = post(body="I agree", purposes={"publish": True, "remember-me": True})["receipt"]
    integrate_all(deps, site.id)
    bearer = {"Authorization": f"Bearer {held['secret']}"}
    saved = client.get(f"{site.url}/consents/{held['id']}/receipt", headers=bearer).data
    page = open_page()

    choose(page, saved)

    assert verdict_of(page) == "Self-attested"
    record = page.locator("#record")
    expect(record).to_contain_text("What the receipt says")
    expect(record).to_contain_text("The reader agreed")
    expect(record).to_contain_text(held["id"])
    expect(record.locator(".agreed").first).to_contain_text("given")
    page.get_by_text("Read it here").click()
    expect(record.locator(".prose h3").first).to_have_text("Who is responsible")
    choose(page, saved.replace(b'"salt":"', b'"salt":"AAAA', 1))
    expect(page.locator("#verdict")).to_have_text("Altered")
    expect(record).to_be_empty()


def test_a_hostile_receipt_draws_nothing_but_text(open_page: Callable[..., Page]) -> None:
    log = MemoryLog()
    word = "<img src=x onerror=alert(1)>\u202e"
    purposes = [{"id": "publish", "label": word, "description": word, "given": True}, word, None]
    hostile = log.receipt(log.event("given", GIVEN, purposes=purposes, controller={"name": word}, notice=[], context=1))
    page = open_page()

    choose(page, written(hostile), name=f"{word}.json")

    assert verdict_of(page) == "Self-attested"
    assert page.locator("main img").count() == 0
    assert "\u202e" not in page.locator("main").inner_text()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (forged(EVIDENCE_SCHEMA, {}), "archive is of another kind"),
        (b'{"receipt":{"id":"1","secret":"s"}}', "short receipt with your secret"),
    ],
)
def test_what_people_confuse_with_a_receipt_is_named(open_page: Callable[..., Page], data: bytes, said: str) -> None:
    page = open_page()
    choose(page, written(RECEIPT))
    verdict_of(page)

    choose(page, data)

    expect(page.locator("main")).to_contain_text(said)
    expect(page.locator("#record")).to_be_empty()


def test_the_verdict_gets_the_focus_when_asked_for_and_is_announced(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.get_by_role("button", name="Check").press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Choose a file first, or paste its text.")

    choose(page, written(RECEIPT))

    expect(page.locator("#verdict")).to_be_focused()
    expect(page.get_by_role("status")).to_contain_text("Self-attested: the receipt fits together")
    page.get_by_label("The key of the log").fill(KEY)
    page.keyboard.press("Tab")
    expect(page.get_by_role("status")).to_contain_text("Operator's word only")
    expect(page.locator("#verdict")).not_to_be_focused()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (360, "dark"), (1440, "light"), (1440, "dark")])
def test_the_page_has_no_violation_and_fits(open_page: Callable[..., Page], width: int, scheme: str) -> None:
    page = open_page(width, color_scheme=scheme)
    for summary in page.locator("form summary").all():
        summary.click()
    for data in (written(RECEIPT), b"{}"):
        choose(page, data)
        verdict_of(page)
        assert violations(page) == []
        assert beside(page) <= 0


def test_without_javascript_the_page_names_the_command(open_page: Callable[..., Page]) -> None:
    page = open_page(script=False)

    expect(page.locator("noscript p")).to_be_visible()
    expect(page.locator("form")).to_be_hidden()


def test_a_button_that_is_dead_without_a_script_is_not_drawn_without_one(open_page: Callable[..., Page]) -> None:
    page = open_page(script=False)
    page.set_content('<link rel="stylesheet" href="/static/app.css"><link rel="stylesheet" href="/static/portal.css">')
    page.wait_for_load_state("networkidle")

    assert page.locator("link").count() == 2
    page.set_content(page.content().replace("</body>", '<button hidden data-copy="x">Copy</button></body>'))
    page.wait_for_load_state("networkidle")
    expect(page.locator("button")).to_be_hidden()


def test_where_the_browser_lacks_ed25519_the_page_says_so(open_page: Callable[..., Page]) -> None:
    page = open_page(before="delete SubtleCrypto.prototype.verify")

    expect(page.get_by_text("This browser cannot check Ed25519 signatures")).to_be_visible()
    expect(page.locator("form")).to_be_hidden()
