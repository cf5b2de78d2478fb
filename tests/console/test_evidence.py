"""The evidence in the console: one comment's consent, the notice's versions, the consent log."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import Any

from tests.console.browsing import press, text
from tests.support.pages import Page

LOG = "/admin/example/consent-log"
EDITOR = "/admin/example/notice/en"


def test_a_comment_shows_what_its_reader_was_shown_and_chose(
    moderator: Any, post: Any, draft: Any, client: Any, site: Any
) -> None:
    notice = client.get(f"{site.url}/notice?lang=en", headers=site.headers()).get_json()
    purposes = {"publish": True, "remember-me": False}
    comment = post(purposes=purposes, body="I *agree*.")["comment"]["id"]
    page = text(moderator.get(f"/admin/example/comments/{comment}"))
    assert f"/admin/example/notice/text/{notice['sha256']}" in page
    assert "version 1 of the notice (en)" in page
    seen = Page(page).text
    for purpose in notice["purposes"]:
        assert purpose["label"] in seen
    assert "Consent (Art. 6(1)(a) GDPR)" in seen
    assert "waits for its place" in seen
    assert "<em>agree</em>" in page
    assert "I *agree*." in seen


def test_the_place_in_the_log_is_shown_once_there_is_one(moderator: Any, post: Any, deps: Any) -> None:
    from commentsvc.usecases.integrate_entries import integrate_entries

    comment = post()["comment"]["id"]
    integrate_entries(deps, "example")
    assert "entry 0" in Page(text(moderator.get(f"/admin/example/comments/{comment}"))).text


def test_an_erased_comment_shows_that_it_was_erased_and_nothing_of_anybody(
    moderator: Any, post: Any, client: Any, site: Any
) -> None:
    posted = post(body="My secret words", author={"name": "Wilhelmina"})
    url = f"/admin/example/comments/{posted['comment']['id']}"
    client.delete(
        f"{site.comments_url}/{posted['comment']['id']}",
        headers=site.headers() | {"Authorization": f"Bearer {posted['edit_token']}"},
    )
    answer = moderator.get(url)
    assert answer.status_code == 200
    page = Page(text(answer)).text
    assert "secret words" not in page
    assert "Wilhelmina" not in page
    assert "Erased" in page
    assert "What the reader chose was erased at their wish." in page


def test_the_consent_log_downloads_as_it_was_filtered_and_the_download_is_noted(owner: Any, post: Any) -> None:
    comment = post()["comment"]["id"]
    answer = press(owner, LOG, {"purpose": "publish", "format": "csv"}, action="/consent-log")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="consent-log-example-')
    assert answer.headers["Cache-Control"] == "no-store"
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert [(row["comment"], row["purpose"], row["state"]) for row in rows] == [(comment, "publish", "given")]
    lines = press(owner, LOG, {"format": "jsonl", "state": "given"}, action="/consent-log")
    assert json.loads(lines.get_data(as_text=True).splitlines()[0])["comment"] == comment
    assert text(owner.get("/admin/example/activity")).count("exported the consent log") >= 2


def test_a_filter_that_makes_no_sense_is_said_beside_its_field(owner: Any, site: Any) -> None:
    answer = press(owner, LOG, {"from": "2026-02-01", "to": "2026-01-01", "subject": "Ada"}, action="/consent-log")
    assert answer.status_code == 422
    assert "The end lies before the beginning." in text(answer)
    assert "The reference of a person is a UUID" in text(answer)


def test_a_get_downloads_nothing(owner: Any, site: Any) -> None:
    assert owner.get(f"{LOG}?format=csv").mimetype == "text/html"
    assert "exported" not in text(owner.get("/admin/example/activity"))


def test_a_changed_notice_is_previewed_and_then_a_new_version_while_the_old_bytes_stay(
    owner: Any, client: Any, site: Any
) -> None:
    before = client.get(f"{site.url}/notice?lang=en", headers=site.headers()).get_json()
    old = client.get(f"{site.url}/notices/{before['sha256']}").data
    change = {"title": "Before you write", "publish.label": "Yes, publish this."}

    preview = press(owner, EDITOR, change, action="/notice/en#preview", preview="yes")
    assert "Not published yet;" in text(preview)
    assert "Yes, publish this." in text(preview)
    same = client.get(f"{site.url}/notice?lang=en", headers=site.headers()).get_json()
    assert same["sha256"] == before["sha256"]

    done = press(owner, EDITOR, change, action="/notice/en#preview", publish="yes")
    assert "Version 2 (en) is in force." in text(done)
    after = client.get(f"{site.url}/notice?lang=en", headers=site.headers()).get_json()
    assert (after["version"], after["title"]) == (2, "Before you write")
    assert next(p for p in after["purposes"] if p["id"] == "publish")["label"] == "Yes, publish this."
    assert after["text"] == before["text"]  # a browser's line breaks do not change a text nobody changed
    assert client.get(f"{site.url}/notices/{before['sha256']}").data == old
    assert hashlib.sha256(old).hexdigest() == before["sha256"]
    versions = text(owner.get("/admin/example/notice"))
    assert before["sha256"] in versions
    assert after["sha256"] in versions
    assert "Replaced" in text(owner.get(f"/admin/example/notice/text/{before['sha256']}"))


def test_of_two_editors_the_second_is_told_and_keeps_their_text(owner: Any, admin: Any) -> None:
    from tests.console.browsing import form_of, send

    form = form_of(admin, EDITOR, "/notice/en#preview")
    press(owner, EDITOR, {"title": "Olga’s title"}, action="/notice/en#preview", publish="yes")
    mine = [(name, "My own title" if name == "title" else value) for name, value in form.fields]
    answer = send(admin, form.action, [*mine, ("publish", "yes")])
    assert answer.status_code == 409
    assert "Another version was published while you were editing." in text(answer)
    assert 'value="My own title"' in text(answer)


def test_a_notice_without_words_is_not_published(owner: Any) -> None:
    for change in ({"title": ""}, {"text": "  "}, {"publish.label": ""}):
        answer = press(owner, EDITOR, change, action="/notice/en#preview", publish="yes")
        assert answer.status_code == 422, change
    assert "version 2" not in text(owner.get("/admin/example/notice")).lower()


def test_a_language_is_added_from_our_own_text(owner: Any, client: Any, site: Any) -> None:
    assert "/admin/example/notice/fr" in text(owner.get("/admin/example/notice"))
    press(owner, "/admin/example/notice/fr", action="/notice/fr#preview", publish="yes")
    assert client.get(f"{site.url}/notice?lang=fr", headers=site.headers()).get_json()["lang"] == "fr"
    assert owner.get("/admin/example/notice/xx").status_code == 404
