"""What the portal's tests share: where a site's hosted thread is, and a reader who fills in its form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from tests.support.pages import Page, submit


@pytest.fixture
def database(sqlite_database: str) -> str:
    """The portal adds no query of its own, so one kind of database is enough here."""
    return sqlite_database


@pytest.fixture
def thread_path(site: Any) -> str:
    """The hosted thread of the site's page."""
    return f"/t/{site.id}/?url={quote(site.page, safe='')}"


@pytest.fixture
def write_path(site: Any) -> str:
    """Its form."""
    return f"/t/{site.id}/write?url={quote(site.page, safe='')}"


@pytest.fixture
def send(client: Any, write_path: str) -> Callable[..., Any]:
    """`send(body="…", ticks=("publish",), at=…)`: opens the form, fills it in, sends it; the answer."""

    def fill_in(*, ticks: tuple[str, ...] = ("publish",), at: str = write_path, **fields: str) -> Any:
        values = {"name": "Ada", "body": "I *agree*."} | fields | {f"purpose.{purpose}": "yes" for purpose in ticks}
        return submit(client, at, values)

    return fill_in


def receipt_in(answer: Any) -> str:
    """The receipt's text as the result page shows it."""
    text = answer.get_data(as_text=True)
    return Page(text.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea>")[0]).text.strip()
