"""Posting without JavaScript: `/t/<site>/write`."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from commentsvc.domain.consent import open_snapshot
from commentsvc.models.consent import ConsentRecordBody
from tests.portal.conftest import receipt_in
from tests.support.pages import Page, submit
from tests.support.stored import Stored


def test_a_comment_sent_by_the_form_is_stored_with_its_record(client: Any, send: Any, site: Any, stored: Any) -> None:
    answer = send(body="I *agree*.", email="ada@example.org")

    assert answer.status_code == 201
    assert "waiting to be checked" in answer.text
    assert "<em>agree</em>" in answer.text
    counts = stored(site)
    assert (counts.comments, counts.consent_records, counts.pending_entries) == (1, 1, 1)


def test_the_record_says_that_it_was_this_form(send: Any, deps: Any, site: Any) -> None:
    import sqlalchemy as sa

    from commentsvc.models.consent import ConsentRecordBody

    send()

    record = orjson.loads(deps.session.scalars(sa.select(ConsentRecordBody.snapshot)).one())["record"]
    assert record["collection_method"] == "hosted form"
    assert record["context"]["origin"] == "http://comments.test"


def test_nothing_is_ticked_before_the_reader_does(client: Any, write_path: str) -> None:
    boxes = [field for field in Page(client.get(write_path).text).named("input") if field.get("type") == "checkbox"]

    assert [box["name"] for box in boxes] == ["purpose.publish"], "what this page cannot carry out is not offered"
    assert not any("checked" in box for box in boxes)


def test_without_consent_nothing_is_stored_and_the_text_stays(send: Any, site: Any, stored: Any) -> None:
    answer = send(ticks=(), body='Kept as <typed> & "quoted"')

    assert answer.status_code == 422
    assert "Kept as &lt;typed&gt; &amp; &#34;quoted&#34;" in answer.text
    assert 'aria-describedby="purpose.publish-hint purpose.publish-error"' in answer.text
    assert stored(site) == Stored()


def test_errors_stand_beside_their_fields(send: Any) -> None:
    answer = send(body="", name="", website="javascript:alert(1)")

    page = Page(answer.text)
    wrong = {a.get("name") for _, a in page.elements if a.get("aria-invalid") == "true"}
    assert answer.status_code == 422
    assert wrong == {"body", "name", "website"}
    for name in wrong:
        assert f'id="{name}-error"' in answer.text


def test_a_form_without_its_own_token_is_refused_and_keeps_the_text(
    client: Any, write_path: str, site: Any, stored: Any
) -> None:
    fields = Page(client.get(write_path).text).forms[0]["fields"]
    forged = {name: value for name, value in fields.items() if name != "csrf_token"}

    answer = client.post(write_path, data=forged | {"name": "Eve", "body": "From elsewhere", "purpose.publish": "yes"})

    assert answer.status_code == 400
    assert "From elsewhere" in answer.text
    assert stored(site) == Stored()


def test_a_notice_of_another_site_is_refused(
    client: Any, other_site: Any, write_path: str, site: Any, stored: Any
) -> None:
    theirs = client.get(f"{other_site.url}/notice", query_string={"page": other_site.page}).get_json()
    fields = {
        "notice": theirs["sha256"],
        "token": theirs["token"],
        "name": "Eve",
        "body": "Hello",
        "purpose.publish": "y",
    }

    answer = submit(client, write_path, fields)

    assert answer.status_code == 409
    assert stored(site) == Stored()


def test_a_changed_notice_is_shown_with_the_text_kept_and_nothing_ticked(
    client: Any, deps: Any, site: Any, write_path: str
) -> None:
    from commentsvc.usecases.access import CLI
    from commentsvc.usecases.publish_notice import publish_notice

    fields = Page(client.get(write_path).text).forms[0]["fields"]
    publish_notice(deps, CLI, site.id, "en", {"summary": "Something else now."})
    answer = client.post(write_path, data=fields | {"name": "Ada", "body": "My draft", "purpose.publish": "yes"})

    assert answer.status_code == 409
    assert "Something else now." in answer.text and "My draft" in answer.text
    assert not any("checked" in field for field in Page(answer.text).named("input"))
    again = Page(answer.text).forms[0]["fields"] | {"name": "Ada", "body": "My draft", "purpose.publish": "yes"}
    assert client.post(write_path, data=again).status_code == 201


def test_sending_the_same_form_twice_makes_one_comment(client: Any, write_path: str, site: Any, stored: Any) -> None:
    fields = Page(client.get(write_path).text).forms[0]["fields"] | {
        "name": "A",
        "body": "Once",
        "purpose.publish": "y",
    }

    first, second = client.post(write_path, data=fields), client.post(write_path, data=fields)

    assert (first.status_code, second.status_code) == (201, 201)
    assert receipt_in(first) == receipt_in(second)
    assert stored(site).comments == 1


def test_another_text_in_a_form_already_sent_gets_a_fresh_form(
    client: Any, write_path: str, site: Any, stored: Any
) -> None:
    fields = Page(client.get(write_path).text).forms[0]["fields"] | {
        "name": "A",
        "body": "Once",
        "purpose.publish": "y",
    }
    client.post(write_path, data=fields)

    refused = client.post(write_path, data=fields | {"body": "Twice"})
    fresh = Page(refused.text).forms[0]["fields"] | {"name": "A", "body": "Twice", "purpose.publish": "y"}

    assert refused.status_code in (409, 422) and "Twice" in refused.text
    assert client.post(write_path, data=fresh).status_code == 201
    assert stored(site).comments == 2


def test_a_reply_is_put_below_what_it_answers(
    client: Any, publish: Any, decide: Any, send: Any, write_path: str, thread_path: str
) -> None:
    first = publish(body="A question", author={"name": "Grace"})["comment"]["id"]

    form = client.get(f"{write_path}&reply={first}")
    answer = send(at=f"{write_path}&reply={first}", body="An answer")

    assert "Reply to Grace" in form.text
    assert answer.status_code == 201
    assert f'name="parent" value="{first}"' in form.text


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "' onmouseover='alert(1)", "\u202egnp.exe"])
def test_a_hostile_name_is_inert_on_every_page_it_is_shown_on(
    client: Any, send: Any, site: Any, decide: Any, deps: Any, thread_path: str, write_path: str, name: str
) -> None:
    import sqlalchemy as sa

    from commentsvc.models.comment import Comment

    pages = [send(name=name, website="https://ada.test/?'\"><script>", body="<img src=x onerror=alert(1)> *x*")]
    comment = str(deps.session.scalars(sa.select(Comment.id)).one())
    decide(comment, "publish")
    pages += [client.get(thread_path), client.get(f"{write_path}&reply={comment}")]

    for answer in pages:
        page = Page(answer.text)
        assert answer.status_code in (200, 201, 422)
        assert all(a.get("src", "").startswith("/static/") for a in page.named("script"))
        assert not page.named("img")
        assert not any(attribute.startswith("on") for _, a in page.elements for attribute in a)
        assert not any(a.get("href", "").lower().startswith("javascript:") for _, a in page.elements)
        assert "\u202e" not in answer.text


def test_too_many_posts_wait_and_keep_the_text(make_app: Any, deps: Any, site: Any, write_path: str) -> None:
    client = make_app(posts_per_minute=1).test_client()
    values = {"name": "Ada", "body": "One of many", "purpose.publish": "yes"}

    submit(client, write_path, values)
    answer = submit(client, write_path, values)

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "One of many" in answer.text


def test_the_record_lists_only_the_boxes_this_form_had(send: Any, deps: Any) -> None:
    assert send().status_code == 201
    [body] = deps.session.query(ConsentRecordBody).all()
    record = open_snapshot(body.snapshot)["record"]
    assert [control["id"] for control in record["controls"]] == ["publish"]
    assert {purpose["id"]: purpose["given"] for purpose in record["purposes"]} == {
        "publish": True,
        "reply-mail": False,
        "remember-me": False,
    }


def test_younger_readers_confirm_one_statement_and_what_was_written_stays_until_they_do(
    send: Any, deps: Any, site: Any, stored: Any
) -> None:
    from commentsvc.usecases.access import CLI
    from commentsvc.usecases.change_site import change_site
    from commentsvc.usecases.publish_notice import draft_notice, publish_notice

    change_site(deps, CLI, site.id, {"age_of_consent": 15})
    minor = {**draft_notice(deps, CLI, site.id, "en", {})["minor"], "label": "<b onclick=x>15</b> or older"}
    publish_notice(deps, CLI, site.id, "en", {"minor": minor})

    answer = send(body="Kept.")
    assert answer.status_code == 422
    assert "Kept." in answer.text
    assert "&lt;b onclick=x&gt;15&lt;/b&gt; or older" in answer.text
    (box,) = [a for _, a in Page(answer.text).elements if a.get("name") == "minor"]
    assert (box["aria-invalid"], box["aria-describedby"], "checked" in box) == ("true", "minor-hint minor-error", False)
    assert 'id="purpose.publish-error"' not in answer.text
    both = send(ticks=())
    assert 'id="minor-error"' in both.text and 'id="purpose.publish-error"' in both.text
    assert stored(site) == Stored()
    assert send(minor="yes").status_code == 201
