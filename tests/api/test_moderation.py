"""The moderation calls: who may, what is refused, and what two operators see of each other."""

from __future__ import annotations

import uuid

import pytest

from tests.support.problems import assert_problem
from tests.support.sites import bearer

CALLS = [("GET", "/moderation/comments", None), ("POST", "/moderation/decisions", {"decisions": []})]


@pytest.fixture
def call(client, site):
    """`call("GET", "/moderation/comments", headers=…)` on the site."""

    def send(method, path, *, headers, at=site, **more):
        return client.open(at.url + path, method=method, headers=headers, **more)

    return send


@pytest.mark.parametrize(("method", "path", "body"), [*CALLS, ("GET", "/consent-log", None)])
def test_a_token_is_asked_for_before_anything_else(call, method, path, body):
    for headers in ({}, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer "}, bearer("cst_unknown")):
        response = call(method, path, headers=headers, json=body)

        assert_problem(response, 401, "not-authorised")
        assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(("method", "path", "body"), [*CALLS, ("GET", "/consent-log", None)])
def test_a_token_of_another_site_learns_nothing(call, other_site, method, path, body):
    assert_problem(call(method, path, headers=other_site.operator(), json=body), 404, "not-found")


@pytest.mark.parametrize(("method", "path", "body"), [*CALLS, ("GET", "/consent-log", None)])
def test_a_token_without_the_scope_is_forbidden(call, operator_token, method, path, body):
    lacking = operator_token("moderate" if "log" in path else "export", "subjects")

    assert_problem(call(method, path, headers=bearer(lacking), json=body), 403, "forbidden")


@pytest.mark.parametrize(("method", "path"), [("GET", "/moderation/comments"), ("GET", "/consent-log")])
def test_an_admin_token_may(call, operator_token, method, path):
    assert call(method, path, headers=bearer(operator_token("admin"))).status_code == 200


def test_an_expired_token_and_a_revoked_one_no_longer_open(client, deps, site, operator_token, later):
    from commentsvc.usecases.access import CLI
    from commentsvc.usecases.list_tokens import list_tokens
    from commentsvc.usecases.revoke_token import revoke_token

    revoked = operator_token("moderate")
    newest = list_tokens(deps, CLI, site.id)[0]
    url = f"{site.url}/moderation/comments"
    assert client.get(url, headers=bearer(revoked)).status_code == 200

    revoke_token(deps, CLI, site.id, newest.id)
    assert_problem(client.get(url, headers=bearer(revoked)), 401, "not-authorised")

    expiring = operator_token("moderate")
    later(days=364)
    assert client.get(url, headers=bearer(expiring)).status_code == 200
    later(days=2)
    assert_problem(client.get(url, headers=bearer(expiring)), 401, "not-authorised")


def test_the_queue_lists_what_was_posted_and_is_never_cached(client, site, post):
    answer = post(body="I *agree*.", title="A story")

    response = client.get(f"{site.url}/moderation/comments?status=pending", headers=site.operator())

    assert response.headers["Cache-Control"] == "no-store"
    page = response.get_json()
    (item,) = page["comments"]
    assert page["next"] is None
    assert item["id"] == answer["comment"]["id"]
    assert item["record"] == answer["receipt"]["id"]
    assert item["thread"]["url"] == site.page
    assert (item["thread"]["key"], item["thread"]["title"]) == (answer["comment"]["page"], "A story")
    assert (item["author"]["name"], item["author"]["website"]) == ("Ada", None)
    assert (item["body"], item["status"], item["parent"], item["edited_at"]) == ("I *agree*.", "pending", None, None)
    assert (item["last_decision"], item["can_undo"], item["held_reasons"]) == (None, False, [])
    assert item["created_at"] == answer["comment"]["created_at"]


def test_pages_of_the_queue_follow_next(client, site, post):
    posted = [post(body=f"Number {n}.")["comment"]["id"] for n in range(5)]
    seen, cursor = [], None
    while True:
        query = {"status": "pending", "limit": 2} | ({"cursor": cursor} if cursor else {})
        page = client.get(f"{site.url}/moderation/comments", query_string=query, headers=site.operator()).get_json()
        seen += [item["id"] for item in page["comments"]]
        cursor = page["next"]
        if cursor is None:
            break

    assert seen == posted


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("status=new", "status"),
        ("cursor=3", "cursor"),
        ("limit=0", "limit"),
        ("limit=1000", "limit"),
        ("limit=many", "limit"),
        ("colour=red", "colour"),
        ("q=%00", "q"),
    ],
)
def test_a_queue_query_that_makes_no_sense_is_refused(client, site, query, field):
    assert_problem(
        client.get(f"{site.url}/moderation/comments?{query}", headers=site.operator()), 422, "validation", field
    )


def test_a_decision_is_answered_with_who_and_when(client, site, post, decide):
    comment = post()["comment"]["id"]

    done = decide(comment, "publish", reason="fine", expected_status="pending")
    (item,) = client.get(f"{site.url}/moderation/comments", headers=site.operator()).get_json()["comments"]

    assert (done["comment"], done["outcome"], done["status"]) == (comment, "done", "published")
    assert "slug" not in done
    assert item["last_decision"] == {
        "id": done["decision"],
        "action": "publish",
        "from_status": "pending",
        "to_status": "published",
        "by": "tests",
        "reason": "fine",
        "at": done["decided_at"],
        "undoes": None,
    }
    assert item["can_undo"] is True


def test_of_two_operators_the_second_gets_a_conflict_and_sees_the_first(client, site, post, decide, operator_token):
    comment = post()["comment"]["id"]
    first = decide(comment, "publish", expected_status="pending")

    response = client.post(
        f"{site.url}/moderation/decisions",
        json={"decisions": [{"comment": comment, "action": "spam", "expected_status": "pending"}]},
        headers=bearer(operator_token("moderate")),
    )

    (second,) = response.get_json()["outcomes"]
    assert response.status_code == 200
    assert (second["outcome"], second["slug"], second["status"]) == ("conflict", "conflict", "published")
    assert (second["decided_by"], second["decided_at"]) == ("tests", first["decided_at"])
    assert "decision" not in second


def test_an_edit_behind_the_moderators_back_is_a_conflict(client, site, post, decide):
    answer = post()
    comment = answer["comment"]["id"]
    assert decide(comment, "spam", expected_edited_at=None)["outcome"] == "done"
    assert decide(comment, "undo")["outcome"] == "done"
    edited = client.patch(
        f"{site.comments_url}/{comment}",
        json={"body": "Other words."},
        headers=site.headers() | bearer(answer["edit_token"]),
    ).get_json()["comment"]["edited_at"]

    refused = decide(comment, "publish", expected_status="pending", expected_edited_at=None)

    assert (refused["outcome"], refused["status"]) == ("conflict", "pending")
    assert "decided_by" not in refused
    (item,) = client.get(f"{site.url}/moderation/comments", headers=site.operator()).get_json()["comments"]
    assert item["edited_at"] == edited
    assert decide(comment, "publish", expected_edited_at=item["edited_at"])["outcome"] == "done"


def test_each_decision_of_a_batch_has_its_own_outcome(client, site, other_site, post):
    mine, foreign = post()["comment"]["id"], post(at=other_site)["comment"]["id"]
    batch = [(mine, "publish"), (foreign, "publish"), (str(uuid.uuid4()), "spam"), (mine, "publish"), (mine, "undo")]

    response = client.post(
        f"{site.url}/moderation/decisions",
        json={"decisions": [{"comment": comment, "action": action} for comment, action in batch]},
        headers=site.operator(),
    )

    outcomes = response.get_json()["outcomes"]
    assert [o["outcome"] for o in outcomes] == ["done", "not-found", "not-found", "conflict", "done"]
    assert [o["status"] for o in outcomes] == ["published", None, None, "published", "pending"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "decisions"),
        ({"decisions": []}, "decisions"),
        ({"decisions": [{"comment": "x", "action": "publish"}]}, "decisions.0.comment"),
        ({"decisions": [{"comment": str(uuid.uuid4()), "action": "delete"}]}, "decisions.0.action"),
        ({"decisions": [{"comment": str(uuid.uuid4())}]}, "decisions.0.action"),
        ({"decisions": [{"comment": str(uuid.uuid4()), "action": "spam", "status": "spam"}]}, "decisions.0.status"),
        ({"decisions": [{"comment": str(uuid.uuid4()), "action": "spam", "reason": "x" * 501}]}, "decisions.0.reason"),
        ({"decisions": [{"comment": str(uuid.uuid4()), "action": "spam"}], "as": "admin"}, "as"),
        (
            {
                "decisions": [
                    {"comment": str(uuid.uuid4()), "action": "spam", "expected_edited_at": "2026-01-31T09:30:00"}
                ]
            },
            "decisions.0.expected_edited_at",
        ),
    ],
)
def test_a_batch_with_a_mistake_decides_nothing(client, site, body, field):
    response = client.post(f"{site.url}/moderation/decisions", json=body, headers=site.operator())

    assert_problem(response, 422, "validation", field)


def test_a_page_of_a_foreign_origin_cannot_decide_even_with_a_token(client, site, post):
    """Incident: a POST without a type and with a foreign Origin (Isso)."""
    comment = post()["comment"]["id"]
    body = {"decisions": [{"comment": comment, "action": "publish"}]}
    url = f"{site.url}/moderation/decisions"

    for origin in ("https://evil.example", "null", "https://example.org.evil.example"):
        assert_problem(
            client.post(url, json=body, headers=site.operator() | {"Origin": origin}), 403, "origin-not-allowed"
        )
    untyped = client.post(url, data=b"{}", headers=site.operator() | {"Origin": "https://evil.example"})
    assert_problem(untyped, 403, "origin-not-allowed")
    assert client.post(url, json=body, headers=site.operator() | site.headers()).status_code == 200


def test_reading_the_queue_changes_nothing(client, site, post, stored):
    """Incident: a GET that acts (CTFd, Remark42)."""
    comment = post()["comment"]["id"]
    url = f"{site.url}/moderation/decisions?comment={comment}&action=publish"

    assert_problem(client.get(url, headers=site.operator()), 405, "method-not-allowed")
    (item,) = client.get(f"{site.url}/moderation/comments", headers=site.operator()).get_json()["comments"]
    assert (item["status"], item["last_decision"]) == ("pending", None)
