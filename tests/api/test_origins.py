"""Which page of another origin may read what, and write where (Fetch standard, CORS)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.problems import assert_problem

UUID = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def database(sqlite_database: str) -> str:
    """Nothing here depends on the database."""
    return sqlite_database


def test_a_page_of_the_site_is_told_what_it_may_send(client: Any, site: Any) -> None:
    response = preflight(client, site.comments_url, "POST", site.origin)

    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == site.origin
    assert "Origin" in response.headers["Vary"]
    assert "POST" in response.headers["Access-Control-Allow-Methods"].split(", ")
    allowed = response.headers["Access-Control-Allow-Headers"].lower()
    assert all(name in allowed for name in ("authorization", "content-type", "idempotency-key"))
    assert int(response.headers["Access-Control-Max-Age"]) > 0
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "https://example.org.evil.example", "http://example.org"]
)
def test_a_page_of_another_origin_is_not(client: Any, site: Any, origin: str) -> None:
    response = preflight(client, site.comments_url, "POST", origin)

    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_an_author_on_the_sites_page_may_change_the_comment(client: Any, site: Any, method: str) -> None:
    response = preflight(client, f"{site.comments_url}/{UUID}", method, site.origin)

    assert response.headers["Access-Control-Allow-Origin"] == site.origin
    assert method in response.headers["Access-Control-Allow-Methods"].split(", ")


def test_a_read_with_a_secret_may_be_asked_for_from_anywhere(client: Any, site: Any) -> None:
    response = preflight(client, f"{site.comments_url}/{UUID}", "GET", "https://anywhere.example")

    assert response.headers["Access-Control-Allow-Origin"] == "*"


def preflight(client: Any, path: str, method: str, origin: str) -> Any:
    return client.options(path, headers={"Origin": origin, "Access-Control-Request-Method": method})


def test_the_answer_to_a_write_is_readable_for_the_sites_page_only(client: Any, site: Any, draft: Any) -> None:
    response = client.post(site.comments_url, json=draft(), headers=site.headers())

    assert response.status_code == 201
    assert response.headers["Access-Control-Allow-Origin"] == site.origin
    assert "Origin" in response.headers["Vary"]
    exposed = response.headers["Access-Control-Expose-Headers"]
    assert "Retry-After" in exposed and "ETag" in exposed


def test_a_refused_draft_is_readable_for_the_sites_page(client: Any, site: Any, draft: Any) -> None:
    response = client.post(site.comments_url, json=draft(body=""), headers=site.headers())

    assert_problem(response, 422, "validation", "body")
    assert response.headers["Access-Control-Allow-Origin"] == site.origin


def test_a_foreign_page_is_refused_in_words_it_can_show(client: Any, site: Any, draft: Any, stored: Any) -> None:
    response = client.post(site.comments_url, json=draft(), headers={"Origin": "https://evil.example"})

    assert_problem(response, 403, "origin-not-allowed")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert stored(site).comments == 0


@pytest.mark.parametrize("path", ["comments", "moderation/decisions"])
def test_one_sites_page_may_not_write_to_another_site(client: Any, site: Any, other_site: Any, path: str) -> None:
    response = client.post(f"{other_site.url}/{path}", json={}, headers=site.headers() | other_site.operator())

    assert_problem(response, 403, "origin-not-allowed")


def test_without_an_origin_nobody_may_post_a_comment(client: Any, site: Any, draft: Any, stored: Any) -> None:
    assert_problem(client.post(site.comments_url, json=draft()), 403, "origin-not-allowed")
    assert stored(site).comments == 0
