"""Posts that wait for one another are written together, on both databases: what is bad among them fails alone, and
whoever is told that a comment is stored has it stored (laws 1 and 6)."""

from __future__ import annotations

import re
import secrets
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.models import db
from commentsvc.models.log import LogEntry
from commentsvc.models.shared_commits import Together
from commentsvc.models.site import Site
from commentsvc.models.thread import Thread
from commentsvc.usecases import post_comment
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_site import change_site
from tests.support.problems import assert_problem
from tests.support.server import wait_until
from tests.support.stored import count_rows

LONG = "The harbour was rebuilt after the flood of that winter, and nobody who lived there has forgotten it."


@pytest.fixture
def people() -> Iterator[ThreadPoolExecutor]:
    """Who posts at the same moment."""
    with ThreadPoolExecutor(12) as pool:
        yield pool


AtOnce = Callable[..., list[Any]]


@pytest.fixture
def at_once(people: ThreadPoolExecutor, site: Any) -> AtOnce:
    """`at_once(app, bodies)`: the answers to these posts, which all waited before any of them was begun, in this order.
    `meanwhile(connection)` runs in the transaction before theirs, `before()` while they wait."""

    def send(
        app: Any,
        bodies: list[Any],
        headers: dict[str, str] | None = None,
        meanwhile: Callable[[Any], object] = lambda connection: connection.exec_driver_sql("SELECT 1"),
        before: Callable[[], object] = lambda: None,
    ) -> list[Any]:
        commits, begun, go_on = app.extensions["commentsvc"].commits, threading.Event(), threading.Event()

        def hold(connection: Any, items: Any) -> list[bool]:
            meanwhile(connection)
            begun.set()
            assert go_on.wait(180)
            return [True for _ in items]

        def ask(body: Any) -> Any:
            return app.test_client().post(site.comments_url, json=body, headers=site.headers() | (headers or {}))

        slow = people.submit(commits.write, lambda _session: None, Together(hold, None))
        assert begun.wait(180)
        asked: list[Future[Any]] = []
        for body in bodies:
            asked.append(people.submit(ask, body))
            wait_until(lambda: commits.waiting + sum(one.done() for one in asked) == len(asked), "it waits")
        before()
        go_on.set()
        slow.result(180)
        return [one.result(180) for one in asked]

    return send


@contextmanager
def statements(app: Any, fail: Callable[[str, int], bool] = lambda _sql, _number: False) -> Iterator[list[str]]:
    """What is written from now on; `fail(sql, number)` says what fails instead."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        if re.match(r"\s*(INSERT|UPDATE|DELETE|WITH)", sql):
            seen.append(sql)
            if fail(sql, len(seen) - 1):
                raise sa.exc.OperationalError(sql, None, Exception("the disk is gone"))

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def writes_comments(sql: str) -> bool:
    return re.search(r'INSERT INTO "?comment"? \(', sql) is not None


@pytest.fixture
def open_page(post: Any) -> Any:
    """A page that has its first comment: from then on posts to it are plain."""
    return post(body="The first of all.")


def test_posts_that_wait_are_written_by_one_statement_a_table(app, at_once, site, draft, deps, post):
    change_site(deps, CLI, site.id, {"moderation": "after"})
    post(body="The first of all.")
    bodies = [draft(body=f"Number {n}.") for n in range(5)]
    before = count_rows(deps.session.get_bind(), site.id)
    with statements(app) as seen:
        answers = at_once(app, bodies)

    assert [one.status_code for one in answers] == [201] * 5
    assert len([sql for sql in seen if writes_comments(sql)]) == 1, seen
    after = count_rows(deps.session.get_bind(), site.id)
    added = Counter({table: getattr(after, table) - getattr(before, table) for table in vars(before)})
    assert {table: many for table, many in added.items() if many != 5} == {"thread": 0, "idempotent_answer": 0}
    deps.session.rollback()
    thread = deps.session.scalars(sa.select(Thread).where(Thread.site_id == site.id)).one()
    assert thread.published_count == 1 + 5
    shown = app.test_client().get(site.comments_url, query_string={"page": site.page}).get_json()
    assert [one["html"] for one in shown["comments"]][1:] == [f"<p>Number {n}.</p>" for n in range(5)]
    assert len({one.get_json()["comment"]["id"] for one in answers}) == 5


def test_the_bad_ones_fail_alone_and_the_others_are_written_together(app, at_once, site, draft, stored, open_page):
    good = [draft(body=f"Reader {n}.") for n in range(4)]
    twice = draft(body="With a form that is sent twice.")
    lost = draft(body="To nobody.", parent="01900000-0000-7000-8000-000000000000")
    new_page = draft(body="On a page that is new.", page=f"{site.origin}/new")
    bodies = [good[0], twice, good[1], twice, lost, good[2], new_page, good[3]]
    with statements(app) as seen:
        answers = at_once(app, bodies)

    assert [one.status_code for one in answers] == [201, 201, 201, 409, 404, 201, 201, 201]
    assert_problem(answers[3], 409, "token-used")
    assert_problem(answers[4], 404, "not-found")
    assert stored(site).comments == stored(site).consent_records == stored(site).pending_entries == 1 + 6
    assert len([sql for sql in seen if writes_comments(sql)]) == 2, "five at once, and the new page's"


def test_a_fault_in_any_statement_of_a_shared_write_costs_nobody_a_comment(app, at_once, site, draft, deps, open_page):
    """What is begun together and fails is done again, each by itself; of the first try nothing is left."""
    with statements(app) as seen:
        at_once(app, [draft(body=f"First {n}.") for n in range(3)])
    writes = list(seen)
    assert writes
    rows = count_rows(deps.session.get_bind(), site.id)
    for index in range(len(writes)):
        bodies = [draft(body=f"Number {n} with fault {index}.") for n in range(3)]
        with statements(app, lambda _sql, number, index=index: number == index):  # type: ignore[misc]
            answers = at_once(app, bodies)
        assert [one.status_code for one in answers] == [201] * 3, writes[index]
        after = count_rows(deps.session.get_bind(), site.id)
        expected = {name: many + 3 * (name not in {"thread", "idempotent_answer"}) for name, many in vars(rows).items()}
        assert vars(after) == expected, writes[index]
        rows = after


def test_one_that_the_database_refuses_is_the_only_one(app, at_once, site, draft, stored, monkeypatch, open_page):
    """Its row is refused only when all are written: so all are written again, each by itself."""
    ready = post_comment.ready_post

    def spoil(deps: Any, checked: Any, count: Any) -> Any:
        made = ready(deps, checked, count)
        if made and "bad" in checked.draft.body:
            made.row.fill("record_id", uuid.UUID(int=7))  # which no record has
        return made

    store = post_comment.store_post

    def refuse(deps: Any, checked: Any) -> Any:
        stored_post = store(deps, checked)
        if "bad" in checked.draft.body:
            raise sa.exc.DataError("INSERT", None, Exception("no such record"))
        return stored_post

    monkeypatch.setattr(post_comment, "ready_post", spoil)
    monkeypatch.setattr(post_comment, "store_post", refuse)
    answers = at_once(app, [draft(body=text) for text in ("One.", "A bad one.", "Another.")])

    assert [one.status_code for one in answers] == [201, 500, 201]
    assert stored(site).comments == stored(site).consent_records == 1 + 2


def test_where_nothing_can_be_written_nobody_is_told_otherwise(app, at_once, site, draft, stored, open_page):
    with statements(app, lambda sql, _number: writes_comments(sql)):
        answers = at_once(app, [draft(body=f"Never {n}.") for n in range(3)])

    assert not [one for one in answers if one.status_code < 500]
    assert stored(site).comments == stored(site).consent_records == 1


def test_what_is_written_together_is_what_is_written_alone(app, client, at_once, site, draft, deps, monkeypatch):
    """Column by column, but for what every comment has of its own."""
    client.post(site.comments_url, json=draft(), headers=site.headers())
    tables = [table for table in db.metadata.sorted_tables if "site_id" in table.c]
    engine = deps.session.get_bind()

    def rows() -> dict[str, Counter[Any]]:
        with engine.connect() as connection:
            return {
                table.name: Counter(
                    tuple(_bare(column.name, value) for column, value in zip(table.c, row, strict=True))
                    for row in connection.execute(sa.select(table).where(table.c.site_id == site.id))
                )
                for table in tables
            }

    def added(send: Callable[[], object]) -> dict[str, Counter[Any]]:
        before = rows()
        send()
        after = rows()
        return {name: after[name] - before[name] for name in after if after[name] != before[name]}

    key = {"Idempotency-Key": secrets.token_urlsafe(24)}
    with monkeypatch.context() as patched:
        patched.setattr(post_comment, "ready_post", lambda *_: None)
        body = draft(body=LONG)
        alone = added(lambda: client.post(site.comments_url, json=body, headers=site.headers() | key))
    key = {"Idempotency-Key": secrets.token_urlsafe(24)}
    together = added(lambda: at_once(app, [draft(body=LONG)], key))

    assert together == alone
    assert {"comment", "consent_event", "search_entry", "idempotent_answer"} <= set(alone)


def _bare(name: str, value: Any) -> Any:
    """What of a value is the same in two comments that say the same."""
    own = {"nonce", "key_hash", "body_digest", "number"}
    alike = name not in own and not isinstance(value, uuid.UUID | bytes | datetime)
    return repr(value) if alike else type(value).__name__


def test_two_that_say_the_same_see_each_other_also_when_they_wait_together(
    make_app, at_once, site, draft, later, stored
):
    app = make_app(spam_layers=True)
    first, *bodies = [draft(body=text) for text in ("Opens the page.", LONG, "Something else.", LONG)]
    later(minutes=1)
    app.test_client().post(site.comments_url, json=first, headers=site.headers())
    answers = at_once(app, bodies)

    assert [one.status_code for one in answers] == [201, 201, 422]
    assert_problem(answers[2], 422, "challenge-failed")  # which only a doubtful one is asked for
    assert stored(site).comments == 1 + 2


def test_what_is_like_a_comment_from_before_waits_also_where_others_are_written_with_it(
    make_app, at_once, site, draft, later, stored
):
    app = make_app(spam_layers=True)
    before, *bodies = [draft(body=text) for text in (LONG, f"{LONG} ok", "Something else.", LONG)]
    later(minutes=1)
    app.test_client().post(site.comments_url, json=before, headers=site.headers())
    answers = at_once(app, bodies)

    assert [one.status_code for one in answers] == [422, 201, 422]
    assert stored(site).comments == 1 + 1


def test_the_same_key_twice_in_one_commit_is_one_comment(app, at_once, draft, stored, site, open_page):
    body, key = draft(body="Sent by somebody who is impatient."), {"Idempotency-Key": secrets.token_urlsafe(24)}
    answers = at_once(app, [body, body, body], key)

    assert [one.status_code for one in answers] == [201] * 3
    assert len({one.get_json()["comment"]["id"] for one in answers}) == 1
    assert stored(site).comments == 1 + 1


def test_what_the_site_takes_back_meanwhile_binds_everybody_who_waits(app, at_once, site, draft, stored, open_page):
    def move(connection: Any) -> None:
        connection.execute(sa.update(Site).where(Site.id == site.id).values(origins=["https://elsewhere.example"]))

    answers = at_once(app, [draft(body=f"Number {n}.") for n in range(3)], meanwhile=move)

    for one in answers:
        assert_problem(one, 403, "origin-not-allowed")
    assert stored(site).comments == 1


def test_a_page_that_is_closed_meanwhile_takes_none_of_them(app, at_once, site, draft, stored, open_page):
    def close(connection: Any) -> None:
        connection.execute(sa.update(Thread).where(Thread.site_id == site.id).values(closed_at=Thread.created_at))

    answers = at_once(app, [draft(body=f"Number {n}.") for n in range(3)], meanwhile=close)

    for one in answers:
        assert_problem(one, 403, "thread-closed")
    assert stored(site).comments == 1


def test_promises_given_together_are_kept_together(app, at_once, site, draft, deps, open_page):
    from commentsvc.usecases.integrate_entries import integrate_entries

    answers = at_once(app, [draft(body=f"Number {n}.") for n in range(4)])
    assert [one.status_code for one in answers] == [201] * 4
    integrate_entries(deps, site.id)

    deps.session.rollback()
    waiting = deps.session.scalars(sa.select(LogEntry.id).where(LogEntry.leaf_index.is_(None))).all()
    refused = deps.session.scalars(sa.select(LogEntry.refused).where(LogEntry.refused.is_not(None))).all()
    assert (list(waiting), list(refused)) == ([], [])


def test_who_waits_together_passes_a_limit_no_more_often(make_app, at_once, draft, stored, site, open_page):
    app = make_app(workers=2, posts_per_minute=3)
    bodies = [draft(body=f"Number {n}.") for n in range(8)]
    answers = at_once(app, bodies)

    assert sorted(one.status_code for one in answers) == [201] * 3 + [429] * 5
    assert stored(site).comments == 1 + 3
