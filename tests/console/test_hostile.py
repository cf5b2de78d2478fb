"""Hostile text in every page a moderator may see it on: WordPress 3.x's comment XSS against the admin, Isso's website
field, and names that pretend to be something else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.console.browsing import form_of, press, text
from tests.support.pages import Page

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</textarea></pre><svg onload=alert(1)>",
    "{{ 1234*1234 }}{% raw %}",
    "[x](javascript:alert(1)) <javascript:alert(1)> ![x](https://tracker.example/p.gif)",
)


FRAMES = ("allow-scripts", "allow-same-origin")
"""A preview may run our script without an origin, or have our origin without scripts; never both."""


DESK = "/static/queue/queue.js"
"""The one script that a page of the console itself may run: the queue's."""


def assert_inert(answer: Any) -> None:
    """The page holds no script but ours, no handler, no foreign image and no address that runs; nor does a preview."""
    assert_inert_markup(text(answer))


def assert_inert_markup(markup: str, scripts: tuple[str, ...] = ()) -> None:
    """The same for a page, or for what stands in a frame, where only our own `scripts` may be."""
    for tag, attributes in Page(markup).elements:
        if tag == "iframe" and "srcdoc" in attributes:
            assert attributes["sandbox"] in FRAMES
            running = attributes["sandbox"] == "allow-scripts"
            assert_inert_markup(attributes["srcdoc"], ("/admin/form-preview.js", "/embed.js") if running else ())
            continue
        if tag == "script" and attributes == {"type": "module", "src": DESK}:
            continue
        if tag == "script" and scripts:
            assert attributes.get("type") == "application/json" or attributes["src"] in scripts, attributes
            continue
        assert tag not in ("script", "img", "svg", "iframe", "object", "embed", "style"), (tag, attributes)
        for name, value in attributes.items():
            assert not name.startswith("on"), (tag, attributes)
            if name in ("href", "action", "src"):
                assert value.startswith(("/", "http://", "https://", "#")), (tag, attributes)
    assert str(1234 * 1234) not in markup  # nothing was read as a template


@pytest.mark.parametrize("payload", PAYLOADS)
def test_wordpress_a_hostile_comment_is_inert_on_every_page_of_the_console(
    owner: Any, post: Any, deps: Any, payload: str
) -> None:
    from tests.support.stored import thread_ids

    comment = post(
        body=payload,
        author={"name": payload[:80], "website": "https://example.net/?q='\"><script>"},
        title=payload,
    )["comment"]["id"]
    thread = thread_ids(deps.session, "example")[0]
    deps.session.rollback()
    site = "/admin/example"
    decided = press(owner, f"{site}/comments/{comment}", {"reason": payload}, verb=f"reject:{comment}")
    assert_inert(decided)
    for path in (
        f"{site}/queue?status=all",
        f"{site}/queue?status=rejected&q=alert",
        f"{site}/threads",
        f"{site}/threads/{thread}",
        f"{site}/comments/{comment}",
        f"{site}/comments/{comment}/context",
        f"{site}/comments/{comment}/reply",
        f"{site}/activity",
        "/admin/",
    ):
        answer = owner.get(path, follow_redirects=True)
        assert answer.status_code == 200
        assert_inert(answer)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_wordpress_a_hostile_comment_is_inert_in_the_rows_that_a_script_puts_into_the_queue(
    owner: Any, post: Any, payload: str
) -> None:
    named = {"name": payload[:80], "website": "https://example.net/?q='\"><script>"}
    comment = post(body=payload, author=named, title=payload)["comment"]["id"]
    queue = "/admin/example/queue"
    rows = [
        *owner.get(f"{queue}/rows?status=all&q=alert").get_json()["rows"],
        *owner.get(f"{queue}/rows", query_string={"comment": comment}).get_json()["rows"].values(),
        *(change["row"] for change in owner.get(f"{queue}/news?cursor=0").get_json()["changes"]),
    ]
    form = form_of(owner, queue)
    fields = {name: value for name, value in form.fields if name in ("csrf_token", "seen")}
    answer = owner.post(
        queue,
        data=fields | {"verb": f"reject:{comment}", "reason": payload},
        headers={"Accept": "application/json"},
    ).get_json()
    rows += [outcome["row"] for outcome in answer["outcomes"]]
    assert len(rows) >= 2
    for row in rows:
        assert_inert_markup(row)


def test_what_an_operator_typed_is_inert_too(owner: Any, admin: Any) -> None:
    payload = PAYLOADS[1]
    assert_inert(press(owner, "/admin/example/tokens", {"name": payload, "scopes": ["export"]}, action="/tokens"))
    for query in ("q", "status", "cursor"):
        assert_inert(owner.get("/admin/example/queue", query_string={query: payload}))
    assert_inert(press(owner, "/admin/example/settings", {"name": payload}, action="/settings"))
    assert_inert(press(owner, "/admin/example/settings", {"origins": payload}, action="/settings"))
    assert_inert(
        press(owner, "/admin/example/notice/en", {"text": payload}, action="/notice/en#preview", preview="yes")
    )
    assert_inert(
        press(owner, "/admin/example/notice/en", {"text": payload}, action="/notice/en#preview", publish="yes")
    )
    assert_inert(owner.get("/admin/example/notice"))
    assert_inert(owner.get("/admin/example/notice/en"))
    assert_inert(admin.get("/admin/"))
    assert_inert(admin.application.test_client().get("/admin/sign-in", query_string={"next": payload}))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_words_in_every_field_of_a_notice_are_inert_in_editor_preview_difference_and_record(
    owner: Any, payload: str
) -> None:
    editor = "/admin/example/notice/en"
    kept = {"csrf_token", "version", "reach", "offer", "publish.basis", "remember-me.basis"}
    names = {name for name, _ in form_of(owner, editor, "/notice/en#preview").fields} - kept
    assert {"title", "publish.recipients", "labels.name", "buttons.submit"} <= names
    answer = press(owner, editor, dict.fromkeys(names, payload), action="/notice/en#preview", preview="yes")
    assert answer.status_code == 200
    assert "Not published yet" in text(answer)
    assert_inert(answer)
