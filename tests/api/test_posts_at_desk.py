"""What is posted at the desk, several at once, is posted as one by one: the same answers, the same refusals, and
nothing is said before it is stored (laws 1 and 6)."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, request

from commentsvc.adapters import proxies
from commentsvc.adapters.limits import CountedLimits
from commentsvc.adapters.plain_posts import EXTENSION, Answer, PassOn
from commentsvc.models import db, shared_commits
from commentsvc.models.shared_commits import Together
from tests.support.demo import PATIENCE
from tests.support.problems import assert_problem
from tests.support.server import wait_until

OWN = {"Content-Length", "X-Request-ID"}


class Headers(dict[str, list[str]]):
    """Headers as the server gives them."""

    def get_all(self, name: str) -> list[str]:
        """Every value under this name."""
        return self.get(name, [])


@dataclass
class Scope:
    """A request as the server gives it."""

    path: str
    headers: Headers
    method: str = "POST"
    query_string: str = ""
    client: str = field(default="[2001:db8::7]:50000")


@dataclass
class Desk:
    """The desk of an application, and the usual way for what it passes on."""

    app: Any
    site: Any

    def scope(self, body: bytes, **headers: str) -> Scope:
        told = {"content-type": "application/json", "content-length": str(len(body)), "origin": self.site.origin}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        return Scope(self.site.comments_url, Headers({name: [value] for name, value in told.items()}))

    def post(self, *bodies: Any, **headers: str) -> list[Answer | PassOn]:
        """What becomes of these, all of which came before any of them was stored."""
        desk, told, ready = self.app.extensions[EXTENSION], dict[int, Any](), dict[int, Any]()
        for number, body in enumerate(bodies):
            raw = body if isinstance(body, bytes) else json.dumps(body, separators=(",", ":")).encode()
            seen = desk.look(self.scope(raw, **headers))
            assert seen is not None
            made = desk.ready(seen, raw)
            (told if isinstance(made, PassOn) else ready)[number] = made
        told |= dict(zip(ready, desk.store(list(ready.values())) if ready else [], strict=True))
        return [told[number] for number in range(len(bodies))]

    def usual(self, body: Any, passed: PassOn | None = None, key: str | None = None) -> Any:
        """The answer of the usual way, with an Idempotency-Key if there is one."""
        environ = dict(passed.environ) if passed else {}
        raw = body if isinstance(body, bytes) else json.dumps(body, separators=(",", ":")).encode()
        headers = self.site.headers() | {"Content-Type": "application/json"}
        headers |= {"Idempotency-Key": key} if key else {}
        return self.app.test_client().post(
            self.site.comments_url,
            data=raw,
            headers=headers,
            environ_overrides={"REMOTE_ADDR": "2001:db8::7"} | environ,
        )


@pytest.fixture
def desk(app: Any, site: Any, post: Callable[..., Any]) -> Desk:
    """A desk in a process that has answered a post; the page has its first comment."""
    post()
    return Desk(app, site)


def test_posts_at_the_desk_share_a_commit_and_are_answered_as_each_would_be(desk, app, draft, stored, site):
    before, commits = stored(site), list[object]()
    with app.app_context():
        engine = db.engine
    note = lambda connection: commits.append(connection)  # noqa: E731
    bodies = [draft(body=f"Number {n}.") for n in range(3)]
    sa.event.listen(engine, "commit", note)
    answers = desk.post(*bodies)
    sa.event.remove(engine, "commit", note)
    usual = desk.usual(draft(body="The usual way."))

    for answer in answers:
        assert isinstance(answer, Answer)
        assert answer.status == usual.status_code == 201
        assert _shape(json.loads(answer.body)) == _shape(usual.get_json())
        assert _others(answer.headers) == _others(list(usual.headers))
    assert stored(site).comments == before.comments + 4
    assert len(commits) == 1


def test_what_is_not_plain_is_seen_without_its_body(desk):
    body = b"{}"
    plain = desk.scope(body)
    look = desk.app.extensions[EXTENSION].look
    assert look(plain) is not None

    def other(**changes: Any) -> Scope:
        return Scope(**{"path": plain.path, "headers": plain.headers} | changes)

    def header(name: str, *values: str) -> Scope:
        return other(headers=Headers(plain.headers | {name: list(values)}))

    for scope in (
        other(method="PUT"),
        other(query_string="page=1"),
        other(path=plain.path + "/"),
        header("content-type", "application/json; charset=utf-8"),
        header("content-type", "application/json", "application/json"),
        header("content-length"),
        header("content-length", "-1"),
        header("content-length", "2", "2"),
        header("content-length", "10000000"),
        header("transfer-encoding", "chunked"),
        header("content-encoding", "gzip"),
        header("origin"),
        header("origin", "https://example.org", "https://example.org"),
        header("sec-gpc", "1", "0"),
        header("idempotency-key", "k" * 22, "l" * 22),
        header("x-request-id", "a", "b"),
    ):
        assert look(scope) is None, scope


def test_what_may_be_refused_or_is_out_of_the_ordinary_is_passed_on_and_leaves_nothing(
    desk, draft, stored, site, publish
):
    parent = publish(body="A question.")["comment"]["id"]
    before = stored(site)
    spent, page = draft(body="Twice."), f"{site.origin}/news/nobody-was-here"
    bodies = {
        b"{": 422,
        b'{"body":"a","body":"b"}': 422,
        **{
            json.dumps(body, separators=(",", ":")).encode(): status
            for body, status in (
                (draft(body=""), 422),
                (draft(parent=parent), 201),
                (draft(parent="00000000-0000-7000-8000-000000000000"), 404),
                (draft(page=page), 201),
                (spent | {"consent": spent["consent"] | {"token": "v1.not.ours"}}, 422),
            )
        },
    }
    passed = desk.post(*bodies)

    assert stored(site) == before
    assert [type(one) for one in passed] == [PassOn] * len(bodies)
    answers = [desk.usual(body, one).status_code for body, one in zip(bodies, passed, strict=True)]
    assert [status // 100 for status in answers] == [status // 100 for status in bodies.values()]
    assert desk.post(spent)[0].status == 201
    assert isinstance(desk.post(spent)[0], PassOn), "its form was used"
    assert_problem(desk.usual(spent), 409, "token-used")


def test_a_bad_post_between_good_ones_is_passed_on_alone(desk, draft, stored, site):
    before = stored(site).comments
    once = draft(body="With a form that is sent twice.")
    outcomes = desk.post(draft(body="The first."), once, once, draft(body="The last."))

    assert [type(one) for one in outcomes] == [Answer, Answer, PassOn, Answer]
    assert stored(site).comments == before + 3


def test_the_same_key_and_body_bring_the_same_comment(desk, draft, stored, site):
    body, key, before = draft(body="Once."), "0123456789abcdef0123456789", stored(site).comments
    first = desk.post(body, idempotency_key=key)[0]
    again = desk.post(body, idempotency_key=key)[0]

    assert isinstance(again, PassOn)
    answer = desk.usual(body, again, key)
    assert (answer.status_code, answer.data) == (201, first.body)
    assert stored(site).comments == before + 1


def test_a_commit_that_fails_is_told_to_all_and_not_tried_again(desk, app, draft, stored, site):
    with app.app_context():
        engine = db.engine
    bodies, before = [draft(body=f"Never {n}.") for n in range(2)], stored(site)
    sa.event.listen(engine, "commit", fail_to_commit)
    passed = desk.post(*bodies)
    sa.event.remove(engine, "commit", fail_to_commit)

    assert all(isinstance(one, PassOn) and one.failed is not None for one in passed)
    for body, one in zip(bodies, passed, strict=True):
        assert_problem(desk.usual(body, one), 503, "unavailable")
    posts, waited = desk.app.extensions[EXTENSION], draft(body="Behind them.")
    behind = posts.refuse(posts.look(desk.scope(json.dumps(waited).encode())), passed[0].failed)
    assert_problem(desk.usual(waited, behind), 503, "unavailable")
    assert stored(site) == before
    assert [one.status for one in desk.post(*bodies)] == [201, 201]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_post_is_counted_once_whichever_way_it_goes(make_app, site, draft, post, workers):
    """One process counts in its memory, at the moment; several in the database, with the post."""
    post()
    desk = Desk(make_app(workers=workers, posts_per_minute=4), site)
    assert desk.usual(draft(body="The first of the process.")).status_code == 201
    alone = draft(body="The first of its page.", page=f"{site.origin}/news/another")
    passed = desk.post(alone)[0]
    assert isinstance(passed, PassOn)
    assert desk.usual(alone, passed).status_code == 201
    assert [type(one) for one in desk.post(draft(body="The third."), draft(body="The fourth."))] == [Answer] * 2
    late = draft(body="The fifth.")
    passed = desk.post(late)[0]
    assert isinstance(passed, PassOn)
    assert_problem(desk.usual(late, passed), 429, "rate-limited")


@pytest.mark.parametrize("workers", [1, 2])
def test_a_post_whose_commit_fails_is_counted_all_the_same(make_app, site, draft, post, stored, monkeypatch, workers):
    """What several processes count in the database is gone with the post: this one remembers it for a while."""
    monkeypatch.setattr(CountedLimits, "PATIENCE", timedelta(hours=1))
    post()
    desk = Desk(make_app(workers=workers, posts_per_minute=3), site)
    assert desk.usual(draft(body="The first of the process.")).status_code == 201
    with desk.app.app_context():
        engine = db.engine
    sa.event.listen(engine, "commit", fail_to_commit)
    alone = 0 if desk.app.extensions["commentsvc"].limits.joins else 1  # what this process knows of itself
    passed = [told for n in range(3 - alone) for told in desk.post(draft(body=f"Never {n}."))]
    sa.event.remove(engine, "commit", fail_to_commit)
    assert all(isinstance(one, PassOn) and one.failed is not None for one in passed)

    before, late = stored(site), draft(body="One more.")
    refused = desk.post(late)[0]
    assert isinstance(refused, PassOn) and refused.failed is None
    assert_problem(desk.usual(late, refused), 429, "rate-limited")
    assert stored(site) == before


def fail_to_commit(_connection: Any) -> None:
    raise sa.exc.OperationalError("COMMIT", None, Exception("the disk is gone"))


def test_the_desk_waits_for_who_writes_and_takes_along_who_waits(desk, app, draft, stored, site):
    commits, begun, go_on = app.extensions["commentsvc"].commits, threading.Event(), threading.Event()
    before = stored(site).comments

    def hold(connection: Any, items: Any) -> list[bool]:
        connection.exec_driver_sql("SELECT 1")
        begun.set()
        assert go_on.wait(PATIENCE)
        return [True for _ in items]

    with ThreadPoolExecutor(2) as people:
        slow = people.submit(commits.write, lambda _session: None, Together(hold, None))
        assert begun.wait(PATIENCE)
        at_desk = people.submit(desk.post, draft(body="One."), draft(body="Two."))
        go_on.set()
        assert [one.status for one in at_desk.result(PATIENCE)] == [201, 201]
        slow.result(PATIENCE)
    assert stored(site).comments == before + 2 and commits.waiting == 0


def test_others_may_take_some_of_them_along_and_the_rest_follows(app, monkeypatch):
    monkeypatch.setattr(shared_commits, "MOST", 2)
    commits, begun, go_on = app.extensions["commentsvc"].commits, threading.Event(), threading.Event()
    batches: list[list[str]] = []

    def store(connection: Any, items: Any) -> list[str]:
        connection.exec_driver_sql("SELECT 1")
        batches.append(list(items))
        begun.set()
        assert go_on.wait(PATIENCE)
        return [f"did {item}" for item in items]

    def write(item: str) -> Any:
        return commits.write(lambda _session: None, Together(store, item))

    with ThreadPoolExecutor(3) as people:
        slow = people.submit(write, "slow")
        assert begun.wait(PATIENCE)
        other = people.submit(write, "other")
        wait_until(lambda: commits.waiting == 1, "it waits")
        ours = people.submit(commits.write_all, store, ["a", "b", "c"])
        wait_until(lambda: commits.waiting == 4, "they wait")
        go_on.set()
        assert ours.result(PATIENCE) == ["did a", "did b", "did c"]
        assert (slow.result(PATIENCE), other.result(PATIENCE)) == ("did slow", "did other")
    assert batches == [["slow"], ["other", "a"], ["b", "c"]] and commits.waiting == 0


@pytest.mark.parametrize("hops", [0, 1, 2])
@pytest.mark.parametrize(
    "forwarded", ["", "192.0.2.1", "192.0.2.1, 198.51.100.2", 'for="a", ,203.0.113.9', '"192.0.2.1']
)
def test_a_proxy_is_believed_as_the_application_believes_it(hops, forwarded):
    app = Flask("proxied")
    app.add_url_rule("/", view_func=lambda: str(request.remote_addr))
    proxies.register(app, hops)
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    answer = app.test_client().get("/", headers=headers, environ_overrides={"REMOTE_ADDR": "2001:db8::7"})

    assert proxies.peer_behind(hops, "2001:db8::7", forwarded) == answer.get_data(as_text=True)


def _shape(answer: Any) -> Any:
    own = {"id", "created_at", "html", "edit_token", "edit_until", "secret", "url", "leaf", "deadline", "signature"}
    if not isinstance(answer, dict):
        return answer
    return {name: "" if name in own else _shape(value) for name, value in answer.items()}


def _others(headers: list[tuple[str, str]]) -> set[tuple[str, str]]:
    return {(name, "" if name in OWN else value) for name, value in headers}
