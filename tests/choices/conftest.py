"""The real service on loopback, the owner's site on another origin, and a browser that came with nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from commentsvc.widget.build import build
from tests.choices.site import OwnerSite
from tests.support.demo import free_port
from tests.support.sites import make_site
from tests.widget.pages import Pages


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    """The widget's files as the sources are now."""
    build()


@pytest.fixture
def database(sqlite_database: str) -> str:
    """What a browser sees does not depend on the database."""
    return sqlite_database


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def overrides(port: int) -> dict[str, Any]:
    return {"public_url": f"http://127.0.0.1:{port}"}


@pytest.fixture
def pages() -> Iterator[Pages]:
    """The owner's site."""
    served = Pages()
    yield served
    served.close()


@pytest.fixture
def stranger() -> Iterator[Pages]:
    """Another company, whose scripts a page would like to load."""
    served = Pages()
    served.pages["/counter.js"] = ("window.ran = [...(window.ran ?? []), 'counter'];", {})
    served.pages["/player.js"] = ("window.ran = [...(window.ran ?? []), 'player'];", {})
    yield served
    served.close()


@pytest.fixture
def owner(app: Any, deps: Any, port: int, pages: Pages, stranger: Pages) -> Iterator[OwnerSite]:
    """A site with a cookie notice, and the service that it uses."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield OwnerSite(deps, make_site(deps, "example", pages.url), f"http://127.0.0.1:{port}", pages, stranger)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def new_tab(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`new_tab(width=360, …)`: a tab in an empty profile; a script error on any page fails the test."""
    contexts: list[BrowserContext] = []
    thrown: list[str] = []

    def make(width: int = 1280, height: int = 900, **more: Any) -> Page:
        context = browser.new_context(**{"locale": "en-GB", "viewport": {"width": width, "height": height}, **more})
        context.set_default_timeout(180_000)
        contexts.append(context)
        tab = context.new_page()
        tab.on("pageerror", lambda error: thrown.append(str(error)))
        return tab

    yield make
    for context in contexts:
        context.close()
    assert thrown == []
