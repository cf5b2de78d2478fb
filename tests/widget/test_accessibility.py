"""Finished for everybody: axe, the keyboard alone, narrow columns, large text, dark pages, right-to-left, no jumps."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.looks import violations

from .fake_service import FakeService, comment
from .pages import Pages
from .reader import Reader

DARK = "<style>:root{color-scheme:dark}body{background:#16181c;color:#e4e4e4}</style>"
LIGHT = "<style>body{background:#fff;color:#333}</style>"


def discussion(service: FakeService) -> None:
    long = "w" * 400
    service.state.comments = [
        comment(
            1,
            name="Ada",
            markup="<p>One.</p><blockquote><p>Quoted.</p></blockquote><pre><code>" + long + "</code></pre>",
        ),
        comment(2, name="B" * 80, parent="c1", author={"name": "B" * 80, "website": "https://example.org/"}),
        *[comment(n, name=f"R{n}", parent=f"c{n - 1}") for n in range(3, 9)],
        comment(9, placeholder=True, markup="", author={"name": None, "website": None}, status="removed"),
        comment(10, parent="c9", markup=f"<p>{long}</p>", edited_at="2026-01-01T00:00:00.000Z"),
    ]


def embedded(site: Pages, service: FakeService, path: str, head: str = LIGHT, html: str = 'lang="en"') -> str:
    script = f'<script async src="{service.url}/embed.js" data-site="example"></script>'
    return site.put(path, f"<main><h1>A story</h1>{script}</main>", head=head, html=html)


@pytest.mark.parametrize("head", [LIGHT, DARK], ids=["light", "dark"])
def test_axe_finds_nothing_in_the_thread_the_form_its_errors_and_the_receipt(
    page: Page, site: Pages, service: FakeService, head: str
) -> None:
    discussion(service)
    reader = Reader(page).visit(embedded(site, service, "/axe", head))
    assert violations(page) == []
    reader.write("Text.", "", agree=False)
    page.get_by_role("button", name="Read the whole notice").click()
    reader.submit.click()
    page.locator("[aria-invalid]").first.wait_for()
    page.locator("#comment-c1").get_by_role("button").click()
    page.get_by_role("button", name="Publish reply").wait_for()
    assert violations(page) == []
    page.locator("li").get_by_role("button", name="Cancel").click()
    own = reader.posted("Mine.")
    own.get_by_role("button", name="Delete").click()
    assert violations(page) == []


def test_a_reader_with_only_a_keyboard_comments_and_withdraws_nothing_by_accident(
    page: Page, article: str, service: FakeService
) -> None:
    Reader(page).visit(article)
    press, write = page.keyboard.press, page.keyboard.type
    while page.evaluate("document.activeElement.shadowRoot?.activeElement?.localName") != "textarea":
        press("Tab")
    page.get_by_role("button", name="Publish comment").wait_for()
    write("By keyboard.")
    press("Tab")
    write("Ada")
    for _ in range(3):  # e-mail, website, the whole notice
        press("Tab")
    press("Enter")
    expect(page.get_by_role("region", name="Before you publish")).to_be_visible()
    press("Tab")  # the notice's text, which scrolls
    press("Tab")  # its link
    press("Tab")
    press("Space")
    for _ in range(3):  # past two boxes, to the button
        press("Tab")
    expect(page.get_by_role("button", name="Publish comment")).to_be_focused()
    press("Enter")
    expect(page.locator("article.comment")).to_contain_text("By keyboard.")
    expect(page.locator("article.comment")).to_be_focused()
    assert service.requests("POST")[0].json["consent"]["purposes"] == {
        "publish": True,
        "reply-mail": False,
        "remember-me": False,
    }


def test_focus_is_visible_on_everything_that_can_have_it(page: Page, site: Pages, service: FakeService) -> None:
    service.state.comments = [comment(1)]
    reader = Reader(page).visit(embedded(site, service, "/focus"))
    seen = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        described = page.evaluate(
            "(() => { const node = document.activeElement.shadowRoot?.activeElement; if (!node) return null;"
            "const style = getComputedStyle(node);"
            "return [node.localName + '.' + node.className, style.outlineStyle, parseFloat(style.outlineWidth)] })()"
        )
        if described:
            seen.add(described[0])
            assert described[1] == "solid"
            assert described[2] >= 2
        if described and described[0].startswith("textarea"):
            reader.submit.wait_for()  # the form comes over the network; what is not there yet cannot be reached
    assert len(seen) >= 4


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
@pytest.mark.parametrize("html", ['lang="en"', 'lang="fa" dir="rtl"'])
def test_nothing_is_wider_than_the_page(
    browser: Browser, site: Pages, service: FakeService, width: int, html: str
) -> None:
    discussion(service)
    tab = browser.new_page(viewport={"width": width, "height": 900})
    reader = Reader(tab).visit(embedded(site, service, "/narrow", html=html)).open()
    tab.get_by_role("button", name="Read the whole notice").click()
    reader.posted("v" * 300)
    widest = tab.evaluate("document.documentElement.scrollWidth")
    assert widest <= width
    tab.close()


def test_at_twice_the_text_size_everything_stays_in_its_column(page: Page, site: Pages, service: FakeService) -> None:
    discussion(service)
    page.set_viewport_size({"width": 640, "height": 900})
    Reader(page).visit(embedded(site, service, "/zoom", head="<style>html{font-size:200%}</style>")).open()
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_in_right_to_left_text_the_thread_line_stands_on_the_right(
    page: Page, site: Pages, service: FakeService
) -> None:
    discussion(service)
    Reader(page).visit(embedded(site, service, "/rtl", html='lang="ar" dir="rtl"'))
    style = page.locator("ol.replies").first.evaluate(
        "(node) => { const s = getComputedStyle(node); return [s.borderRightWidth, s.borderLeftWidth] }"
    )
    assert style == ["1px", "0px"]


def test_a_comments_own_direction_wins_over_the_pages(page: Page, article: str, service: FakeService) -> None:
    service.state.comments = [comment(1, markup="<p>هذا سؤال جيد.</p>"), comment(2)]
    Reader(page).visit(article)
    directions = page.locator(".body").evaluate_all("(all) => all.map((node) => getComputedStyle(node).direction)")
    assert directions == ["rtl", "ltr"]


def test_nothing_moves_after_the_thread_is_drawn(page: Page, article: str, service: FakeService) -> None:
    discussion(service)
    reader = Reader(page).visit(article)
    reader.posted("Pending.")
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries())"
        " if (window.drawn && !entry.hadRecentInput) window.moved += entry.value })"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    reader.reload()
    page.evaluate("window.drawn = true")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(reader.comment("Pending.")).to_be_visible()
    assert page.evaluate("window.moved") == 0


def test_what_happens_is_said_in_a_live_region(page: Page, article: str) -> None:
    reader = Reader(page).visit(article)
    expect(page.locator(".all > [role=status]")).to_have_count(1)
    reader.posted()
    expect(page.locator(".all > [role=status]")).to_contain_text("waiting to be checked")


def test_every_article_has_a_name_of_author_and_time(page: Page, article: str, service: FakeService) -> None:
    service.state.comments = [comment(490, name="Ada")]
    Reader(page).visit(article)
    expect(page.get_by_role("article")).to_have_accessible_name("Ada Link to this comment, 10 hours ago")


@pytest.mark.parametrize("accent", ["#ffd400", "#003366", "currentColor"])
def test_the_primary_button_is_readable_on_any_accent(
    page: Page, site: Pages, service: FakeService, accent: str
) -> None:
    head = f"<style>comment-thread{{--commentsvc-accent:{accent}}}</style>"
    reader = Reader(page).visit(embedded(site, service, "/accent", head=head)).open()
    assert violations(page) == []
    expect(reader.submit).to_be_visible()
