"""The receipt: what was agreed to, and taking it back."""

from __future__ import annotations

import uuid

import pytest
import sqlalchemy as sa

from commentsvc.models.consent import ConsentEvent
from tests.support.problems import assert_problem
from tests.support.sites import bearer, make_draft


@pytest.fixture
def receipt(site, post):
    """A receipt's path, its holder's headers, and the whole answer to the post."""
    answer = post(purposes={"publish": True, "remember-me": True})
    found = answer["receipt"]
    return f"{site.url}/consents/{found['id']}", site.headers() | bearer(found["secret"]), answer


def test_the_receipt_says_what_was_agreed_to_and_where_the_text_is(client, site, receipt):
    url, headers, answer = receipt
    consent = client.get(url, headers=headers).get_json()["consent"]
    assert (consent["kind"], consent["state"]) == ("consent", "given")
    assert {p["id"]: p["given"] for p in consent["purposes"] if p["given"]} == {"publish": True, "remember-me": True}
    assert [e["type"] for e in consent["events"]] == ["given"]
    assert consent["comment"] == {"id": answer["comment"]["id"], "status": "pending"}
    assert client.get(consent["notice"]["url"].removeprefix("http://comments.test")).status_code == 200


def test_a_stranger_learns_nothing_not_even_that_the_record_exists(client, site, other_site, receipt):
    url, headers, answer = receipt
    unknown = f"{site.url}/consents/{answer['comment']['id']}"
    wrong = [(url, {}), (url, bearer("x")), (unknown, headers), (url.replace("example", "other"), headers)]
    bodies = {assert_problem(client.get(where, headers=who), 404, "not-found")["detail"] for where, who in wrong}
    assert len(bodies) == 1
    event = {"type": "withdrawn", "purpose": "publish"}
    response = client.post(f"{url}/events", json=event, headers=site.headers() | bearer("x"))
    assert_problem(response, 404, "not-found")


def test_an_optional_purpose_is_taken_back_and_given_again(client, receipt):
    url, headers, _ = receipt
    back = client.post(f"{url}/events", json={"type": "withdrawn", "purpose": "remember-me"}, headers=headers)
    consent = back.get_json()["consent"]
    assert {p["id"]: p["given"] for p in consent["purposes"] if p["given"]} == {"publish": True}
    assert (consent["state"], consent["comment"]["status"]) == ("given", "pending")
    again = client.post(f"{url}/events", json={"type": "withdrawn", "purpose": "remember-me"}, headers=headers)
    assert_problem(again, 409, "conflict")
    given = client.post(f"{url}/events", json={"type": "given", "purpose": "remember-me"}, headers=headers)
    assert [e["type"] for e in given.get_json()["consent"]["events"]] == ["given", "withdrawn", "given"]


def test_withdrawing_publish_takes_the_comment_down_and_erases_it(client, site, receipt, decide, later):
    url, headers, answer = receipt
    decide(answer["comment"]["id"], "publish")
    later(days=300)
    back = client.post(f"{url}/events", json={"type": "withdrawn", "purpose": "publish"}, headers=headers)
    consent = back.get_json()["consent"]
    assert (consent["state"], consent["comment"]["status"], consent["notice"]) == ("erased", "erased", None)
    assert [e["type"] for e in consent["events"]] == ["given", "withdrawn", "erased"]
    assert client.get(site.comments_url, query_string={"page": site.page}).get_json()["comments"] == []
    gone = client.post(f"{url}/events", json={"type": "given", "purpose": "publish"}, headers=headers)
    assert_problem(gone, 410, "gone")


@pytest.mark.parametrize("event", [{"type": "erased", "purpose": "publish"}, {"type": "given", "purpose": "nothing"}])
def test_only_what_a_reader_may_do_is_accepted(client, receipt, event):
    url, headers, _ = receipt
    assert_problem(client.post(f"{url}/events", json=event, headers=headers), 422, "validation")


def test_withdrawing_works_from_the_services_own_page_and_not_from_a_foreign_one(client, receipt):
    url, headers, _ = receipt
    event = {"type": "withdrawn", "purpose": "remember-me"}
    foreign = client.post(f"{url}/events", json=event, headers=headers | {"Origin": "https://evil.test"})
    assert_problem(foreign, 403, "origin-not-allowed")
    own = client.post(f"{url}/events", json=event, headers=headers | {"Origin": "http://comments.test"})
    assert own.status_code == 200


def test_what_a_machine_with_a_slow_clock_records_comes_after_what_was_recorded_before(client, site, receipt, deps):
    """Ids hold the time of the machine that made them; a record's events are read in the order of their ids."""
    url, headers, answer = receipt
    first = deps.session.scalars(
        sa.select(ConsentEvent).where(ConsentEvent.record_id == uuid.UUID(answer["receipt"]["id"]))
    ).one()
    hours_ahead = uuid.UUID(int=first.id.int + (hours(5) << 80))
    same = {name: getattr(first, name) for name in ("site_id", "record_id", "at", "commitment", "entry")}
    deps.session.add(ConsentEvent(id=hours_ahead, type="renewed", **same))
    deps.session.commit()

    event = {"type": "withdrawn", "purpose": "remember-me"}
    consent = client.post(f"{url}/events", json=event, headers=headers).get_json()["consent"]

    assert [e["type"] for e in consent["events"]] == ["given", "renewed", "withdrawn"]


def hours(number: int) -> int:
    """In the milliseconds of a UUIDv7."""
    return number * 3_600_000


def test_a_flood_on_the_site_keeps_nobody_from_taking_back(make_app, site):
    browser = make_app(posts_per_minute_site=3).test_client()
    answers = [
        browser.post(site.comments_url, json=make_draft(browser, site), headers=site.headers()) for _ in range(4)
    ]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 429]

    first, second = answers[0].get_json(), answers[1].get_json()
    withdrawn = browser.post(
        f"{site.url}/consents/{first['receipt']['id']}/events",
        json={"type": "withdrawn", "purpose": "publish"},
        headers=site.headers() | bearer(first["receipt"]["secret"]),
    )
    deleted = browser.delete(
        f"{site.comments_url}/{second['comment']['id']}", headers=site.headers() | bearer(second["edit_token"])
    )
    assert (withdrawn.status_code, deleted.status_code) == (200, 200)
