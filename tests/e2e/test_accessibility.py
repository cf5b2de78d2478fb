"""axe finds no violation on any page a person meets, on a phone and a desktop, light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.support.looks import beside, violations

SHAPES = [(360, "light"), (360, "dark"), (1440, "light"), (1440, "dark")]
CONSOLE = [
    *("queue", "queue?status=published", "threads", "activity", "rules", "rules/new/closed", "flagged"),
    *("consent-log", "evidence", "notice", "notice/en", "settings", "retention", "mail", "tokens"),
]
IN_ONE_SHAPE = [
    *("figures", "reports", "bans", "spam", "spam-learning", "my-mail"),
    *("requests", "papers", "people", "sign-in", "webhooks"),
]


def in_light_and_dark(page: Page) -> list[str]:
    """What axe finds on the page in either, without loading it twice, and with no colour on its way to another."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += violations(page)
    return found


@pytest.mark.parametrize(("width", "scheme"), SHAPES)
def test_the_article_with_the_form_open_has_no_violation(reader, width, scheme):
    somebody = reader(width=width, color_scheme=scheme)
    assert violations(somebody.page) == []
    somebody.form.locator("textarea").first.click()
    somebody.form.get_by_role("checkbox").first.wait_for()
    somebody.form.get_by_role("button", name="Publish").click()
    expect(somebody.form.locator("[aria-invalid=true]").first).to_be_visible()
    assert violations(somebody.page) == []


@pytest.mark.parametrize("width", [360, 1440])
def test_the_console_has_no_violation(moderator, width):
    boss = moderator(width=width)
    assert [problem for place in CONSOLE for problem in in_light_and_dark(boss.open(place))] == []
    boss.page.goto(f"{boss.demo['url']}/admin/account")
    assert in_light_and_dark(boss.page) == []


def test_the_pages_made_of_the_same_parts_have_no_violation_and_nothing_lies_beside_the_window(moderator):
    boss = moderator(width=360, color_scheme="dark")
    found = []
    for place in IN_ONE_SHAPE:
        found += violations(boss.open(place))
        assert beside(boss.page) == 0, place
    boss.open("queue").locator("body.live a.context").first.click()
    boss.page.locator("#context-author").wait_for()
    found += violations(boss.page)
    boss.page.goto(str(boss.page.locator("a[aria-keyshortcuts=b]").first.evaluate("link => link.href")))
    assert found + violations(boss.page) == []


@pytest.mark.parametrize("width", [360, 1440])
def test_sign_in_and_the_readers_own_pages_have_no_violation(demo, new_tab, width):
    tab = new_tab(width=width)
    site, page = demo.ready["site"], demo.ready["article_url"]
    found = []
    for path in (
        "/",
        "/admin/sign-in",
        f"/t/{site}/?url={page}",
        f"/t/{site}/write?url={page}",
        f"/my/{site}/",
        f"/my/{site}/receipt",
        f"/t/{site}/report/outcome",
        "/verify",
        "/problems/notice-stale",
    ):
        answer = tab.goto(demo.ready["url"] + path)
        assert answer.status == 200, path
        found += in_light_and_dark(tab)
    assert found == []
