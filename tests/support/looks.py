"""One way to judge how a page lies before a person: nothing that axe names, nothing beside the window."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def settled(page: Page) -> Page:
    """The page once it is loaded, its style sheets with it.

    Behind a click the words of the next page can be found before its style sheet has come; what is measured then is a
    page that nobody sees.
    """
    page.wait_for_load_state("load")
    return page


def violations(page: Page, within: str | None = None) -> list[str]:
    """What axe finds, in words; `within` is the selector of the one part that is ours."""
    asked: dict[str, Any] = {"context": within} if within else {}
    found = Axe().run(settled(page), **asked).response["violations"]
    return [f"{page.url}: {one['id']} on {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found]


def beside(page: Page) -> int:
    """CSS pixels that lie outside the window on either side; 0 where nobody has to scroll sideways."""
    return int(settled(page).evaluate("document.documentElement.scrollWidth - innerWidth"))
