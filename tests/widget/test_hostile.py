"""Hostile data, strict pages and other people's hosts: nothing runs, nothing leaks, nothing else is asked."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .fake_service import FakeService, comment
from .pages import Pages
from .reader import Reader

PAYLOADS = [
    '"><img src=x onerror="window.hit=\'name\'">',
    "' onmouseover='window.hit=1' x='",
    "<script>window.hit=1</script>",
    "javascript:window.hit=1",
    "${window.hit=1}",
    "{name}",
    "</style><svg onload=window.hit=1>",
]


def everything_hostile(service: FakeService) -> None:
    for number, payload in enumerate(PAYLOADS, 1):
        service.state.comments.append(
            comment(number, name=payload, author={"name": payload, "website": payload}, title=payload)
        )


def test_quotes_and_markup_in_names_and_websites_stay_text(page: Page, article: str, service: FakeService) -> None:
    """INCIDENTS: Isso's stored XSS through a quote in the website field; here the renderer is the widget."""
    everything_hostile(service)
    reader = Reader(page).visit(article)
    assert reader.names == PAYLOADS
    assert page.locator("article img, article script, article svg, article .name a").count() == 0
    for number in range(1, len(PAYLOADS) + 1):
        button = page.locator(f"#comment-c{number}").get_by_role("button")
        assert button.get_attribute("aria-label") == f"Reply to {PAYLOADS[number - 1]}"
    page.locator("#comment-c1").get_by_role("button").click()
    page.get_by_role("button", name="Publish reply").wait_for()
    assert page.evaluate("window.hit") is None


def test_a_comment_that_cannot_be_drawn_is_left_out_and_the_console_says_why(
    page: Page, article: str, service: FakeService
) -> None:
    service.state.page_size = 40
    service.state.comments = [comment(n, name=f"R{n}") for n in range(1, 31)]
    for number in (2, 25):
        service.state.comments[number - 1]["created_at"] = "at no time"
    service.state.comments.append(comment(100, name="R25.1", parent="c25"))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    reader = Reader(page).visit(article)
    expect(page.locator("#comment-c30")).to_be_visible()
    expect(page.locator("#comment-c100")).to_be_visible()
    shown = [name for name in [f"R{n}" for n in range(1, 31)] if name not in ("R2", "R25")]
    shown.insert(shown.index("R26"), "R25.1")
    assert reader.names == shown
    expect(page.locator("#comment-c2, #comment-c25")).to_have_count(2)
    expect(page.locator("#comment-c2:visible, #comment-c25:visible")).to_have_count(0)
    assert len([text for text in said if text.startswith("RangeError")]) == 2


@pytest.mark.parametrize(
    ("website", "shown"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("http://example.org/", "http://example.org/"),
        ("javascript:alert(1)", None),
        (" java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("//example.org", None),
        ("", None),
    ],
)
def test_only_web_addresses_become_links(
    page: Page, article: str, service: FakeService, website: str, shown: str | None
) -> None:
    service.state.comments = [comment(1, author={"name": "Ada", "website": website})]
    Reader(page).visit(article)
    link = page.locator("article .name a")
    assert (link.get_attribute("href") if link.count() else None) == shown
    if shown:
        assert link.get_attribute("rel") == "nofollow ugc noopener noreferrer"


def test_links_in_comments_get_their_rel_whatever_the_markup_said(
    page: Page, article: str, service: FakeService
) -> None:
    service.state.comments = [comment(1, markup='<p><a href="https://example.org" rel="opener">x</a></p>')]
    Reader(page).visit(article)
    assert page.locator(".body a").get_attribute("rel") == "nofollow ugc noopener noreferrer"


def test_a_hostile_page_title_and_window_name_change_nothing(page: Page, site: Pages, service: FakeService) -> None:
    """INCIDENTS: XSS by iframe name; a hostile window.name and postMessage sender."""
    script = f'<script async src="{service.url}/embed.js" data-site="example"></script>'
    url = site.put(
        "/t", script, head=f"<script>document.title = {PAYLOADS[0]!r}; window.name = {PAYLOADS[0]!r}</script>"
    )
    reader = Reader(page).visit(url)
    page.evaluate("(payload) => window.postMessage(payload, '*')", PAYLOADS[0])
    reader.posted("Calm.")
    assert service.requests("POST")[0].json["page"]["title"] == PAYLOADS[0]
    assert page.evaluate("window.hit") is None


def test_hostile_words_in_a_servers_refusal_stay_text(page: Page, article: str, service: FakeService) -> None:
    fields = {"author.name": [PAYLOADS[0]], "other": [PAYLOADS[2]]}
    service.fail("POST", "comments", {"slug": "validation", "status": 422, "title": PAYLOADS[0], "fields": fields})
    reader = Reader(page).visit(article).post("x")
    expect(reader.said).to_have_text(PAYLOADS[2])
    expect(reader.form.locator(".error").filter(has_text="onerror")).to_have_text(PAYLOADS[0])
    assert page.evaluate("window.hit") is None


def test_a_fresh_page_load_asks_only_the_service_and_stores_nothing(
    page: Page, article: str, service: FakeService
) -> None:
    """INCIDENTS: Disqus, data sent to third parties on page load: zero cookies, zero third-party requests."""
    service.state.comments = [comment(1)]
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add("/".join(request.url.split("/")[:3])))
    reader = Reader(page).visit(article)
    reader.open()
    assert hosts == {service.url, article.removesuffix("/news/a-story")}
    assert page.context.cookies() == []
    assert reader.stored("localStorage") == {}
    assert reader.stored("sessionStorage") == {}


def test_the_widget_works_in_a_frame_with_third_party_storage_blocked(
    page: Page, site: Pages, article: str, service: FakeService
) -> None:
    """INCIDENTS: cookies blocked in third-party frames (Safari). The sandbox refuses all storage."""
    url = site.put(
        "/frame", f'<iframe src="{article}" sandbox="allow-scripts allow-forms" width=800 height=900></iframe>'
    )
    page.goto(url)
    frame = page.frame_locator("iframe")
    frame.locator("form textarea").first.fill("From a frame.")
    frame.get_by_label("Name", exact=True).fill("Ada")
    frame.get_by_label("I agree that").check()
    frame.get_by_role("button", name="Publish comment").click()
    expect(frame.locator("article.comment")).to_contain_text("From a frame.")


def test_a_strict_content_security_policy_with_trusted_types_is_enough(
    page: Page, site: Pages, service: FakeService
) -> None:
    service.state.comments = [comment(1, markup="<p><em>Styled</em> text</p>")]
    script = f'<script async src="{service.url}/embed.js" data-site="example"></script>'
    policy = (
        f"default-src 'none'; script-src {service.url}; connect-src {service.url}; base-uri 'none'; "
        "require-trusted-types-for 'script'; trusted-types commentsvc"
    )
    url = site.put("/strict", script, Content_Security_Policy=policy)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "Security Policy" in message.text else None)
    reader = Reader(page).visit(url)
    assert page.locator(".body em").inner_text() == "Styled"
    assert page.locator("ol.list").evaluate("(node) => getComputedStyle(node).listStyleType") == "none"
    reader.posted("Under a policy.")
    page.get_by_role("button", name="Save as a file").click()
    assert complaints == []


def test_where_the_policy_allows_no_trusted_types_comments_show_as_text(
    page: Page, site: Pages, service: FakeService
) -> None:
    service.state.comments = [comment(1, markup="<p><em>Plain</em> text</p>")]
    script = f'<script async src="{service.url}/embed.js" data-site="example"></script>'
    policy = "require-trusted-types-for 'script'; trusted-types 'none'"
    Reader(page).visit(site.put("/tt", script, Content_Security_Policy=policy))
    expect(page.locator(".body")).to_contain_text("Plain text")
    assert page.locator(".body em").count() == 0


def test_styles_of_the_page_do_not_reach_in_and_ours_do_not_reach_out(
    page: Page, site: Pages, service: FakeService
) -> None:
    service.state.comments = [comment(1)]
    script = f'<script async src="{service.url}/embed.js" data-site="example"></script>'
    head = "<style>button, h2, .comment { display: none !important } .button { border: 9px solid red }</style>"
    Reader(page)
    page.goto(site.put("/loud", f'<a class="text-button" href="/x">Page</a>{script}', head=head))
    expect(page.locator("comment-thread h2")).to_be_visible()
    expect(page.locator("#comment-c1")).to_be_visible()
    assert page.locator("body > a").evaluate("(node) => getComputedStyle(node).cursor") == "pointer"
    assert page.locator("body > a").evaluate("(node) => getComputedStyle(node).textDecorationLine") == "underline"


def test_an_owner_changes_colours_by_property_and_part(page: Page, site: Pages, service: FakeService) -> None:
    service.state.comments = [comment(1)]
    script = f'<script async src="{service.url}/embed.js" data-site="example"></script>'
    head = (
        "<style>comment-thread { --commentsvc-accent: rgb(0, 90, 60) } "
        "comment-thread::part(name) { letter-spacing: 3px }</style>"
    )
    reader = Reader(page).visit(site.put("/themed", script, head=head)).open()
    assert reader.submit.evaluate("(node) => getComputedStyle(node).backgroundColor") == "rgb(0, 90, 60)"
    assert page.locator(".name").evaluate("(node) => getComputedStyle(node).letterSpacing") == "3px"
