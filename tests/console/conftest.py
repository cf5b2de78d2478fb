"""The console's tests run on SQLite; what its use-cases ask of the database runs on both in tests/usecases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest


@pytest.fixture
def database(sqlite_database: str) -> str:
    """One database is enough for pages."""
    return sqlite_database


@pytest.fixture
def owner(sign_in: Callable[..., Any], site: Any) -> Any:
    """A browser in which Olga, admin of the site `example`, is signed in."""
    return sign_in("olga@example.org", name="Olga", site_id=site.id, role="admin")


@pytest.fixture
def moderator(sign_in: Callable[..., Any], site: Any) -> Any:
    """A browser in which Mia, moderator of the site `example`, is signed in."""
    return sign_in("mia@example.org", name="Mia", site_id=site.id, role="moderator")


@pytest.fixture
def foreigner(sign_in: Callable[..., Any], other_site: Any) -> Any:
    """A browser in which Fritz, admin of the other site only, is signed in."""
    return sign_in("fritz@example.org", name="Fritz", site_id=other_site.id, role="admin")


@pytest.fixture
def address(app: Any, site: Any) -> Iterator[str]:
    """Where the application with the site `example` answers a real browser."""
    from tests.console.desk import served

    with served(app) as url:
        yield url


@pytest.fixture
def new_tab(browser: Any) -> Iterator[Callable[..., Any]]:
    """`new_tab(width=360, …)`: a tab in an empty profile; a script error on any page fails the test."""
    contexts: list[Any] = []
    thrown: list[str] = []

    def make(width: int = 1280, **more: Any) -> Any:
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
