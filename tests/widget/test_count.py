"""count.js: the numbers of comments, one request for all of a page."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .fake_service import FakeService
from .pages import Pages


def counted(site: Pages, service: FakeService, body: str) -> str:
    return site.put("/list", f'{body}<script async src="{service.url}/count.js" data-site="example"></script>')


def test_every_element_gets_its_number_with_one_request(page: Page, site: Pages, service: FakeService) -> None:
    service.state.counts = {"/a": 3, f"{site.url}/b": 1, "key:k": 12, f"{site.url}/list": 7}
    body = (
        '<i data-comment-count="/a"></i><a href="/b#comments" data-comment-count>?</a>'
        '<i data-comment-count="key:k"></i><i data-comment-count></i><i data-comment-count="/a"></i>'
        '<i data-comment-count="/unknown"></i>'
    )
    page.goto(counted(site, service, body))
    expect(page.locator("[data-comment-count]")).to_have_text(["3", "1", "12", "7", "3", "0"])
    asked = service.requests("GET", "counts")
    assert len(asked) == 1
    assert asked[0].query["page"] == ["/a", f"{site.url}/b", "key:k", f"{site.url}/list", "/unknown"]
    assert "cookie" not in asked[0].headers


def test_more_than_a_hundred_pages_are_asked_in_batches(page: Page, site: Pages, service: FakeService) -> None:
    service.state.counts = {f"/p{n}": n for n in range(230)}
    page.goto(counted(site, service, "".join(f'<i data-comment-count="/p{n}"></i>' for n in range(230))))
    expect(page.locator("i").last).to_have_text("229")
    assert [len(r.query["page"]) for r in service.requests("GET", "counts")] == [100, 100, 30]


def test_long_addresses_do_not_make_a_request_line_that_proxies_refuse(
    page: Page, site: Pages, service: FakeService
) -> None:
    body = "".join(f'<i data-comment-count="/{"x" * 300}{n}"></i>' for n in range(60))
    page.goto(counted(site, service, body))
    expect(page.locator("i").last).to_have_text("0")
    asked = service.requests("GET", "counts")
    assert sum(len(r.query["page"]) for r in asked) == 60
    assert len(asked) > 1


def test_a_service_that_is_down_leaves_the_pages_own_words(page: Page, site: Pages, service: FakeService) -> None:
    service.fail("GET", "counts", "503")
    with page.expect_response("**/counts*"):
        page.goto(counted(site, service, '<i data-comment-count="/a">Comments</i>'))
    expect(page.locator("i")).to_have_text("Comments")


def test_a_page_without_such_elements_is_not_asked_about(page: Page, site: Pages, service: FakeService) -> None:
    page.goto(counted(site, service, "<p>No numbers.</p>"))
    page.wait_for_load_state("networkidle")
    assert service.state.requests == []
