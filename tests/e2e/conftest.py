"""A demo in a process of its own, a real browser, and the people who use them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.people import Moderator, Reader
from tests.support.demo import Running, free_port, running_demo


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One demo for all of these tests; each test writes words of its own."""
    with running_demo(tmp_path_factory.mktemp("e2e") / "data", free_port()) as running:
        yield running


@pytest.fixture
def new_tab(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`new_tab(width=360, …)`: a tab in an empty profile; a script error on any page fails the test."""
    contexts: list[BrowserContext] = []
    thrown: list[str] = []

    def make(width: int = 1280, **more: Any) -> Page:
        context = browser.new_context(locale="en-GB", viewport={"width": width, "height": 900}, **more)
        context.set_default_timeout(180_000)
        contexts.append(context)
        tab = context.new_page()
        tab.on("pageerror", lambda error: thrown.append(str(error)))
        return tab

    yield make
    for context in contexts:
        context.close()
    assert thrown == []


@pytest.fixture
def reader(demo: Running, new_tab: Callable[..., Page]) -> Callable[..., Reader]:
    """`reader(width=…)`: somebody who has the demo's article open."""

    def arrive(path: str = "", **more: Any) -> Reader:
        url = demo.ready["article_url"]
        return Reader(new_tab(**more)).visit(path or url)

    return arrive


@pytest.fixture
def moderator(demo: Running, new_tab: Callable[..., Page]) -> Callable[..., Moderator]:
    """`moderator()`: the demo's administrator, signed in to the console."""

    def arrive(**more: Any) -> Moderator:
        return Moderator(new_tab(**more), demo.ready).sign_in()

    return arrive


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    """Where downloads go."""
    return tmp_path
