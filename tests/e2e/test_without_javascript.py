"""The whole way of a comment and its receipt in a real browser that runs no scripts; and what a script adds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.parametrize("width", [360, 1280])
def test_a_reader_without_scripts_comments_replies_and_takes_it_back(
    demo: Any, new_tab: Callable[..., Page], moderator: Callable[..., Any], width: int
) -> None:
    words = f"Written without a script at {width}"
    tab = new_tab(width, java_script_enabled=False)
    tab.goto(demo.ready["article_url"])
    tab.get_by_role("link", name="Read and write comments").click()
    tab.get_by_role("link", name="Write a comment").click()
    tab.get_by_label("Comment", exact=True).fill(words)
    tab.get_by_label("Name", exact=True).fill("Ada")
    tab.get_by_role("button", name="Publish comment").click()
    expect(tab.get_by_label("Comment", exact=True)).to_have_value(words)  # refused: nothing was ticked

    tab.get_by_role("checkbox").check()
    tab.get_by_role("button", name="Publish comment").click()
    expect(tab.get_by_role("status").first).to_contain_text("waiting to be checked")
    receipt = tab.get_by_role("textbox", name="Your receipt").input_value()

    moderator().decide(words, "Publish")
    tab.get_by_role("link", name="Comments", exact=True).click()
    mine = tab.locator("article", has_text=words)
    mine.get_by_role("link", name="Reply").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Reply to Ada")

    tab.goto(f"{demo.ready['url']}/my/demo/")
    tab.get_by_label("The link or the text you kept").fill(receipt)
    tab.get_by_role("button", name="Open a receipt").click()
    tab.get_by_role("link", name="Details and changes").click()
    tab.get_by_text("Withdraw this").click()
    tab.get_by_role("button", name="Withdraw and erase my comment").click()

    expect(tab.get_by_role("status").first).to_contain_text("your comment is erased")
    tab.goto(demo.ready["article_url"])
    tab.get_by_role("link", name="Read and write comments").click()
    expect(tab.get_by_text(words)).to_have_count(0)


def test_the_link_of_a_receipt_opens_by_itself_and_its_secret_leaves_the_address(
    demo: Any, new_tab: Callable[..., Page]
) -> None:
    tab = new_tab()
    tab.goto(demo.ready["article_url"])
    tab.goto(tab.locator("noscript").first.inner_text().split('href="')[1].split('"')[0].replace("&amp;", "&"))
    tab.get_by_role("link", name="Write a comment").click()
    tab.get_by_label("Comment", exact=True).fill("With a script")
    tab.get_by_label("Name", exact=True).fill("Ada")
    tab.get_by_role("checkbox").check()
    tab.get_by_role("button", name="Publish comment").click()
    link = tab.get_by_role("link", name="Withdraw").get_attribute("href") or ""
    secret = link.split("#")[1]

    asked: list[str] = []
    tab.on("request", lambda request: asked.append(f"{request.url} {request.headers.get('referer', '')}"))
    tab.goto(link)

    expect(tab.get_by_text("You agreed", exact=True)).to_be_visible()
    assert secret not in tab.url
    assert not any(secret in address for address in asked if not address.startswith(link))
    assert tab.context.cookies() == [] or {cookie["name"] for cookie in tab.context.cookies()} == {"commentsvc_form"}
