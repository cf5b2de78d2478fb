"""Readers' flags: who may, what they learn (nothing), how often one visitor counts, and that they go."""

from __future__ import annotations

import secrets
import uuid

import pytest
import sqlalchemy as sa

from commentsvc.models.flag import CommentFlag
from commentsvc.usecases.delete_expired import GRACE, delete_expired
from tests.support.problems import assert_problem


@pytest.fixture
def comment(publish):
    return publish()["comment"]["id"]


@pytest.fixture
def flag(client, site, comment):
    """`flag(address="192.0.2.7", why="spam", key=…)`: a reader's flag from that address; the answer."""

    def send(*, address="192.0.2.7", at=None, key=None, headers=None, **body):
        return client.post(
            f"{site.comments_url}/{at or comment}/flags",
            json=body,
            headers=(site.headers() if headers is None else headers) | ({"Idempotency-Key": key} if key else {}),
            environ_base={"REMOTE_ADDR": address},
        )

    return send


@pytest.fixture
def counted(client, site, comment):
    """`counted()`: what moderators see."""
    path = f"{site.url}/moderation/comments/{comment}/flags"
    return lambda: client.get(path, headers=site.operator()).get_json()


def test_flags_of_different_networks_count_and_nobody_learns_how_many(flag, counted):
    answers = [
        flag(address="192.0.2.7", why="spam"),
        flag(address="198.51.100.9", why="rude"),
        flag(address="2001:db8:1::1", why="rude"),
        flag(address="2001:db8:2::1"),
    ]

    assert {(answer.status_code, answer.get_data()) for answer in answers} == {(204, b"")}
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}
    assert counted() == {"count": 4, "by_why": {"other": 1, "rude": 2, "spam": 1}}


def test_one_network_counts_once_a_day_and_an_idempotency_key_once_wherever_it_comes_from(flag, counted, later, deps):
    key = secrets.token_urlsafe(24)
    for address in ("192.0.2.7", "192.0.2.7", "192.0.2.200", "::ffff:192.0.2.3"):
        assert flag(address=address).status_code == 204
    assert flag(address="203.0.113.1", key=key, why="rude").status_code == 204
    assert flag(address="198.51.100.1", key=key, why="spam").status_code == 204
    assert counted()["count"] == 2

    later(days=1, seconds=GRACE.total_seconds() + 1)
    delete_expired(deps)
    assert deps.session.scalars(sa.select(CommentFlag.code)).all() == [None, None]
    flag(address="192.0.2.7")
    assert counted()["count"] == 3


def test_a_key_belongs_to_one_comment(flag, publish):
    key = secrets.token_urlsafe(24)
    other = publish(body="Another")["comment"]["id"]

    assert flag(key=key).status_code == 204
    assert_problem(flag(key=key, at=other), 422, "idempotency-mismatch")
    assert_problem(flag(key="guess"), 422, "validation")


def test_only_public_comments_of_this_site_can_be_flagged(flag, post, decide, comment, other_site, client):
    hidden = post()["comment"]["id"]
    for nowhere in (hidden, uuid.uuid4()):
        assert_problem(flag(at=nowhere), 404, "not-found")
    elsewhere = client.post(f"{other_site.comments_url}/{comment}/flags", json={}, headers=other_site.headers())
    assert_problem(elsewhere, 404, "not-found")
    decide(comment, "remove")
    assert_problem(flag(), 404, "not-found")


def test_what_is_no_flag_is_refused_and_nothing_is_kept(flag, site, client, comment, counted):
    assert_problem(flag(headers={}), 403, "origin-not-allowed")
    assert_problem(flag(headers={"Origin": "https://evil.test"}), 403, "origin-not-allowed")
    assert_problem(flag(headers={"Origin": "null"}), 403, "origin-not-allowed")
    for body in ({"why": "<script>"}, {"why": None}, {"why": ["spam"]}, {"why": "spam\x00"}, {"words": "x"}):
        assert_problem(flag(**body), 422, "validation")
    typed = client.post(f"{site.comments_url}/{comment}/flags", data="why=spam", headers=site.headers())
    assert_problem(typed, 415, "unsupported-media-type")
    assert counted()["count"] == 0


def test_many_flags_from_one_address_are_stopped(make_app, site, comment):
    client = make_app(posts_per_minute=2).test_client()
    url = f"{site.comments_url}/{comment}/flags"
    answers = [client.post(url, json={}, headers=site.headers()) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [204, 204, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_moderators_clear_flags_and_a_decision_settles_them(client, site, flag, counted, comment, decide, other_site):
    path = f"{site.url}/moderation/comments/{comment}/flags"
    flag()
    assert_problem(client.delete(path), 401, "not-authorised")
    assert_problem(client.delete(path, headers=other_site.operator()), 404, "not-found")
    assert_problem(client.get(path, headers=other_site.operator()), 404, "not-found")
    assert client.delete(path, headers=site.operator()).get_json() == {"cleared": 1}
    assert client.delete(path, headers=site.operator()).get_json() == {"cleared": 0}
    assert counted()["count"] == 0
    flag()
    assert counted()["count"] == 0, "the same visitor on the same day"

    flag(address="198.51.100.9")
    assert counted()["count"] == 1
    decide(comment, "remove")
    decide(comment, "restore")
    assert counted()["count"] == 0, "a moderator has seen it since"


def test_flags_go_with_their_comment(client, site, publish, deps):
    answer = publish()
    where = f"{site.comments_url}/{answer['comment']['id']}"
    assert client.post(f"{where}/flags", json={}, headers=site.headers()).status_code == 204
    erased = client.delete(where, headers=site.headers() | {"Authorization": f"Bearer {answer['edit_token']}"})
    assert erased.status_code == 200

    assert deps.session.scalar(sa.select(sa.func.count()).select_from(CommentFlag)) == 0
    with_reply = client.post(f"{where}/flags", json={}, headers=site.headers())
    assert_problem(with_reply, 404, "not-found")


def test_a_link_without_script_leads_to_the_hosted_form(client, site, comment):
    answer = client.get(f"{site.comments_url}/{comment}/flags")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/t/{site.id}/flag?comment={comment}")


def test_flags_that_come_at_the_same_moment_count_once_each(site, comment, make_app, counted):
    from concurrent.futures import ThreadPoolExecutor

    apps = [make_app() for _ in range(2)]

    def send(number):
        client = apps[number % 2].test_client()
        return client.post(
            f"{site.comments_url}/{comment}/flags",
            json={},
            headers=site.headers(),
            environ_base={"REMOTE_ADDR": f"10.0.{number % 3}.{number}"},
        ).status_code

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(send, range(12))) == {204}
    assert counted()["count"] == 3
