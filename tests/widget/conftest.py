"""A real browser, a stand-in for the service, and the owner's site on another origin."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from commentsvc.widget.build import build

from .fake_service import FakeService
from .pages import Pages


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    """The widget's files as the sources are now."""
    build()


@pytest.fixture
def service() -> Iterator[FakeService]:
    fake = FakeService()
    yield fake
    fake.close()


@pytest.fixture
def site() -> Iterator[Pages]:
    pages = Pages()
    yield pages
    pages.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    fresh = browser.new_context(locale="en-GB")
    yield fresh
    fresh.close()


@pytest.fixture
def patience() -> str:
    """A script for every page: its threads wait for the words of their language as long as it takes. Override it where
    that they do not is what is tested."""
    return "{ const later = setTimeout; window.setTimeout = (what, ms) => later(what, ms === 1000 ? 60_000 : ms) }"


@pytest.fixture
def page(context: BrowserContext, patience: str) -> Iterator[Page]:
    """A tab that fails its test when the page logs an error or throws."""
    context.add_init_script(patience)
    tab = context.new_page()
    thrown: list[str] = []
    tab.on("pageerror", lambda error: thrown.append(str(error)))
    yield tab
    assert thrown == []


@pytest.fixture
def article(site: Pages, service: FakeService) -> str:
    """The URL of a page with the one script tag."""
    script = f'<script async src="{service.url}/embed.js" data-site="example"></script>'
    return site.put("/news/a-story", f"<main><h1>A story</h1><p>Text.</p>{script}</main><footer>End</footer>")
