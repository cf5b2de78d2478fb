"""Real comments, with their odd Unicode, links, shouting and spam, go through the whole of the service.

Where the public collection lies beside the checkout (`../shared/data/comments.jsonl`), a sample of it is posted; what
we wrote ourselves in the same manner is posted always.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.pages import Page
from tests.support.sites import make_draft

COLLECTION = Path(__file__).parents[3] / "shared" / "data" / "comments.jsonl"
EVERY = 16
DRAWN = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre", "s", "del", "hr"}

OURS = [
    "FIRST!!!!!!!!!!!!!!1111",
    "❤️❤️❤️ 👨‍👩‍👧‍👦 so good 🏳️‍🌈",
    "ｃｈｅｃｋ　ｍｙ　ｃｈａｎｎｅｌ",
    "Z̷̢͎̈́a̸̝͌l̴̰̈́g̶̱̀o̵͎͐ comes",
    "مرحبا بالجميع، تعليق رائع",
    "שלום \u202eevil\u202c world",
    "नमस्ते दुनिया, यह बहुत अच्छा है",
    "&lt;b&gt;already escaped&lt;/b&gt; &amp;amp; &#39;quoted&#39;",
    "<b>bold?</b> <a href='http://spam.example' onclick='x()'>click</a>",
    "earn $$$ at http://spam.example/?a=1&b=2#c or www.spam.example or spam.example",
    "https://example.org/a_(b)_c, then (https://example.org/x).",
    "line one\nline two\n\n\n\nparagraph\r\nwindows\rold mac",
    "> quote\n> > nested\n\n* list\n* of\n  * things\n\n1. one\n1. two",
    "```\ncode <script>\n```\n\n    indented & code",
    "# Not a heading\n\nSetext\n=====\n\n| a | b |\n|---|---|",
    "***bold and italic*** __under__ ~~gone~~ `tick`` tock",
    "a" * 3000,
    "\u200b\u200c\u200dhidden\ufeff letters\u2060",
    "10 + 10 = 20 :-) <3 :'( \\o/ ¯\\_(ツ)_/¯",
    '=HYPERLINK("http://evil.example","x")',
    "👍",
]


def collected() -> list[str]:
    """Every sixteenth text of the public collection, if it is there."""
    if not COLLECTION.is_file():
        return []
    lines = COLLECTION.read_text(encoding="utf-8").splitlines()[::EVERY]
    return [json.loads(line)["text"] for line in lines]


@pytest.fixture
def overrides() -> dict[str, Any]:
    """Texts with many links are looked at too."""
    return {"link_limit": 1000}


COLLECTIONS = {name: texts for name, texts in {"ours": OURS, "collected": collected()}.items() if texts}


@pytest.mark.parametrize("texts", COLLECTIONS.values(), ids=list(COLLECTIONS))
def test_real_comments_are_taken_kept_and_drawn(client: Any, site: Any, stored: Any, texts: list[str]) -> None:
    taken = {}
    for text in texts:
        response = client.post(site.comments_url, json=make_draft(client, site, body=text), headers=site.headers())
        assert response.status_code in (201, 422), (response.status_code, text)
        if response.status_code == 201:
            taken[response.get_json()["comment"]["id"]] = text
    assert len(taken) >= len(texts) * 0.99, "a person's words are not refused for their looks"
    assert stored(site).comments == stored(site).consent_records == len(taken)

    ids = list(taken)
    for begin in range(0, len(ids), 200):
        chosen = [{"comment": comment, "action": "publish"} for comment in ids[begin : begin + 200]]
        client.post(f"{site.url}/moderation/decisions", json={"decisions": chosen}, headers=site.operator())
    drawn = everything_drawn(client, site)
    assert drawn.keys() == taken.keys()
    for comment, markup in drawn.items():
        page = Page(markup)
        assert {tag for tag, _ in page.elements} <= DRAWN, markup
        words = re.findall(r"[^\W\d_]{4,}", taken[comment])
        if words and "<" not in taken[comment] and "http" not in taken[comment] and "&" not in taken[comment]:
            assert words[0] in page.text, (taken[comment], markup)


def everything_drawn(client: Any, site: Any) -> dict[str, str]:
    """The HTML of every published comment of the page, by id."""
    found: dict[str, str] = {}
    cursor = None
    while True:
        query = {"page": site.page, "limit": 100} | ({"cursor": cursor} if cursor else {})
        thread = client.get(site.comments_url, query_string=query).get_json()
        found |= {comment["id"]: comment["html"] for comment in thread["comments"]}
        cursor = thread["next"]
        if cursor is None:
            return found


ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=60)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_no_text_in_any_field_is_more_than_a_refusal(client: Any, site: Any, stored: Any) -> None:
    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(body=ANY_TEXT, name=ANY_TEXT, email=ANY_TEXT, website=ANY_TEXT, title=ANY_TEXT, path=ANY_TEXT)
    def run(body: str, name: str, email: str, website: str, title: str, path: str) -> None:
        made = make_draft(client, site, body=f"a{body}", title=title, page=f"{site.origin}/news")
        made["author"] = {
            "name": f"A{name}",
            "email": f"a{email}@example.org",
            "website": f"https://a.example/{website}",
        }
        for page in (f"{site.origin}/{path}", site.page):
            made["page"]["url"] = page
            response = client.post(site.comments_url, json=made, headers=site.headers())
            assert response.status_code in (201, 409, 422), (response.status_code, made)

    run()
    assert stored(site).comments == stored(site).consent_records
