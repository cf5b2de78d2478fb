"""The widget's files over HTTP: compressed for who can read that, revalidated, the same bytes either way."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from commentsvc.widget import ASSETS, asset


@pytest.fixture
def database(sqlite_database: str) -> str:
    """Nothing here depends on the database."""
    return sqlite_database


@pytest.mark.parametrize("name", ASSETS)
def test_a_browser_gets_the_script_compressed(client: Any, name: str) -> None:
    response = client.get(f"/{name}", headers={"Accept-Encoding": "gzip, br"})

    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.data) == asset(name).bytes
    assert int(response.headers["Content-Length"]) == len(asset(name).gz)
    assert "Accept-Encoding" in response.headers["Vary"]


@pytest.mark.parametrize("encoding", [None, "br", "gzip;q=0", "identity"])
def test_who_cannot_read_gzip_gets_the_plain_bytes(client: Any, encoding: str | None) -> None:
    response = client.get("/embed.js", headers={"Accept-Encoding": encoding} if encoding else {})

    assert "Content-Encoding" not in response.headers
    assert response.data == asset("embed.js").bytes
    assert "Accept-Encoding" in response.headers["Vary"]


def test_each_form_has_its_own_etag_and_is_answered_with_304(client: Any) -> None:
    tags = []
    for encoding in ("gzip", "identity"):
        tag = client.get("/embed.js", headers={"Accept-Encoding": encoding}).headers["ETag"]
        again = client.get("/embed.js", headers={"Accept-Encoding": encoding, "If-None-Match": tag})
        assert again.status_code == 304
        assert again.data == b""
        tags.append(tag)

    assert len(set(tags)) == 2
