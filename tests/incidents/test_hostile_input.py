"""Stored scripts: hostile text on every write path, looked at in every renderer."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.support.pages import Page

QUOTE = "https://ada.example/' onmouseover='alert(1)"
PAYLOADS = [
    QUOTE,
    'https://ada.example/"><script>alert(1)</script>',
    "https://ada.example/\u2028<img src=x onerror=alert(1)>",
]
SCRIPTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "'-alert(1)-'",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:alert(1)>",
    "![x](https://evil.example/pixel.gif)",
    "<style>*{display:none}</style><iframe src=//evil.example></iframe>",
    "</template></textarea></title><script>alert(1)</script>",
    "{{7*7}}{% raw %}${7*7}#{7*7}",
]


@pytest.fixture
def database(sqlite_database: str) -> str:
    """What is drawn does not depend on the database."""
    return sqlite_database


def inert(markup: str, where: str) -> None:
    """No element and no attribute in `markup` runs, loads or sends anything that is not ours."""
    for tag, attributes in Page(markup).elements:
        assert tag not in {"iframe", "object", "embed", "style", "svg", "base"}, f"{where}: <{tag}>"
        assert tag != "img" or attributes.get("src", "").startswith("/static/"), f"{where}: <img {attributes}>"
        assert tag != "script" or re.match(r"/(?!/)", attributes.get("src", "")), f"{where}: <script>"
        for name, value in attributes.items():
            assert not name.startswith("on") and name != "style", f"{where}: <{tag} {name}={value!r}>"
            if name in {"href", "src", "action", "formaction"}:
                assert re.match(r"(https?:|/(?!/)|#|\?|data:,$|$|mailto:privacy@)", value), f"{where}: {name}={value!r}"
            assert "alert(1)" not in name


# Isso: stored XSS through ' in the website field, on create, edit and moderator edit; WordPress 3.x: against the admin


@pytest.mark.parametrize("website", PAYLOADS)
def test_isso_quote_in_the_website_field_is_inert_in_every_renderer(
    client: Any, site: Any, admin: Any, website: str
) -> None:
    everywhere_inert(client, admin, site, author={"website": website})


@pytest.mark.parametrize("text", SCRIPTS)
def test_wordpress_hostile_comment_text_is_inert_in_every_renderer(
    client: Any, site: Any, admin: Any, text: str
) -> None:
    everywhere_inert(client, admin, site, body=text, author={"name": text[:60]}, title=text)


def everywhere_inert(client: Any, admin: Any, site: Any, **hostile: Any) -> None:
    """Post what is hostile, edit another comment to it, and look wherever a comment is drawn."""
    from tests.support.sites import make_draft

    ids = []
    created = client.post(site.comments_url, json=make_draft(client, site, **hostile), headers=site.headers())
    assert created.status_code in (201, 422), created.get_data(as_text=True)
    if created.status_code == 201:
        ids.append(created.get_json()["comment"]["id"])
    harmless = client.post(site.comments_url, json=make_draft(client, site), headers=site.headers()).get_json()
    change = {key: hostile[key] for key in ("body", "author") if key in hostile}
    edited = client.patch(
        f"{site.comments_url}/{harmless['comment']['id']}",
        json=change,
        headers=site.headers() | {"Authorization": f"Bearer {harmless['edit_token']}"},
    )
    assert edited.status_code in (200, 422), edited.get_data(as_text=True)
    assert edited.status_code == 200 or created.status_code == 422, "what is refused in an edit is refused in a post"
    ids.append(harmless["comment"]["id"])
    pages_inert(admin, site, ids)
    decisions = [{"comment": comment, "action": "publish"} for comment in ids]
    client.post(f"{site.url}/moderation/decisions", json={"decisions": decisions}, headers=site.operator())
    pages_inert(admin, site, ids)
    thread = client.get(site.comments_url, query_string={"page": site.page}).get_json()
    assert len(thread["comments"]) == len(ids)
    for comment in thread["comments"]:
        inert(comment["html"], "widget")
        assert re.fullmatch(r"https?://[^\s\"'<>`]+", comment["author"]["website"] or "https://x"), comment["author"]
    inert(client.get(f"/t/{site.id}/", query_string={"url": site.page}).get_data(as_text=True), "hosted thread")
    inert(client.get(f"/t/{site.id}/write", query_string={"url": site.page}).get_data(as_text=True), "hosted form")


def pages_inert(admin: Any, site: Any, ids: list[str]) -> None:
    """Every page of the console that draws these comments."""
    base = f"/admin/{site.id}"
    thread = re.search(r"/threads/[0-9a-f-]{36}", admin.get(f"{base}/threads").get_data(as_text=True))
    assert thread
    paths = ["/queue", "/queue?status=published", "/threads", "/activity", thread[0], *(f"/comments/{i}" for i in ids)]
    for path in paths:
        response = admin.get(base + path)
        assert response.status_code == 200, path
        inert(response.get_data(as_text=True), path)
