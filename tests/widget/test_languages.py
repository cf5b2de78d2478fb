"""The words of the reader's language: one request beside the thread, nobody waits for it, and what it holds is text."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from commentsvc.widget import words

from . import notice_fixture
from .fake_service import FakeService, comment
from .pages import Pages
from .reader import Reader

WATCH = """
window.seen = [];
const look = () => {
  const root = document.querySelector("comment-thread")?.shadowRoot;
  const text = root?.querySelector("section")?.innerText.trim();
  if (text && seen.at(-1) !== text) seen.push(text);
  requestAnimationFrame(look);
};
look();
"""


def embedded(site: Pages, service: FakeService, html: str, more: str = "") -> str:
    script = f'<script async src="{service.url}/embed.js" data-site="example"{more}></script>'
    return site.put("/news/a-story", f"<main><h1>A story</h1>{script}</main>", html=html)


@pytest.fixture
def hasty(context: BrowserContext) -> Page:
    """A tab whose threads wait no longer for their words than those of readers."""
    return context.new_page()


@pytest.fixture
def german(site: Pages, service: FakeService) -> str:
    """A German page with two comments."""
    service.state.comments = [comment(1), comment(2)]
    return embedded(site, service, 'lang="de-AT"')


@pytest.mark.parametrize(("lang", "most"), [("en-GB", 2), ("de-AT", 3), ("ar", 3), ("is", 2)])
def test_a_thread_is_drawn_with_at_most_three_requests(
    page: Page, site: Pages, service: FakeService, lang: str, most: int
) -> None:
    service.state.comments = [comment(1)]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    Reader(page).visit(embedded(site, service, f'lang="{lang}"'))
    expect(page.locator("article")).to_have_count(1)
    assert len([url for url in asked if url.startswith(service.url)]) == most
    assert len(service.requests("GET", "/words/")) == most - 2
    assert service.requests("OPTIONS") == []


def test_the_words_are_asked_for_beside_the_thread_and_once_for_all_threads(
    page: Page, site: Pages, service: FakeService
) -> None:
    held = service.hold("/words/")
    tags = f'<script async src="{service.url}/embed.js"></script>'
    tags += "".join(f'<comment-thread site="example" page="/{n}" lang="de"></comment-thread>' for n in range(3))
    with page.expect_response(lambda answer: "/comments" in answer.url):
        page.goto(site.put("/several", tags))
    held.set()
    expect(page.get_by_role("heading", name="Kommentare")).to_have_count(3)
    (asked,) = service.requests("GET", "/words/")
    assert "authorization" not in asked.headers
    assert "cookie" not in asked.headers
    assert "referer" not in asked.headers


def test_a_thread_that_is_here_waits_a_moment_for_its_words_and_changes_no_language(
    page: Page, service: FakeService, german: str
) -> None:
    held = service.hold("/words/")
    page.add_init_script(WATCH)
    with page.expect_response(lambda answer: "/comments" in answer.url):
        page.goto(german)
    page.wait_for_function("window.seen.length > 0")
    held.set()
    expect(page.get_by_role("heading", name="2 Kommentare")).to_be_visible()
    seen = page.evaluate("window.seen")
    assert seen[0] == "…"
    assert [text for text in seen if "omment" in text and "Kommentar" not in text] == []


def test_words_that_do_not_come_hold_nobody_up_and_come_too_late_afterwards(
    hasty: Page, service: FakeService, german: str
) -> None:
    page, held = hasty, service.hold("/words/")
    page.add_init_script(WATCH)
    page.goto(german)
    expect(page.get_by_role("heading", name="2 comments")).to_be_visible()
    held.set()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading", name="2 comments")).to_be_visible()
    expect(page.locator("section.thread")).to_have_attribute("lang", "en")
    assert [text for text in page.evaluate("window.seen") if "Kommentar" in text] == []


@pytest.mark.parametrize("failure", ["drop", "503", {"status": 404}])
def test_without_its_words_a_thread_is_drawn_in_english_at_once(
    page: Page, service: FakeService, german: str, failure: str
) -> None:
    service.fail("GET", "/words/", failure)
    Reader(page).visit(german)
    expect(page.get_by_role("heading", name="2 comments")).to_be_visible()
    expect(page.locator("section.thread")).to_have_attribute("lang", "en")


def test_a_thread_that_cannot_be_loaded_says_so_in_the_readers_language(
    page: Page, service: FakeService, german: str
) -> None:
    service.fail("GET", "/comments", "drop")
    page.goto(german)
    expect(page.get_by_role("alert")).to_contain_text("Die Kommentare konnten nicht geladen werden.")
    page.get_by_role("button", name="Noch einmal versuchen").click()
    expect(page.get_by_role("heading", name="2 Kommentare")).to_be_visible()
    assert len(service.requests("GET", "/words/")) == 1


def test_a_hostile_file_of_words_can_only_be_read(page: Page, service: FakeService, german: str) -> None:
    attack = "<img src=x onerror='window.hit=1'><script>window.hit=1</script>"
    table = {
        name: attack if isinstance(word, str) else {"other": attack}
        for name, word in json.loads(words("de").bytes).items()
    }
    service.state.words["de"] = json.dumps({**table, "onclick": attack, "__proto__": {"polluted": attack}}).encode()
    reader = Reader(page).visit(german)
    expect(page.get_by_role("heading", level=2)).to_have_text(attack)
    service.state.publish_at_once = False
    reader.posted("Mine.")
    assert page.locator("comment-thread img, comment-thread script").count() == 0
    assert page.evaluate("[window.hit, {}.polluted]") == [None, None]


@pytest.mark.parametrize(
    "content",
    [
        b"null",
        b"[]",
        b'"Kommentare"',
        b"{",
        b"<h1>Hello</h1>",
        b'{"count": {"one": 5}, "heading": [], "closed": null, "sort": {}}',
    ],
)
def test_a_broken_file_of_words_leaves_english(page: Page, service: FakeService, german: str, content: bytes) -> None:
    service.state.words["de"] = content
    Reader(page).visit(german)
    expect(page.get_by_role("heading", name="2 comments")).to_be_visible()
    expect(page.get_by_role("group", name="Order")).to_be_visible()


def test_what_is_missing_in_a_file_of_words_is_said_in_english(page: Page, service: FakeService, german: str) -> None:
    service.state.words["de"] = b'{"count": {"other": "{n} Kommentare"}}'
    Reader(page).visit(german)
    expect(page.get_by_role("heading", name="2 Kommentare")).to_be_visible()
    expect(page.get_by_role("button", name="Reply to Ada")).to_have_count(2)


@pytest.mark.parametrize(
    ("n", "heading"), [(1, "1 komentarz"), (2, "2 komentarze"), (5, "5 komentarzy"), (22, "22 komentarze")]
)
def test_numbers_get_the_form_their_language_has(
    page: Page, site: Pages, service: FakeService, n: int, heading: str
) -> None:
    service.state.comments = [comment(number) for number in range(n)]
    Reader(page).visit(embedded(site, service, 'lang="pl"'))
    expect(page.get_by_role("heading", level=2)).to_have_text(heading)


def test_arabic_runs_from_right_to_left_from_the_empty_field_to_the_receipt(
    page: Page, site: Pages, service: FakeService
) -> None:
    service.state.manifest = notice_fixture.manifest("ar")
    Reader(page).visit(embedded(site, service, 'lang="en"', ' data-lang="ar"'))
    expect(page.locator("section.thread")).to_have_attribute("dir", "rtl")
    text = page.locator("form.form textarea")
    direction = "(node) => getComputedStyle(node).direction"
    assert text.evaluate(direction) == "rtl"
    text.fill("Hello")
    assert text.evaluate(direction) == "ltr"
    text.fill("")
    text.focus()
    fields = page.locator("form.form .who input")
    expect(fields).to_have_count(3)
    assert fields.evaluate_all("(all) => all.map((node) => getComputedStyle(node).direction)")[0] == "rtl"
    text.fill("أوافق.")
    fields.first.fill("عمر")
    page.locator("form.form .choice input").first.check()
    page.locator("form.form .primary").click()
    receipt = page.get_by_role("group", name="إيصالك")
    expect(receipt).to_have_attribute("dir", "rtl")
    expect(receipt.get_by_role("button", name="حفظ الدليل")).to_be_visible()
    expect(receipt.get_by_role("link", name="التحقق من إيصال")).to_be_visible()


def test_a_notice_in_another_language_keeps_its_own_direction(page: Page, site: Pages, service: FakeService) -> None:
    reader = Reader(page).visit(embedded(site, service, 'lang="ar" dir="rtl"'))
    form = page.locator("form.form")
    reader.open()
    expect(form).to_have_attribute("dir", "ltr")
    expect(form).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Cancel").click()
    expect(form).to_have_attribute("dir", "rtl")
    expect(form).to_have_attribute("lang", "ar")
