"""What passes by Flask is answered as Flask answers it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from typing import Any

import pytest

from commentsvc.usecases import post_comment as posting
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_site import change_site
from tests.support.problems import assert_problem

OWN = {"Content-Length", "X-Request-ID"}
ROUTE = "/api/v1/sites/<site:site>/comments"


@pytest.fixture
def ways(client: Any, site: Any, post: Any) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """The shortcut and the way through Flask: both send a body that is exactly the same."""
    post()  # the first one of a process goes through Flask

    def way(kind: str) -> Callable[..., Any]:
        def send(body: Any, **headers: str) -> Any:
            data = body if isinstance(body, bytes) else json.dumps(body, separators=(",", ":")).encode()
            return client.post(site.comments_url, data=data, headers=site.headers() | {"Content-Type": kind} | headers)

        return send

    return way("application/json"), way("application/json; charset=utf-8")


@pytest.fixture
def passed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """By which module each comment was posted."""
    from commentsvc.api import comments, post_shortcut

    by: list[str] = []
    for module in (comments, post_shortcut):

        def post(*args: Any, name: str = module.__name__.rpartition(".")[2]) -> Any:
            by.append(name)
            return posting.post_comment(*args)

        monkeypatch.setattr(module, "post_comment", post)
    return by


def test_both_ways_give_the_same_answer_but_for_what_is_its_own(ways, passed, draft):
    short, long = (way(draft()) for way in ways)

    assert passed == ["post_shortcut", "comments"]
    assert (short.status_code, long.status_code) == (201, 201)
    assert _shape(short.get_json()) == _shape(long.get_json())
    assert {name for name, _ in short.headers} == {name for name, _ in long.headers}
    assert {pair for pair in short.headers if pair[0] not in OWN} == {
        pair for pair in long.headers if pair[0] not in OWN
    }
    assert short.headers["X-Request-ID"] != long.headers["X-Request-ID"]


@pytest.mark.parametrize(
    "changes",
    [
        {"body": ""},
        {"body": "x" * 20_001},
        {"author": {"name": " ", "email": "nobody"}},
        {"purposes": {"publish": False}},
        {"page": {"url": "https://elsewhere.example/", "key": None, "title": "A story"}},
        {"token": "v1.not.ours"},
        {"parent": "00000000-0000-7000-8000-000000000000"},
        {"parent": "nobody"},
        {"more": 1},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_both_ways_refuse_the_same_in_the_same_words(ways, draft, stored, site, changes):
    before = stored(site)
    body = draft() | {name: value for name, value in changes.items() if name not in ("author", "purposes", "token")}
    body["author"] |= changes.get("author", {})
    body["consent"] |= {name: changes[name] for name in ("purposes", "token") if name in changes}

    short, long = (way(body) for way in ways)

    assert short.status_code == long.status_code >= 400
    assert short.get_json() == long.get_json()
    assert {pair for pair in short.headers if pair[0] not in OWN} == {
        pair for pair in long.headers if pair[0] not in OWN
    }
    assert stored(site) == before


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"body":"a","body":"b"}', b'{"body":"\\u0000"}', b"\xff"])
def test_what_is_no_such_object_is_refused_by_flask(ways, body):
    short, long = (way(body) for way in ways)

    assert_problem(short, 422, "validation")
    assert short.get_json() == long.get_json()


def test_a_page_of_another_origin_is_refused_in_both_ways(ways, passed, draft):
    short, long = (way(draft(), Origin="https://elsewhere.example") for way in ways)

    assert_problem(short, 403, "origin-not-allowed")
    assert short.get_json() == long.get_json()
    assert short.headers["Access-Control-Allow-Origin"] == long.headers["Access-Control-Allow-Origin"] == "*"


def test_an_id_that_a_caller_brings_is_taken_over_and_an_answer_is_counted_once(ways, app, draft):
    answers = app.extensions["commentsvc-answers"]
    before = _counted(answers)

    for status, body in ((201, draft()), (422, draft(body=""))):
        offered = secrets.token_hex(16)
        answer = ways[0](body, **{"X-Request-ID": offered})
        assert (answer.status_code, answer.headers["X-Request-ID"]) == (status, offered)

    after = _counted(answers)
    assert {status: after[status] - before.get(status, 0) for status in ("201", "422")} == {"201": 1, "422": 1}


def test_a_mistake_of_ours_is_logged_and_answered_as_one(ways, draft, stored, site, monkeypatch):
    from commentsvc.api import post_shortcut

    def fail(*_args: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(post_shortcut, "post_comment", fail)
    before = stored(site)

    assert_problem(ways[0](draft()), 500, "unavailable")
    assert stored(site) == before


def test_what_a_process_remembers_of_a_site_decides_nothing(ways, deps, draft, site):
    """Whoever is let in by it is looked at again, and whoever is not is asked about."""
    send, body = ways[0], draft()
    change_site(deps, CLI, site.id, {"origins": ["https://new.example"]})
    assert_problem(send(body), 403, "origin-not-allowed")

    change_site(deps, CLI, site.id, {"origins": [site.origin]})
    assert send(body).status_code == 201


def _shape(answer: Any) -> Any:
    """The answer with what differs from comment to comment left out."""
    own = {"id", "created_at", "edit_token", "edit_until", "secret", "url", "leaf", "deadline", "signature"}
    if not isinstance(answer, dict):
        return answer
    return {name: "" if name in own else _shape(value) for name, value in answer.items()}


def _counted(answers: Any) -> dict[str, float]:
    samples = next(iter(answers._answers.collect())).samples
    return {
        sample.labels["status"]: sample.value
        for sample in samples
        if sample.name.endswith("_total") and (sample.labels["method"], sample.labels["route"]) == ("POST", ROUTE)
    }
