"""A long thread is drawn a piece a frame. Here the test says when a frame is, and what happens in between counts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from .fake_service import FakeService, comment
from .pages import Pages
from .reader import Reader

MANY = 60
HOLD_FRAMES = """
  const waiting = [], later = setTimeout, frame = requestAnimationFrame;
  window.requestAnimationFrame = (go) => waiting.push(go);
  window.setTimeout = (what, ms) => (ms === 100 ? 0 : later(what, ms));
  window.letGo = () => {
    window.requestAnimationFrame = frame;
    window.setTimeout = later;
    waiting.forEach((go) => frame(go));
  };
"""
HOLD_TURNS = """
  const waiting = [], root = () => document.querySelector("comment-thread")?.shadowRoot;
  let held = true;
  window.scheduler = { yield: () => new Promise((go) => (held ? waiting.push(go) : go())) };
  window.turnUntil = async (selector) => {
    while (!root()?.querySelector(selector)) {
      waiting.shift()?.();
      await new Promise((go) => setTimeout(go));
    }
  };
  window.letGo = () => {
    held = false;
    waiting.forEach((go) => go());
  };
"""
OWNERS = """<style>
  comment-thread::part(list), comment-thread::part(form), comment-thread::part(title) { padding: 3em; margin: 3em }
</style>"""
NOBODY_LOOKS = """
  Object.defineProperty(document, "hidden", { get: () => true });
  window.requestAnimationFrame = () => 0;
  window.scheduler = undefined;
"""


def held(page: Page) -> None:
    """Every page of this tab draws what comes first and waits for `let_go`."""
    page.add_init_script(f"{{ {HOLD_FRAMES} }}")


def let_go(page: Page) -> None:
    page.evaluate("letGo()")
    expect(page.locator("ol.list")).not_to_have_attribute("aria-busy", "true")


def busy(page: Page) -> Locator:
    return page.locator("ol.list[aria-busy=true]")


def many(service: FakeService, **more: str) -> None:
    service.state.page_size = MANY
    service.state.comments = [comment(n, name=f"R{n}", **more) for n in range(1, MANY + 1)]


def names(first: int = 1, last: int = MANY) -> list[str]:
    return [f"R{n}" for n in range(first, last + 1)]


def test_what_is_in_sight_comes_first_and_the_rest_in_order_below_it(
    page: Page, article: str, service: FakeService
) -> None:
    many(service)
    replies = [comment(100 + n, name=f"R{n}.{n}", parent=f"c{n}") for n in (1, 30, MANY)]
    service.state.comments += [*replies, comment(200, name="deep", parent="c130")]
    held(page)
    reader = Reader(page).visit(article)
    expect(busy(page)).to_be_visible()
    shown = reader.names
    whole = names()
    for place, name in ((MANY, f"R{MANY}.{MANY}"), (30, "deep"), (30, "R30.30"), (1, "R1.1")):
        whole.insert(place, name)
    assert len(shown) < len(whole)
    expect(page.get_by_role("heading", name=f"{MANY + 4} comments")).to_be_visible()
    let_go(page)
    assert shown == whole[: len(shown)]
    assert reader.names == whole
    assert page.locator("ol.list > li").count() == MANY


def test_what_is_not_shown_yet_takes_no_room_and_nobody_can_reach_it(
    page: Page, site: Pages, service: FakeService
) -> None:
    many(service)
    page.add_init_script(f"{{ {HOLD_TURNS} }}")
    script = f'<script async src="{service.url}/embed.js" data-site="example"></script>'
    page.goto(site.put("/veil", f"<p>Text.</p>{script}<footer><a href='#'>End</a></footer>", head=OWNERS))
    page.evaluate("turnUntil('[role=status]')")
    footer = page.locator("footer")
    place = footer.bounding_box()
    page.evaluate("turnUntil('#comment-c2')")
    assert footer.bounding_box() == place
    expect(page.get_by_role("article")).to_have_count(0)
    expect(page.locator("#comment-c1")).to_be_hidden()
    page.keyboard.press("Tab")
    expect(footer.get_by_role("link")).to_be_focused()
    within = "(node) => node.getBoundingClientRect().top - node.closest('.all').getBoundingClientRect().top"
    laid_out = page.locator("#comment-c2").evaluate(within)
    page.evaluate("letGo()")
    expect(page.get_by_role("article")).to_have_count(MANY)
    assert page.locator("#comment-c2").evaluate(within) == laid_out


def test_what_is_drawn_later_moves_nothing_and_takes_no_focus(page: Page, article: str, service: FakeService) -> None:
    many(service)
    held(page)
    Reader(page).visit(article)
    page.locator("#comment-c2 a").first.focus()
    places = "(all) => all.slice(0, 5).map((one) => one.getBoundingClientRect().top)"
    before = page.locator("article.comment").evaluate_all(places)
    let_go(page)
    assert page.locator("article.comment").evaluate_all(places) == before
    expect(page.locator("#comment-c2 a").first).to_be_focused()


def test_screen_readers_hear_once_that_the_comments_are_there(page: Page, article: str, service: FakeService) -> None:
    many(service)
    held(page)
    Reader(page).visit(article)
    status = page.locator(".all > [role=status]")
    expect(status).to_have_text("")
    status.evaluate(
        "(node) => new MutationObserver((all) => (window.said = (window.said ?? 0) + all.length))"
        ".observe(node, { childList: true })"
    )
    let_go(page)
    expect(status).to_have_text(f"{MANY} comments")
    assert page.evaluate("window.said") == 1


def test_a_link_to_a_comment_that_is_still_to_be_drawn_is_followed_when_it_is(
    page: Page, article: str, service: FakeService
) -> None:
    many(service)
    held(page)
    Reader(page).visit(article)
    page.evaluate("location.hash = '#comment-c50'")
    expect(page.locator("#comment-c50")).to_have_count(0)
    let_go(page)
    expect(page.locator("#comment-c50")).to_be_focused()
    expect(page.locator("#comment-c50")).to_be_in_viewport()
    assert len(service.requests("GET", "comments")) == 1


def test_another_order_chosen_meanwhile_is_the_only_one_drawn(page: Page, article: str, service: FakeService) -> None:
    many(service)
    held(page)
    reader = Reader(page).visit(article)
    newest = page.get_by_role("button", name="Newest first")
    newest.click()
    expect(newest).to_have_attribute("aria-pressed", "true")
    let_go(page)
    assert reader.names == names()[::-1]


def test_earlier_comments_asked_for_meanwhile_come_before_all(page: Page, article: str, service: FakeService) -> None:
    many(service)
    service.state.page_size = MANY // 2
    held(page)
    reader = Reader(page).visit(f"{article}#comment-c40")
    page.get_by_role("button", name="Show earlier comments").click()
    expect(page.locator("#comment-c8")).to_be_attached()
    let_go(page)
    assert reader.names == names(8)
    expect(page.get_by_role("button", name="Show earlier comments")).to_have_count(1)


@pytest.mark.parametrize("parent", [None, "c1"])
def test_what_the_reader_posts_meanwhile_stands_where_it_belongs(
    page: Page, article: str, service: FakeService, parent: str | None
) -> None:
    many(service, parent="c1")
    service.state.comments[0]["parent"] = None
    service.state.publish_at_once = True
    held(page)
    reader = Reader(page).visit(article)
    if parent is None:
        reader.posted("Meanwhile.", name="Me")
        expected = ["Me", *names()]
    else:
        reader.reply("comment-c1", "R1", "Meanwhile.")
        reader.comment("Meanwhile.").last.wait_for()
        expected = [*names(), "Me"]
    let_go(page)
    assert reader.names == expected


def test_a_reply_that_waits_is_found_below_what_is_drawn_late(page: Page, article: str, service: FakeService) -> None:
    many(service)
    reader = Reader(page).visit(article)
    reader.reply("comment-c50", "R50", "Later.")
    reader.comment("Later.").last.wait_for()
    held(page)
    reader.reload()
    let_go(page)
    assert reader.names == [*names(1, 50), "Me", *names(51)]


def test_a_post_that_arrived_without_an_answer_gets_its_receipt_though_it_was_still_to_be_drawn(
    page: Page, article: str, service: FakeService
) -> None:
    many(service)
    service.state.page_size = MANY + 1
    service.state.publish_at_once = True
    held(page)
    reader = Reader(page).visit(article)
    service.fail("POST", "comments", "lose-answer", times=100)
    reader.post("Only once.", name="Me")
    expect(reader.said).not_to_be_empty()
    page.goto("about:blank")
    service.state.failures.clear()
    reader.visit(article)
    page.get_by_role("group").filter(has_text="receipt").first.wait_for()
    let_go(page)
    assert reader.names == [*names(), "Me"]


def test_a_page_that_nobody_looks_at_is_drawn_to_its_end(page: Page, article: str, service: FakeService) -> None:
    many(service)
    page.add_init_script(f"{{ {NOBODY_LOOKS} }}")
    reader = Reader(page).visit(article)
    expect(page.locator("article.comment")).to_have_count(MANY)
    assert reader.names == names()


def test_a_page_that_is_never_painted_is_drawn_all_the_same(page: Page, site: Pages, service: FakeService) -> None:
    many(service)
    page.add_init_script("window.requestAnimationFrame = () => 0")
    script = f'<script async src="{service.url}/embed.js" data-site="example"></script>'
    Reader(page).visit(site.put("/unseen", script))
    expect(page.locator("article.comment")).to_have_count(MANY)
