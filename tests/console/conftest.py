"""The console's tests run on SQLite; what its use-cases ask of the database runs on both in tests/usecases."""

from __future__ import annotations

from collections.abc import Callable
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
