"""Between sites, between origins, between reading and writing."""

from __future__ import annotations

import gzip
import json
import re
import time
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from tests.support.everything import dump
from tests.support.pages import Page
from tests.support.problems import assert_problem


@pytest.fixture
def engine(deps: Any) -> Engine:
    """The test's database."""
    bound: Engine = deps.session.get_bind()
    return bound


# Isso: CSRF check lets a POST without Content-Type through


@pytest.mark.parametrize(
    "content_type", [None, "", "text/plain", "application/x-www-form-urlencoded", "application/json"]
)
def test_isso_post_without_a_type_from_a_foreign_origin_is_refused(
    client: Any, site: Any, draft: Any, stored: Any, content_type: str | None
) -> None:
    for origin in ("https://evil.example", "null", "https://example.org.evil.example", "http://example.org"):
        response = client.post(
            site.comments_url, data=json.dumps(draft()), content_type=content_type, headers={"Origin": origin}
        )
        assert_problem(response, 403, "origin-not-allowed")
    assert stored(site).comments == 0


def test_isso_a_form_of_the_console_without_its_token_does_nothing(admin: Any, site: Any, engine: Engine) -> None:
    before = dump(engine)
    for path in ("settings", "tokens", "queue", "notice/en"):
        response = admin.post(f"/admin/{site.id}/{path}", data={"name": "Mine now"})
        assert response.status_code >= 400 or Page(response.get_data(as_text=True)).forms, path
    assert dump(engine) == before


# Isso: the moderation link acts on GET; Remark42: its delete-me link acts on GET


def test_isso_remark42_no_get_changes_anything(
    app: Any, client: Any, admin: Any, site: Any, post: Any, decide: Any, engine: Engine
) -> None:
    answer = post()
    decide(answer["comment"]["id"], "publish")
    values = {
        "site": site.id,
        "comment": answer["comment"]["id"],
        "record": answer["receipt"]["id"],
        "lang": "en",
        "sha256": client.get(f"{site.url}/notice").get_json()["sha256"],
    }
    secrets = [site.token, answer["edit_token"], answer["receipt"]["secret"]]
    before = dump(engine)
    opened = 0
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or not set(rule.arguments) <= set(values):
            continue
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: values[match[1]], rule.rule)
        for browser, secret in ((admin, secrets[0]), *((client, secret) for secret in secrets)):
            headers = {"Authorization": f"Bearer {secret}"}
            query = {"page": site.page, "url": site.page, "action": "remove", "confirm": "1"}
            response = browser.get(path, headers=headers, query_string=query)
            assert response.status_code < 500, path
            response.get_data()
            response.close()
            opened += 1
    assert opened > 100
    after = dump(engine)
    audited = [row for row in after.pop("audit_event") if row not in before["audit_event"]]
    assert all("export.consent-log" in row for row in audited), "an export is logged, as it must be"
    before.pop("audit_event")
    assert after == before


# decompression bombs (Commento's unbounded gzip): bodies are never unpacked


def test_commento_a_compressed_body_is_not_unpacked(client: Any, site: Any, draft: Any, stored: Any) -> None:
    bomb = gzip.compress(json.dumps(draft() | {"body": "x" * 5_000_000}).encode())
    response = client.post(
        site.comments_url,
        data=bomb,
        content_type="application/json",
        headers=site.headers() | {"Content-Encoding": "gzip"},
    )

    assert_problem(response, 415, "unsupported-media-type")
    assert stored(site).comments == 0


# Remark42: cross-site action by leaving out the site id


def test_remark42_what_belongs_to_one_site_cannot_be_reached_through_another(
    client: Any, site: Any, other_site: Any, post: Any, engine: Engine
) -> None:
    answer = post()
    comment, record = answer["comment"]["id"], answer["receipt"]["id"]
    author = other_site.headers() | {"Authorization": f"Bearer {answer['edit_token']}"}
    holder = other_site.headers() | {"Authorization": f"Bearer {answer['receipt']['secret']}"}
    before = dump(engine)

    base = other_site.url
    attempts = [
        client.get(f"{base}/comments/{comment}", headers=author),
        client.patch(f"{base}/comments/{comment}", json={"body": "mine"}, headers=author),
        client.delete(f"{base}/comments/{comment}", headers=author),
        client.get(f"{base}/consents/{record}", headers=holder),
        client.post(
            f"{base}/consents/{record}/events", json={"type": "withdrawn", "purpose": "publish"}, headers=holder
        ),
        client.get(f"{base}/moderation/comments", headers=site.operator()),
        client.get(f"{base}/consent-log", headers=site.operator()),
        client.post(
            f"{base}/moderation/decisions",
            json={"decisions": [{"comment": comment, "action": "publish"}]},
            headers=site.operator(),
        ),
    ]
    for response in attempts:
        assert_problem(response, 404, "not-found")
    assert dump(engine) == before
    for path in ("/api/v1/sites//comments", "/api/v1/comments", "/api/v1/sites/%20/comments?page=/a"):
        assert client.get(path).status_code in (404, 308), path


# Waline: sends comments to Akismet by default with a shared key


def test_waline_a_fresh_install_talks_to_nobody(monkeypatch: pytest.MonkeyPatch, site: Any, post: Any) -> None:
    import socket

    asked: list[Any] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **_: asked.append(args))
    monkeypatch.setattr(socket.socket, "connect", lambda _self, address: asked.append(address))
    post(
        body="Look at https://example.net/ please", author={"email": "ada@example.net", "website": "https://a.example"}
    )

    reached = [found for found in asked if not str(found[0] if isinstance(found, tuple) else found).startswith("/")]
    assert reached == []


# Isso's Disqus import in local time shifts times


def test_isso_the_machines_time_zone_changes_nothing(
    client: Any, site: Any, monkeypatch: pytest.MonkeyPatch, time_machine: Any, draft: Any
) -> None:
    time_machine.move_to("2026-03-29T01:30:00+00:00", tick=False)
    stamps = set()
    try:
        for zone in ("UTC", "Pacific/Kiritimati", "America/St_Johns"):
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            answer = client.post(site.comments_url, json=draft(), headers=site.headers()).get_json()
            stamps.add((answer["comment"]["created_at"], answer["edit_until"]))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert stamps == {("2026-03-29T01:30:00.000Z", "2026-03-29T01:45:00.000Z")}
