"""The widget's files over HTTP: compressed for who can read that, revalidated, the same bytes either way."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc import widget
from commentsvc.domain.consent import open_snapshot
from commentsvc.domain.languages import OWN_NAMES
from commentsvc.models.consent import ConsentRecordBody
from commentsvc.widget import ADDRESS_DIGITS, ASSETS, asset, manifest, part, tool, words


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


@pytest.mark.parametrize("lang", sorted(set(OWN_NAMES) - {"en"}))
def test_the_words_of_a_language_are_kept_for_ever_under_an_address_made_from_them(client: Any, lang: str) -> None:
    response = client.get(f"/words/{lang}-{manifest()['words']}.json", headers={"Origin": "https://example.org"})

    assert response.status_code == 200
    assert response.data == words(lang).bytes
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in response.headers


def test_a_script_of_another_version_gets_the_words_there_are_for_a_short_time(client: Any) -> None:
    response = client.get("/words/de-0123456789ab.json")

    assert response.data == words("de").bytes
    assert response.headers["Cache-Control"] == "public, max-age=300, stale-while-revalidate=86400"


@pytest.mark.parametrize("name", ["en-0", "xx-0", "de", "..%2fmanifest-0", "de/0", "DE-0"])
def test_words_that_there_are_not_are_a_problem_and_not_kept(client: Any, name: str) -> None:
    response = client.get(f"/words/{name}.json")

    assert response.status_code == 404
    assert response.json["slug"] == "not-found"
    assert "immutable" not in response.headers.get("Cache-Control", "")


@pytest.mark.parametrize("name", ["cookieconsent", "event", "klaro", "tcf", "wp"])
def test_a_page_of_any_origin_may_import_the_module_for_its_consent_tool(client: Any, name: str) -> None:
    response = client.get(f"/tools/{name}.js", headers={"Origin": "https://example.org"})

    assert response.status_code == 200
    assert response.data == tool(name).bytes
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Cache-Control"] == "public, max-age=300, stale-while-revalidate=86400"
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("name", ["none", "..%2fembed", "tcf.js", "TCF", "-"])
def test_a_tool_that_is_not_known_is_a_problem(client: Any, name: str) -> None:
    response = client.get(f"/tools/{name}.js")

    assert response.status_code == 404
    assert response.json["slug"] == "not-found"


def test_a_part_of_the_script_is_kept_for_ever_under_an_address_made_from_it(client: Any) -> None:
    built = part("writing")
    response = client.get(
        f"/parts/writing-{built.sha256[:ADDRESS_DIGITS]}.js", headers={"Origin": "https://example.org"}
    )

    assert response.data == built.bytes
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("name", ["writing-0123456789abcdef0123456789abcdef", "none-0", "writing", "..%2fembed-0"])
def test_a_part_of_another_build_is_a_problem_and_not_kept(client: Any, name: str) -> None:
    response = client.get(f"/parts/{name}.js")

    assert response.status_code == 404
    assert response.json["slug"] == "not-found"
    assert "immutable" not in response.headers.get("Cache-Control", "")


def test_where_the_widget_was_never_built_it_says_so_and_other_forms_are_taken_all_the_same(
    client: Any, site: Any, draft: Any, deps: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As under another server than ours, which starts all the same."""
    monkeypatch.setattr(widget, "DIST", tmp_path)
    for address in ("/embed.js", "/count.js", "/choices.js", "/words/de-0.json"):
        asked = client.get(address)
        assert (asked.status_code, asked.json["slug"]) == (503, "unavailable")
        assert "make install" in asked.json["detail"] and asked.headers["Retry-After"]

    posted = client.post(site.comments_url, json=draft(widget={"version": "0.1.0"}), headers={"Origin": site.origin})
    assert posted.status_code == 201
    record = open_snapshot(deps.session.scalars(sa.select(ConsentRecordBody.snapshot)).one())["record"]
    assert record["widget"] == {"version": "0.1.0", "sha256": None}
