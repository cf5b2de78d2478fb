"""What the form does against spam in a reader's browser: nothing that a person notices, but for a line now and then."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .fake_service import FakeService, comment
from .pages import Pages
from .reader import Reader

AUTOFILLED = re.compile(
    r"name|mail|phone|tel|address|street|city|zip|post|country|state|company|organi[sz]ation|card|cvc|iban|user|login|"
    r"pass|otp|code|url|website|homepage|birth|date|search",
    re.IGNORECASE,
)
"""What browsers and password managers know a field by (Chromium's `autofill_regex_constants`, in short)."""

COUNT_TRIES = """
window.tries = 0;
const { deriveBits } = SubtleCrypto.prototype;
SubtleCrypto.prototype.deriveBits = function (...how) { window.tries += 1; return deriveBits.apply(this, how) };
"""


def test_the_trap_is_met_by_nobody_and_is_sent_as_it_stands(page: Page, article: str, service: FakeService) -> None:
    reader = Reader(page).visit(article).write()
    trap = page.locator("input[name=subject]")
    expect(trap).to_be_hidden()
    assert page.evaluate("(box) => box.getClientRects().length", trap.element_handle()) == 0
    told = trap.evaluate("(box) => [...box.attributes].map(({ name, value }) => `${name}=${value}`).join(' ')")
    assert not AUTOFILLED.search(told.replace("autocomplete=off", "").replace("name=subject", "subject"))
    assert {"autocomplete=off", "tabindex=-1", "data-lpignore=true", "data-form-type=other"} <= set(told.split())
    trap.evaluate("(box) => box.focus()")
    assert page.evaluate("document.querySelector('comment-thread').shadowRoot.activeElement?.name") != "subject"
    assert "subject" not in page.locator("comment-thread").aria_snapshot()

    reader.submit.click()
    reader.comment("I agree.").wait_for()
    assert service.requests("POST")[0].json["form"] == {"trap": ""}
    reader.write("Filled by a program")
    trap.evaluate("(box) => { box.value = 'Buy pills'; }")
    reader.submit.click()
    reader.comment("Filled by a program").wait_for()
    assert service.requests("POST")[1].json["form"] == {"trap": "Buy pills"}


def test_a_proof_is_worked_out_quietly_and_only_where_it_is_asked_for(
    page: Page, site: Pages, service: FakeService
) -> None:
    policy = f"default-src 'none'; script-src {service.url}; connect-src {service.url}"
    script = f'<script async src="{service.url}/embed.js" data-site="example"></script>'
    article = site.put("/strict", f"<main>{script}</main>", **{"Content-Security-Policy": policy})
    service.state.proof_cost = 100
    held = service.hold("/parts/proof")  # until what is said meanwhile was seen
    reader = Reader(page).visit(article).write("Worth a second")
    assert service.requests("GET", "/parts/proof") == []

    reader.submit.click()
    line = reader.form.get_by_role("status")
    expect(line).to_have_text("Your browser is doing a short calculation against spam. Please wait a moment.")
    expect(reader.submit).to_be_disabled()
    expect(reader.text).to_have_value("Worth a second")

    held.set()
    reader.comment("Worth a second").wait_for()
    expect(line).to_have_count(0)
    (loaded,) = service.requests("GET", "/parts/proof")
    assert loaded.query == {}  # the same address for everybody, so that it is kept
    first, second = (request for request in service.requests("POST", "comments"))
    assert first.json["consent"] == second.json["consent"]
    assert first.headers["idempotency-key"] != second.headers["idempotency-key"]
    assert page.context.cookies() == []


def test_a_proof_that_cannot_be_loaded_keeps_the_text_and_is_tried_again(
    page: Page, article: str, service: FakeService
) -> None:
    service.state.proof_cost = 10
    reader = Reader(page).visit(article).write("Kept")
    service.fail("GET", "/parts/proof", "503")
    reader.submit.click()
    expect(reader.said).to_have_text(
        "The calculation against spam did not work. What you wrote is kept; please send it again."
    )
    expect(reader.said).to_be_focused()
    expect(reader.text).to_have_value("Kept")
    reader.submit.press("Enter")
    reader.comment("Kept").wait_for()


def test_a_service_that_takes_no_proof_is_not_asked_for_ever(page: Page, article: str, service: FakeService) -> None:
    service.state.proof_cost = 10
    reader = Reader(page).visit(article).write("Never")
    challenge = {"parameters": {"nonce": "00", "salt": "00", "cost": 1, "keyLength": 8, "keyPrefix": ""}}
    refusal = {"slug": "challenge-failed", "status": 422, "challenge": challenge | {"signature": "00"}}
    service.fail("POST", "comments", refusal, times=50)
    reader.submit.click()
    expect(reader.said).to_contain_text("did not work")
    assert len(service.requests("POST", "comments")) == 3
    expect(reader.submit).to_be_enabled()


def test_cancelling_stops_the_work(page: Page, article: str, service: FakeService) -> None:
    endless = {"nonce": "00", "salt": "00", "cost": 1, "keyLength": 8, "keyPrefix": "no key begins so"}
    challenge = {"parameters": endless, "signature": "00"}
    service.fail("POST", "comments", {"slug": "challenge-failed", "status": 422, "challenge": challenge})
    page.add_init_script(COUNT_TRIES)
    reader = Reader(page).visit(article).write("On second thought")
    reader.submit.click()
    reader.form.get_by_role("status").wait_for()
    page.wait_for_function("window.tries > 10")
    page.get_by_role("button", name="Cancel").click()
    expect(reader.text).to_have_value("On second thought")
    reader.open()
    expect(reader.submit).to_be_enabled()
    tried = page.evaluate("window.tries")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("window.tries") == tried
    assert len(service.requests("POST", "comments")) == 1


def test_where_the_browser_cannot_calculate_it_says_so(
    context: BrowserContext, article: str, service: FakeService
) -> None:
    service.state.proof_cost = 10
    page = context.new_page()
    page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    reader = Reader(page).visit(article)
    reader.posted("Without https")
    assert service.requests("POST", "comments")[-1].json["form"]["proof"] == "unable"


@pytest.mark.parametrize("staff", [True, False])
def test_who_works_for_the_site_is_known_by_a_word(page: Page, article: str, service: FakeService, staff: bool) -> None:
    service.state.comments = [comment(1, author={"name": "Ada", "website": None, "staff": staff})]
    Reader(page).visit(article)
    expect(page.locator("article .staff")).to_have_count(int(staff))
    assert page.get_by_role("article").aria_snapshot().count("Staff") >= int(staff)


def test_each_comment_can_be_flagged_on_a_page_of_the_service(page: Page, article: str, service: FakeService) -> None:
    service.state.comments = [comment(1)]
    Reader(page).visit(article)
    flag = page.get_by_role("link", name="Flag", exact=True)
    expect(flag).to_have_attribute("href", f"{service.url}/api/v1/sites/example/comments/c1/flags")
