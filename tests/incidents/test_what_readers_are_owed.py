"""Erased is erased, pending is not lost, and reading is nobody else's business."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from tests.support.choices import publish_cookie_notice
from tests.support.everything import file_bytes, tables_with


@pytest.fixture
def engine(deps: Any) -> Engine:
    """The test's database."""
    bound: Engine = deps.session.get_bind()
    return bound


# Isso: after deleting, e-mail, address and voters stay; Coral #4719; Garrul: erased text survives


@pytest.mark.parametrize("way", ["delete", "withdraw"])
def test_isso_coral_garrul_after_erasing_nothing_of_the_person_is_left_in_any_table(
    client: Any, site: Any, post: Any, decide: Any, engine: Engine, way: str
) -> None:
    answer = post(
        body="Swordfish and chips",
        author={"name": "Adelheid", "email": "adelheid@example.net", "website": "https://adelheid.example/"},
    )
    comment = answer["comment"]["id"]
    decide(comment, "publish")
    reply = post(parent=comment, body="A reply that stays")
    decide(reply["comment"]["id"], "publish")
    if way == "delete":
        gone = client.delete(
            f"{site.comments_url}/{comment}",
            headers=site.headers() | {"Authorization": f"Bearer {answer['edit_token']}"},
        )
        assert gone.status_code == 200
    else:
        gone = client.post(
            f"{site.url}/consents/{answer['receipt']['id']}/events",
            json={"type": "withdrawn", "purpose": "publish"},
            headers=site.headers() | {"Authorization": f"Bearer {answer['receipt']['secret']}"},
        )
        assert gone.status_code == 200

    for needle in ("swordfish", "adelheid"):
        assert tables_with(engine, needle) == []
        if engine.dialect.name == "sqlite":
            assert needle.encode() not in file_bytes(engine).lower(), "erased means overwritten"
    thread = client.get(site.comments_url, query_string={"page": site.page}).get_json()
    assert [reply["html"] for reply in thread["comments"][0]["replies"]] == ["<p>A reply that stays</p>"]


def test_twikoo_the_public_configuration_is_exactly_this(client: Any, site: Any) -> None:
    thread = client.get(site.comments_url, query_string={"page": site.page}).get_json()
    notice = client.get(f"{site.url}/notice").get_json()

    assert thread["site"].keys() == {"name", "moderation", "max_depth", "body_limit", "name_limit"}
    assert notice.keys() == {
        *("sha256", "version", "lang", "title", "summary", "text", "controller", "purposes"),
        *("labels", "buttons", "messages", "token", "expires_at", "forget_before"),
    }


def test_twikoo_the_public_cookie_notice_is_exactly_this(client: Any, site: Any, deps: Any) -> None:
    publish_cookie_notice(deps, site)
    shown = client.get(f"{site.url}/choices").get_json()
    served = client.get(f"{site.url}/notice", query_string={"for": "choices"}).get_json()

    assert shown.keys() == {
        *("sha256", "version", "lang", "dir", "title", "summary", "text", "kept", "controller", "purposes"),
        *("labels", "buttons", "messages", "gpc"),
    }
    assert served.keys() == shown.keys() - {"gpc"} | {"token", "expires_at"}


# WordPress 4.9.6: the pending notice vanished without cookie consent


def test_wordpress_the_author_sees_the_pending_comment_without_any_cookie(app: Any, site: Any, post: Any) -> None:
    answer = post(body="Still *mine*")
    fresh = app.test_client(use_cookies=False)
    seen = fresh.get(
        f"{site.comments_url}/{answer['comment']['id']}", headers={"Authorization": f"Bearer {answer['edit_token']}"}
    )

    assert seen.status_code == 200
    assert seen.get_json()["comment"]["status"] == "pending"
    assert seen.get_json()["comment"]["html"] == "<p>Still <em>mine</em></p>"


# Disqus: data sent to third parties on page load; Safari: third-party cookies blocked


def test_disqus_no_call_of_the_widget_sets_a_cookie(client: Any, site: Any, post: Any, decide: Any) -> None:
    answer = post()
    decide(answer["comment"]["id"], "publish")
    author = site.headers() | {"Authorization": f"Bearer {answer['edit_token']}"}
    calls = [
        client.get("/embed.js"),
        client.get("/count.js"),
        client.get(site.comments_url, query_string={"page": site.page}),
        client.get(f"{site.url}/counts", query_string={"page": site.page}),
        client.get(f"{site.url}/notice"),
        client.get(f"{site.comments_url}/{answer['comment']['id']}", headers=author),
        client.patch(f"{site.comments_url}/{answer['comment']['id']}", json={"body": "b"}, headers=author),
        client.delete(f"{site.comments_url}/{answer['comment']['id']}", headers=author),
    ]
    for response in calls:
        assert response.status_code < 300, response.request.path
        assert "Set-Cookie" not in response.headers, response.request.path
    assert client.get(f"/t/{site.id}/", query_string={"url": site.page}).headers.get("Set-Cookie") is None


def test_disqus_the_widgets_scripts_name_no_other_host(client: Any) -> None:
    for path in ("/embed.js", "/count.js"):
        script = client.get(path).get_data(as_text=True)
        hosts = set(re.findall(r"https?://([^/\"'`\s$]+)", script)) - {"www.w3.org"}
        assert hosts == set(), path
