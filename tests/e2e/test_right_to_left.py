"""The hosted pages in a language that is written from right to left, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from playwright.sync_api import Page, expect

from tests.support.demo import Running
from tests.support.looks import beside


def test_an_arabic_reader_writes_and_takes_back_on_pages_that_begin_on_the_right(
    demo: Running, new_tab: Callable[..., Page]
) -> None:
    tab = new_tab(width=360)
    tab.goto(f"{demo.ready['url']}/t/demo/write?lang=ar&url={quote(demo.ready['article_url'], safe='')}")
    expect(tab.locator("html")).to_have_attribute("dir", "rtl")
    assert beside(tab) == 0
    heading, window = tab.locator("h1").bounding_box(), tab.evaluate("innerWidth")
    assert heading and heading["x"] + heading["width"] > window - 48

    tab.locator("#name").fill("ليلى")
    tab.locator("#body").fill("تعليق قصير")
    tab.locator("input[name='purpose.publish']").check()
    tab.locator("button.primary").click()
    expect(tab.get_by_role("heading", name="إيصالك")).to_be_visible()
    assert beside(tab) == 0

    tab.get_by_role("link", name="سحب").click()
    expect(tab.get_by_text("وافقت", exact=True)).to_be_visible()
    assert beside(tab) == 0
    tab.get_by_text("سحب هذه الموافقة").click()
    tab.get_by_role("button", name="سحب الموافقة ومحو تعليقي").click()
    expect(tab.get_by_text("سُحبت موافقتك ومُحي تعليقك.")).to_be_visible()
    expect(tab.locator("html")).to_have_attribute("lang", "ar")
