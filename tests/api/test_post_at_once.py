"""Posts that come at the same moment: one commit may serve them all, and each has its own outcome (laws 1 and 6)."""

from __future__ import annotations

import secrets
import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc import clock
from commentsvc.errors import Unavailable
from commentsvc.models import db
from commentsvc.models.comment import Comment
from commentsvc.models.passing import UsedNoticeToken
from commentsvc.models.site import Site
from commentsvc.usecases import ask_proof
from tests.support.problems import assert_problem
from tests.support.server import RunningServer, wait_until


@pytest.fixture
def commits(app: Any) -> Any:
    return app.extensions["commentsvc"].commits


@pytest.fixture
def engine(app: Any) -> sa.Engine:
    with app.app_context():
        return db.engine


@pytest.fixture
def people() -> Iterator[ThreadPoolExecutor]:
    """Who posts at the same moment."""
    with ThreadPoolExecutor(12) as pool:
        yield pool


@pytest.fixture
def send(app: Any, site: Any, people: ThreadPoolExecutor) -> Callable[..., Future[Any]]:
    def start(body: Any, **headers: str) -> Future[Any]:
        return people.submit(
            lambda: app.test_client().post(site.comments_url, json=body, headers=site.headers() | headers)
        )

    return start


@contextmanager
def everybody_waits(commits: Any, people: ThreadPoolExecutor, for_them: Callable[[], int]) -> Iterator[None]:
    """Inside, whoever posts waits behind a write that takes its time. It goes on once as many wait as `for_them` says,
    or, where nobody shares (PostgreSQL), at once."""
    begun, go_on = threading.Event(), threading.Event()

    def write(_session: Any) -> None:
        begun.set()
        assert go_on.wait(180)

    if not commits.shares:
        yield
        return
    slow = people.submit(commits.write, write)
    assert begun.wait(180)
    yield
    wait_until(lambda: commits.waiting == for_them(), "they all wait")
    go_on.set()
    slow.exception(60)


@contextmanager
def counted_commits(engine: sa.Engine) -> Iterator[list[object]]:
    seen: list[object] = []
    note = lambda connection: seen.append(connection.get_execution_options().get("commentsvc_write"))  # noqa: E731
    sa.event.listen(engine, "commit", note)
    yield seen
    sa.event.remove(engine, "commit", note)


def test_a_bad_post_between_good_ones_fails_alone(commits, engine, people, send, draft, stored, site):
    once = draft(body="With a form that is sent twice.")
    good = [draft(body=f"The comment of reader {n}.", page=f"{site.origin}/page-{n % 2}") for n in range(4)]
    lost = draft(body="To nobody.", parent="01900000-0000-7000-8000-000000000000")
    bodies = [good[0], once, good[1], once, lost, good[2], good[3]]
    with counted_commits(engine) as seen:
        with everybody_waits(commits, people, lambda: len(bodies)):
            asked = [send(body) for body in bodies]
        answers = [one.result(180) for one in asked]

    assert sorted(one.status_code for one in answers) == [201] * 5 + [404, 409]
    assert_problem(answers[4], 404, "not-found")
    assert_problem(next(one for one in answers if one.status_code == 409), 409, "token-used")
    assert stored(site).comments == stored(site).consent_records == stored(site).pending_entries == 5
    if commits.shares:
        assert len(seen) == 2, "the slow write's, and one for all the posts"


def test_who_is_answered_while_others_wait_is_stored(commits, engine, people, send, draft):
    """Nobody learns of a comment, and its author is told of none, before it is committed."""
    told: list[bool] = []

    def look(comment: uuid.UUID) -> None:
        with engine.connect() as connection:
            told.append(connection.scalar(sa.select(sa.func.count()).where(Comment.id == comment)) == 1)

    with everybody_waits(commits, people, lambda: 3):
        asked = [send(draft(body=f"Number {n}.")) for n in range(3)]
    for one in asked:
        look(uuid.UUID(one.result(180).get_json()["comment"]["id"]))
    assert told == [True] * 3


def test_a_commit_that_fails_acknowledges_nobody(commits, engine, people, send, draft, stored, site):
    def fail(_connection: Any) -> None:
        raise sa.exc.OperationalError("COMMIT", None, Exception("the disk is gone"))

    bodies = [draft(body=f"Never {n}.") for n in range(3)]
    bodies.append(bodies[0])  # its form is used up by the first only if that is stored
    with everybody_waits(commits, people, lambda: len(bodies)):
        asked = [send(body) for body in bodies]
        if commits.shares:
            wait_until(lambda: commits.waiting == len(bodies), "they all wait")
        sa.event.listen(engine, "commit", fail)
    answers = [one.result(180) for one in asked]
    sa.event.remove(engine, "commit", fail)

    if commits.shares:
        assert [one.status_code for one in answers] == [503] * 4
        assert stored(site).comments == 0
        answers = [send(body).result(180) for body in bodies]
    acknowledged = [one for one in answers if one.status_code == 201]
    assert len(acknowledged) == stored(site).comments


def test_a_figure_that_cannot_be_counted_takes_no_comment_back(send, draft, stored, site, monkeypatch):
    def fail(*_told: Any) -> None:
        raise sa.exc.OperationalError("UPDATE", None, Exception("the disk is full"))

    monkeypatch.setattr(ask_proof, "count_proof", fail)
    answer = send(draft(form={"proof": "1.2.3"})).result(180)

    assert (answer.status_code, stored(site).comments) == (201, 1)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # elsewhere nobody waits for a turn
def test_an_origin_that_is_removed_while_a_post_waits_binds_it(commits, people, send, draft, stored, site):
    begun, go_on = threading.Event(), threading.Event()

    def remove(session: Any) -> None:
        session.execute(sa.update(Site).where(Site.id == site.id).values(origins=["https://elsewhere.example"]))
        begun.set()
        assert go_on.wait(180)

    removing = people.submit(commits.write, remove)
    assert begun.wait(180)
    waiting = send(draft())
    wait_until(lambda: commits.waiting == 1, "the post waits")
    go_on.set()
    removing.result(180)

    assert_problem(waiting.result(180), 403, "origin-not-allowed")
    assert stored(site).comments == 0


def test_what_a_caught_error_undid_is_not_said_to_be_stored(commits, engine, site):
    """PostgreSQL answers COMMIT with a rollback then, and no driver says so."""

    def work(session: Any) -> None:
        told = {"site_id": site.id, "nonce": "n", "expires_at": clock.now()}
        session.execute(sa.insert(UsedNoticeToken).values(told))
        with suppress(sa.exc.SQLAlchemyError):
            session.execute(sa.text("SELECT no_such_column FROM site"))

    try:
        commits.write(work)
        said = 1
    except Unavailable:
        said = 0
    with engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).where(UsedNoticeToken.nonce == "n")) == said


def test_the_same_post_sent_several_times_at_once_is_one_comment(commits, people, send, draft, stored, site):
    body, key = draft(), {"Idempotency-Key": secrets.token_urlsafe(24)}
    with everybody_waits(commits, people, lambda: 5):
        asked = [send(body, **key) for _ in range(5)]
    answers = [one.result(180) for one in asked]

    assert [one.status_code for one in answers] == [201] * 5
    assert len({one.get_json()["comment"]["id"] for one in answers}) == 1
    assert len({one.get_json()["edit_token"] for one in answers}) == 1
    assert stored(site).comments == 1


def test_what_breaks_a_rule_of_the_database_breaks_nothing_of_the_others(commits, people, engine, site):
    def spend(nonce: str) -> Callable[[Any], str]:
        def write(session: Any) -> str:
            session.add(UsedNoticeToken(site_id=site.id, nonce=nonce, expires_at=clock.now()))
            return nonce

        return write

    with everybody_waits(commits, people, lambda: 3):
        asked = [people.submit(commits.write, spend(nonce)) for nonce in ("a", "a", "b")]
    failed = [one for one in asked if one.exception(60)]

    assert len(failed) == 1
    assert isinstance(failed[0].exception(), sa.exc.IntegrityError)
    with engine.connect() as connection:
        assert sorted(connection.scalars(sa.select(UsedNoticeToken.nonce))) == ["a", "b"]


def test_where_processes_share_limits_no_more_pass_at_once_than_may(make_app, site, draft, people, stored):
    app = make_app(workers=2, posts_per_minute=3)
    bodies = [draft(body=f"Number {n}.") for n in range(8)]

    def ask(body: Any) -> int:
        answer = app.test_client().post(site.comments_url, json=body, headers=site.headers())
        return int(answer.status_code)

    assert sorted(people.map(ask, bodies)) == [201] * 3 + [429] * 5
    assert stored(site).comments == 3


def test_a_post_that_is_refused_is_counted_like_one_that_is_stored(make_app, site, draft):
    browser = make_app(workers=2, posts_per_minute_site=2).test_client()

    def ask(body: Any) -> int:
        return int(browser.post(site.comments_url, json=body, headers=site.headers()).status_code)

    good, spent = draft(), draft(body="Another.")
    assert ask(draft(body="")) == 422
    assert ask(good) == 201
    assert_problem(browser.post(site.comments_url, json=spent, headers=site.headers()), 429, "rate-limited")
    assert ask(draft(body="")) == 429


def test_counting_costs_a_post_no_commit_of_its_own(make_app, site, draft):
    app = make_app(workers=2, posts_per_minute=3)
    with app.app_context(), counted_commits(db.engine) as seen:
        answer = app.test_client().post(site.comments_url, json=draft(), headers=site.headers())
    assert answer.status_code == 201 and seen == [True]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_two_processes_take_turns(app, client, site, draft, deps, tmp_path: Path, test_settings, people, stored):
    """Real ones, of one service: what they acknowledged is there, once."""
    bodies = [draft(body=f"From reader {n}.", page=f"{site.origin}/page-{n % 3}") for n in range(24)]
    settings = {
        name: test_settings[name] for name in ("database_url", "data_dir", "secret_key", "posts_per_minute")
    } | {"workers": 2, "posts_per_minute_site": 0}
    server = RunningServer(tmp_path / "server.log", **settings)
    try:
        ask = lambda body: server.request("POST", site.comments_url, body, Origin=site.origin)  # noqa: E731
        answers = list(people.map(ask, bodies))
    finally:
        server.close()

    assert [status for status, _ in answers] == [201] * len(bodies)
    assert stored(site).comments == len({told["comment"]["id"] for _, told in answers}) == len(bodies)
