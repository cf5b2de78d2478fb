"""The cookie notice: served for every page, a choice recorded once, and taken back."""

from __future__ import annotations

import hashlib
import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from commentsvc.domain.notice import manifest_bytes
from commentsvc.models.comment import Subject
from commentsvc.models.consent import ConsentRecordBody, events_of
from tests.support.choices import choice_draft, choose, publish_cookie_notice
from tests.support.problems import assert_problem
from tests.support.sites import bearer, forged


@pytest.fixture
def notice(deps, site):
    """The site asks for two purposes of its own."""
    return publish_cookie_notice(deps, site)


def body_of(deps, given):
    record = uuid.UUID(given["receipt"]["id"])
    deps.session.rollback()
    return [json.loads(body.snapshot) for _, body in events_of(deps.session, "example", record) if body]


def test_a_page_gets_all_it_shows_and_everything_is_off(client, site, notice):
    shown = client.get(f"{site.url}/choices", query_string={"lang": "en-GB"})
    told = shown.get_json()
    assert (told["sha256"], told["version"], told["gpc"]) == (notice, 1, False)
    assert [(p["id"], p["default"], p["required"]) for p in told["purposes"]] == [
        ("statistics", False, False),
        ("external-media", False, False),
    ]
    assert told["purposes"][0]["recipients"] == ["Counters Ltd, Ireland"]
    assert "token" not in told
    again = client.get(f"{site.url}/choices", headers={"If-None-Match": shown.headers["ETag"]})
    assert again.status_code == 304
    assert "max-age" in shown.headers["Cache-Control"]


def test_an_answer_that_depends_on_gpc_says_so_and_is_not_mixed_up(client, site, notice):
    plain = client.get(f"{site.url}/choices")
    signalled = client.get(f"{site.url}/choices", headers={"Sec-GPC": "1", "If-None-Match": plain.headers["ETag"]})
    assert signalled.get_json()["gpc"] is True
    assert "Sec-GPC" in plain.headers["Vary"] and "Sec-GPC" in signalled.headers["Vary"]


def test_the_two_notices_of_a_language_never_meet(client, site, deps, notice):
    comments = client.get(f"{site.url}/notice", query_string={"lang": "en"}).get_json()
    choices = client.get(f"{site.url}/notice", query_string={"lang": "en", "for": "choices"}).get_json()
    assert (comments["version"], choices["version"]) == (1, 1)
    assert [purpose["id"] for purpose in comments["purposes"]][0] == "publish"
    assert choices["sha256"] == notice and choices["token"]
    publish_cookie_notice(deps, site, title="Another title")
    assert client.get(f"{site.url}/notice").get_json()["sha256"] == comments["sha256"]
    assert client.get(f"{site.url}/choices").get_json()["version"] == 2


def test_the_exact_bytes_stay_at_their_hash(client, site, deps, notice):
    publish_cookie_notice(deps, site, title="Another title")
    archived = client.get(f"{site.url}/notices/{notice}").data
    assert hashlib.sha256(archived).hexdigest() == notice
    assert manifest_bytes(json.loads(archived)) == archived


def test_giving_is_recorded_in_one_piece_with_what_proves_it(client, site, deps, notice, stored):
    given = choose(client, site, "statistics", **{"Sec-GPC": "1"})
    assert given["purposes"] == {"statistics": True, "external-media": False}
    assert given["receipt"]["url"].endswith(f"#{given['receipt']['id']}.{given['receipt']['secret']}")
    [told] = body_of(deps, given)
    record, event = told["record"], told["event"]
    assert record["notice"]["sha256"] == notice
    assert record["signals"]["gpc"] is True
    assert record["context"] == {"comment_id": None, "origin": "https://example.org", "page": None}
    assert (event["type"], event["state"], event["by"]) == ("given", "given", "reader")
    assert event["valid_until"] == given["valid_until"]
    half_a_year = datetime.fromisoformat(given["valid_until"]) - datetime.fromisoformat(event["at"])
    assert timedelta(days=180) < half_a_year < timedelta(days=185)
    found = stored(site)
    assert (found.comments, found.consent_records, found.pending_entries) == (0, 1, 1)


def test_a_first_refusal_leaves_nothing(client, site, notice, stored):
    before = stored(site)
    answer = client.post(f"{site.url}/consents", json=choice_draft(client, site), headers=site.headers())
    assert "consent.purposes" in assert_problem(answer, 422, "validation")["fields"]
    assert stored(site) == before


def test_sent_again_with_the_same_token_it_is_the_same_choice(client, site, notice, stored):
    body = choice_draft(client, site, "statistics")
    first, second = (
        client.post(f"{site.url}/consents", json=body, headers=site.headers()).get_json() for _ in range(2)
    )
    assert first == second
    assert stored(site).consent_records == 1
    body["consent"]["purposes"]["external-media"] = True
    other = client.post(f"{site.url}/consents", json=body, headers=site.headers())
    assert_problem(other, 409, "token-used")


def test_sent_twice_at_the_same_moment_it_is_one_record(app, client, site, notice, stored):
    body = choice_draft(client, site, "statistics")

    def send(_: int):
        return app.test_client().post(f"{site.url}/consents", json=body, headers=site.headers()).get_json()

    with ThreadPoolExecutor(4) as pool:
        receipts = {answer["receipt"]["id"] for answer in pool.map(send, range(4))}
    assert len(receipts) == 1 and stored(site).consent_records == 1


def test_taken_back_twice_at_the_same_moment_it_is_one_event(app, client, site, deps, notice):
    given = choose(client, site, "statistics")
    headers = site.headers() | bearer(given["receipt"]["secret"])
    event = {"type": "withdrawn", "purpose": "statistics"}

    def send(_: int) -> int:
        url = f"{site.url}/consents/{given['receipt']['id']}/events"
        return int(app.test_client().post(url, json=event, headers=headers).status_code)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(send, range(4))) == [200, 409, 409, 409]
    assert [told["event"]["type"] for told in body_of(deps, given)] == ["given", "withdrawn"]


@pytest.mark.parametrize("wrong", ["unknown", "publish", "not a boolean", "unsigned", "comments"])
def test_whatever_the_notice_does_not_offer_is_refused(client, site, notice, stored, wrong):
    body = choice_draft(client, site, "statistics")
    consent = body["consent"]
    if wrong == "comments":  # the token of a comment's form is none for a choice, and its notice neither
        served = client.get(f"{site.url}/notice").get_json()
        consent |= {"notice": served["sha256"], "token": served["token"], "purposes": {"publish": True}}
    elif wrong == "unsigned":
        consent["token"] = forged(consent["token"])
    elif wrong == "not a boolean":
        consent["purposes"] = {"statistics": 1}
    else:
        consent["purposes"] = {wrong: True}
    answer = client.post(f"{site.url}/consents", json=body, headers=site.headers())
    expected = {"comments": (409, "notice-stale"), "unsigned": (422, "token-invalid")}
    assert_problem(answer, *expected.get(wrong, (422, "validation")))
    assert stored(site).consent_records == 0


def test_a_token_of_the_cookie_notice_brings_no_comment(client, site, notice, draft, stored):
    choice = choice_draft(client, site, "statistics")["consent"]
    body = draft()
    body["consent"] |= {"token": choice["token"]}
    assert_problem(client.post(site.comments_url, json=body, headers=site.headers()), 422, "token-invalid")
    body["consent"] |= {"notice": choice["notice"]}
    assert_problem(client.post(site.comments_url, json=body, headers=site.headers()), 409, "notice-stale")
    assert stored(site).comments == 0


def test_a_new_version_is_asked_for_before_anything_is_recorded(client, site, deps, notice, stored):
    body = choice_draft(client, site, "statistics")
    newer = publish_cookie_notice(deps, site, title="We ask anew")
    answer = client.post(f"{site.url}/consents", json=body, headers=site.headers())
    problem = assert_problem(answer, 409, "notice-stale")
    assert problem["notice"]["sha256"] == newer and problem["notice"]["token"]
    assert stored(site).consent_records == 0


def test_no_other_page_and_no_other_site_records_anything(client, site, other_site, notice, stored):
    body = choice_draft(client, site, "statistics")
    url = f"{site.url}/consents"
    for headers in ({"Origin": "https://evil.test"}, {}, {"Origin": "null"}):
        assert_problem(client.post(url, json=body, headers=headers), 403, "origin-not-allowed")
    elsewhere = client.post(f"{other_site.url}/consents", json=body, headers=other_site.headers())
    assert_problem(elsewhere, 404, "not-found")
    assert stored(site).consent_records == stored(other_site).consent_records == 0


def test_choosing_is_limited_by_address(make_app, site, notice):
    client = make_app(notices_per_minute=2).test_client()
    body = choice_draft(client, site, "statistics")
    codes = [client.post(f"{site.url}/consents", json=body, headers=site.headers()).status_code for _ in range(3)]
    assert codes == [201, 201, 429]


def test_taking_everything_back_is_one_event_of_the_same_record(client, site, deps, notice):
    given = choose(client, site, "statistics", "external-media")
    url = f"{site.url}/consents/{given['receipt']['id']}"
    headers = site.headers() | bearer(given["receipt"]["secret"])
    some = client.post(f"{url}/events", json={"type": "withdrawn", "purpose": "external-media"}, headers=headers)
    assert some.get_json()["consent"]["state"] == "given"
    both = ["statistics", "external-media"]
    event = {"type": "withdrawn", "purposes": both}
    back = client.post(f"{url}/events", json=event, headers=headers).get_json()
    consent = back["consent"]
    assert (consent["kind"], consent["state"], consent["comment"]) == ("choice", "withdrawn", None)
    assert [e["type"] for e in consent["events"]] == ["given", "withdrawn", "withdrawn"]
    assert not any(purpose["given"] for purpose in consent["purposes"])
    assert back["receipt"]["promise"]["signature"]
    states = [(told["event"]["state"], told["event"]["valid_until"] is None) for told in body_of(deps, given)]
    assert states == [("given", False), ("given", False), ("withdrawn", True)]
    assert_problem(client.post(f"{url}/events", json=event, headers=headers), 409, "conflict")
    again = client.post(f"{url}/events", json={"type": "given", "purpose": "statistics"}, headers=headers)
    assert again.get_json()["consent"]["state"] == "given"


def test_under_a_notice_that_has_changed_nothing_more_is_given_but_all_can_be_taken_back(client, site, deps, notice):
    given = choose(client, site, "statistics")
    publish_cookie_notice(deps, site, title="We ask anew")
    url = f"{site.url}/consents/{given['receipt']['id']}/events"
    headers = site.headers() | bearer(given["receipt"]["secret"])
    more = client.post(url, json={"type": "given", "purpose": "external-media"}, headers=headers)
    assert_problem(more, 409, "conflict")
    assert client.post(url, json={"type": "withdrawn", "purpose": "statistics"}, headers=headers).status_code == 200


def test_each_choice_is_somebody_else_to_us(client, site, deps, notice):
    for _ in range(2):
        choose(client, site, "statistics")
    deps.session.rollback()
    people = deps.session.scalars(sa.select(ConsentRecordBody.subject_id)).all()
    assert len(set(people)) == 2
    assert deps.session.scalars(sa.select(Subject.pseudonym)).all() == [None, None]


def test_the_service_says_that_it_honours_gpc(client):
    answer = client.get("/.well-known/gpc.json")
    assert answer.content_type == "application/json"
    assert answer.get_json()["gpc"] is True
