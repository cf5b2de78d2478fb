"""Reading: one request draws the thread; sorting, paging, permalinks, gone comments, languages."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .fake_service import FakeService, comment
from .pages import Pages
from .reader import Reader


def conversation(service: FakeService) -> None:
    service.state.comments = [
        comment(1, name="Ada"),
        comment(2, name="Ben", parent="c1"),
        comment(3, name="Cleo", parent="c2"),
        comment(4, name="Dan"),
    ]


def test_one_request_draws_the_thread_and_asks_for_no_notice(page: Page, article: str, service: FakeService) -> None:
    conversation(service)
    reader = Reader(page).visit(article)
    assert reader.names == ["Ada", "Ben", "Cleo", "Dan"]
    assert [r.path for r in service.state.requests] == ["/api/v1/sites/example/comments"]
    assert service.state.requests[0].query["page"] == [article]
    expect(page.get_by_role("heading", name="4 comments")).to_be_visible()


def test_replies_are_nested_lists_inside_their_parents_item(page: Page, article: str, service: FakeService) -> None:
    conversation(service)
    Reader(page).visit(article)
    assert page.locator("ol.list > li").count() == 2
    assert page.locator("ol.list > li > ol > li > ol > li article").get_attribute("id") == "comment-c3"


def test_each_comment_can_be_reported_on_a_page_of_the_service(page: Page, article: str, service: FakeService) -> None:
    conversation(service)
    Reader(page).visit(article)
    links = page.get_by_role("link", name="Report", exact=True)
    expect(links).to_have_count(4)
    expect(links.first).to_have_attribute("href", f"{service.url}/api/v1/sites/example/reports?comment=c1")


def test_the_canonical_address_names_the_page_unless_it_is_of_another_origin(
    page: Page, site: Pages, service: FakeService
) -> None:
    script = f'<script async src="{service.url}/embed.js" data-site="example"></script>'
    ours = site.put("/a", script, head=f'<link rel="canonical" href="{site.url}/real#part">')
    theirs = site.put("/b", script, head='<link rel="canonical" href="https://elsewhere.example/x">')
    Reader(page).visit(ours + "?utm_source=x")
    Reader(page).visit(theirs + "#somewhere")
    assert [r.query["page"] for r in service.requests("GET", "comments")] == [[f"{site.url}/real"], [theirs]]


def test_the_thread_follows_the_script_tag_and_inherits_font_and_colour(
    page: Page, site: Pages, service: FakeService
) -> None:
    script = f'<script async src="{service.url}/embed.js" data-site="example"></script>'
    url = site.put("/styled", script, head="<style>body{color:rgb(1, 2, 3);font:19px Courier}</style>")
    Reader(page).visit(url)
    assert page.evaluate("document.querySelector('script').nextElementSibling.localName") == "comment-thread"
    style = page.locator("h2").evaluate("(node) => [getComputedStyle(node).color, getComputedStyle(node).fontFamily]")
    assert style == ["rgb(1, 2, 3)", "Courier"]


def test_what_readers_agree_to_is_there_whole_on_a_page_whose_text_does_not_wrap(
    page: Page, site: Pages, service: FakeService
) -> None:
    script = f'<script async src="{service.url}/embed.js" data-site="example"></script>'
    body = "white-space:pre;word-break:break-all;text-transform:uppercase;text-indent:9em;word-spacing:1em"
    url = site.put("/odd", f"<main>{script}</main>", head=f"<style>body{{width:20em;{body}}}</style>")
    reader = Reader(page).visit(url).open()
    within = "(node) => node.scrollWidth <= node.clientWidth"
    assert page.locator("section.thread").evaluate(within)
    run = (
        "(node) => { const { textTransform, textIndent } = getComputedStyle(node); return [textTransform, textIndent] }"
    )
    assert reader.form.locator("label").last.evaluate(run) == ["none", "0px"]


def test_several_threads_on_one_page_stay_apart(page: Page, site: Pages, service: FakeService) -> None:
    conversation(service)
    body = (
        f'<comment-thread site="example" page="key:left"></comment-thread>'
        f'<comment-thread site="example" page="/other"></comment-thread>'
        f'<script async src="{service.url}/embed.js"></script>'
    )
    Reader(page).visit(site.put("/two", body))
    expect(page.locator("article")).to_have_count(8)
    asked = sorted(r.query["page"][0] for r in service.requests("GET", "comments"))
    assert asked == sorted(["key:left", f"{site.url}/other"])


def test_data_key_names_the_page_by_the_owners_key(page: Page, site: Pages, service: FakeService) -> None:
    script = (
        f'<script async src="{service.url}/embed.js" data-site="example" data-key="story-7" data-title="T"></script>'
    )
    reader = Reader(page).visit(site.put("/keyed", script))
    assert service.requests("GET", "comments")[0].query["page"] == ["key:story-7"]
    reader.posted()
    assert service.requests("POST")[0].json["page"] == {"url": f"{site.url}/keyed", "key": "story-7", "title": "T"}


def test_the_other_order_is_one_click_away_and_is_marked_as_chosen(
    page: Page, article: str, service: FakeService
) -> None:
    conversation(service)
    reader = Reader(page).visit(article)
    newest = page.get_by_role("button", name="Newest first")
    assert newest.get_attribute("aria-pressed") == "false"
    newest.click()
    expect(newest).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Oldest first")).to_have_attribute("aria-pressed", "false")
    assert reader.names == ["Dan", "Ada", "Ben", "Cleo"]


def test_a_failed_change_of_order_leaves_the_thread_as_it_was(page: Page, article: str, service: FakeService) -> None:
    conversation(service)
    reader = Reader(page).visit(article)
    service.fail("GET", "comments", "503")
    page.get_by_role("button", name="Newest first").click()
    expect(page.get_by_text("The comments could not be loaded.")).to_be_visible()
    assert reader.names == ["Ada", "Ben", "Cleo", "Dan"]
    expect(page.get_by_role("button", name="Oldest first")).to_have_attribute("aria-pressed", "true")


def test_more_comments_are_appended_and_the_first_new_one_gets_the_focus(
    page: Page, article: str, service: FakeService
) -> None:
    service.state.comments = [comment(n, name=f"Reader {n}") for n in range(1, 31)]
    Reader(page).visit(article)
    expect(page.locator("article")).to_have_count(20)
    page.get_by_role("button", name="Show more comments").click()
    expect(page.locator("article")).to_have_count(30)
    expect(page.locator("#comment-c21")).to_be_focused()
    expect(page.get_by_role("button", name="Show more comments")).to_have_count(0)


def test_more_replies_find_their_place_below_their_parents(page: Page, article: str, service: FakeService) -> None:
    service.state.comments = [comment(1), *[comment(n, name=f"R{n}", parent="c1") for n in range(2, 8)]]
    service.state.replies_shown = 2
    reader = Reader(page).visit(article)
    page.get_by_role("button", name="Show 4 more replies").click()
    expect(page.locator("ol.list > li > ol > li")).to_have_count(6)
    expect(page.locator("#comment-c4")).to_be_focused()
    assert reader.names == ["Ada", "R2", "R3", "R4", "R5", "R6", "R7"]
    expect(page.get_by_role("button", name=re.compile("more repl"))).to_have_count(0)


def test_a_permalink_deep_in_a_long_thread_is_found_shown_and_focused(
    page: Page, article: str, service: FakeService
) -> None:
    service.state.comments = [comment(n) for n in range(1, 101)] + [comment(101, name="Deep", parent="c80")]
    Reader(page).visit(f"{article}#comment-c101")
    expect(page.locator("#comment-c101")).to_be_focused()
    expect(page.locator("#comment-c101")).to_be_in_viewport()
    assert service.requests("GET", "comments")[0].query["around"] == ["c101"]
    assert len(service.requests("GET", "comments")) == 1
    page.get_by_role("button", name="Show earlier comments").click()
    expect(page.locator("#comment-c60")).to_be_attached()
    ids = page.locator("ol.list > li > article").evaluate_all("(all) => all.map((one) => Number(one.id.slice(9)))")
    assert ids == sorted(ids)


def test_the_time_is_the_permalink_and_following_it_needs_no_request(
    page: Page, article: str, service: FakeService
) -> None:
    conversation(service)
    Reader(page).visit(article)
    link = page.locator("#comment-c4 time").locator("xpath=..")
    link.click()
    expect(page.locator("#comment-c4")).to_be_focused()
    assert page.url == f"{article}#comment-c4"
    assert len(service.requests("GET", "comments")) == 1


def test_a_permalink_to_an_unknown_comment_shows_the_thread_from_its_beginning(
    page: Page, article: str, service: FakeService
) -> None:
    conversation(service)
    reader = Reader(page).visit(f"{article}#comment-nowhere")
    assert reader.names == ["Ada", "Ben", "Cleo", "Dan"]


def test_times_are_spoken_with_the_exact_moment_beside_them(page: Page, article: str, service: FakeService) -> None:
    service.state.comments = [comment(498), comment(1, created_at="2020-02-29T12:00:00.000Z")]
    Reader(page).visit(article)
    near, far = page.locator("#comment-c498 time"), page.locator("#comment-c1 time")
    expect(near).to_have_text("2 hours ago")
    assert near.get_attribute("datetime") == service.state.comments[0]["created_at"]
    expect(far).to_have_text("29 Feb 2020" if "29 Feb" in far.inner_text() else "Feb 29, 2020")
    assert "2020" in (far.get_attribute("title") or "")


def test_a_gone_comment_says_so_and_keeps_its_replies(page: Page, article: str, service: FakeService) -> None:
    gone = comment(1, placeholder=True, markup=" ", author={"name": None, "website": None}, status="removed")
    service.state.comments = [gone, comment(2, name="Ben", parent="c1")]
    reader = Reader(page).visit(article)
    expect(page.locator("#comment-c1")).to_have_text("This comment is no longer here.")
    assert page.locator("#comment-c1 button").count() == 0
    assert reader.names == ["Ben"]


def test_a_closed_thread_can_be_read_and_offers_no_form(page: Page, article: str, service: FakeService) -> None:
    conversation(service)
    service.state.closed = True
    reader = Reader(page).visit(article)
    expect(page.get_by_text("This discussion is closed")).to_be_visible()
    assert len(reader.names) == 4
    assert page.locator("form, textarea").count() == 0
    assert page.get_by_role("button", name="Reply").count() == 0


def test_an_empty_thread_invites(page: Page, article: str) -> None:
    Reader(page).visit(article)
    expect(page.get_by_text("No comments yet. Yours could be the first.")).to_be_visible()
    expect(page.get_by_role("button", name="Newest first")).to_be_hidden()


def test_a_thread_that_cannot_be_loaded_says_so_and_can_be_tried_again(
    page: Page, article: str, service: FakeService
) -> None:
    conversation(service)
    service.fail("GET", "comments", "drop")
    page.goto(article)
    expect(page.get_by_text("The comments could not be loaded.")).to_be_visible()
    page.get_by_role("button", name="Try again").press("Enter")
    expect(page.locator("article")).to_have_count(4)
    expect(page.locator("section.thread")).to_be_focused()


def test_the_language_is_the_scripts_then_the_pages_then_english(page: Page, site: Pages, service: FakeService) -> None:
    script = f'<script async src="{service.url}/embed.js" data-site="example" data-lang="fr"></script>'
    plain = f'<script async src="{service.url}/embed.js" data-site="example"></script>'
    service.state.comments = [comment(1)]
    Reader(page).visit(site.put("/fr", script, html='lang="de"'))
    expect(page.get_by_role("heading", name="1 commentaire")).to_be_visible()
    Reader(page).visit(site.put("/de", plain, html='lang="de-AT"'))
    expect(page.get_by_role("heading", name="1 Kommentar")).to_be_visible()
    Reader(page).visit(site.put("/is", plain, html='lang="is"'))
    expect(page.get_by_role("heading", name="1 comment")).to_be_visible()


def test_the_element_draws_anew_when_its_page_changes(page: Page, site: Pages, service: FakeService) -> None:
    conversation(service)
    script = f'<script async src="{service.url}/embed.js"></script>'
    body = f'<comment-thread site="example" page="/one"></comment-thread>{script}'
    Reader(page).visit(site.put("/app", body))
    with page.expect_response(lambda answer: "two" in answer.url):
        page.evaluate("document.querySelector('comment-thread').setAttribute('page', '/two')")
    expect(page.locator("article")).to_have_count(4)
    assert [r.query["page"][0] for r in service.requests("GET", "comments")] == [f"{site.url}/one", f"{site.url}/two"]
