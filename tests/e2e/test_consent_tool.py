"""A site's own consent tool on the demo's article, with the real service: its answer is recorded, its no withdraws."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.people import Reader
from tests.support.consent_tools import COOKIECONSENT, Tool
from tests.support.demo import Running


def run(page: Page, tool: Tool) -> None:
    """Have the tool on every page opened in `page`, and let the comments' script tag name it."""
    for text in re.findall(r"<script>(.*?)</script>", tool.head, re.DOTALL):
        page.add_init_script(text)
    named = json.dumps({"consentTool": tool.name, "consentCategory": tool.category})
    page.add_init_script(
        "new MutationObserver(() => document.querySelectorAll('script[data-site]').forEach((tag) => "
        f"Object.assign(tag.dataset, {named}))).observe(document, {{ subtree: true, childList: true }})"
    )


def test_a_refusal_in_the_sites_tool_forgets_and_is_withdrawn_in_the_log(
    demo: Running, new_tab: Callable[..., Page]
) -> None:
    page, tool = new_tab(), COOKIECONSENT
    run(page, tool)
    receipts: list[dict[str, Any]] = []
    page.on(
        "response",
        lambda r: receipts.append(r.json()["receipt"]) if r.request.method == "POST" and r.status == 201 else None,
    )
    Reader(page).visit(demo.ready["article_url"])
    page.locator("form.form textarea").first.focus()
    form = page.locator("form.form").first
    form.get_by_label("Name", exact=True).fill("Grace")
    form.locator("textarea").first.fill("Governed by a tool.")
    form.get_by_label("I agree that").check()
    remember = form.get_by_label("Remember my name")
    expect(remember).to_have_count(0)
    tool.yes(page)
    remember.check()
    form.get_by_role("button", name="Publish comment").click()
    page.locator("article.comment").filter(has_text="Governed by a tool.").wait_for()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.endsWith(':me')).length") == 1

    with page.expect_response(lambda r: r.url.endswith("/events") and r.request.method == "POST") as withdrawal:
        tool.no(page)
    assert withdrawal.value.ok
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('commentsvc'))")

    (receipt,) = receipts
    api = withdrawal.value.url.removesuffix("/events")
    file = page.request.get(f"{api}/receipt", headers={"Authorization": f"Bearer {receipt['secret']}"}).json()
    first, last = (json.loads(event["snapshot"]) for event in (file["events"][0], file["events"][-1]))
    assert first["record"]["signals"]["tool"] == {"name": tool.name, "category": tool.category, "answer": True}
    assert first["event"]["purposes"]["remember-me"] is True
    assert (last["event"]["type"], last["event"]["purposes"]["remember-me"]) == ("withdrawn", False)
