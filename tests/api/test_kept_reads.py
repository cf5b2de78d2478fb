"""A kept thread is what the database says it is: whatever changes it, by whatever way, the next reader sees."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from commentsvc.adapters.kept_answers import EXTENSION
from commentsvc.models.thread import find_thread
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_site import change_site
from commentsvc.usecases.close_thread import close_thread
from tests.support.server import wait_until


@pytest.fixture
def app(make_app: Any) -> Any:
    """An application of this test's own: what it keeps and listens to is this database's."""
    return make_app(kept_megabytes=8)


@pytest.fixture
def read(client: Any, site: Any) -> Callable[[], str]:
    """The thread and its count, as a reader gets them."""

    def both() -> str:
        asked = {"page": site.page}
        answers = [client.get(url, query_string=asked) for url in (site.comments_url, f"{site.url}/counts")]
        assert [answer.status_code for answer in answers] == [200, 200]
        return "".join(answer.get_data(as_text=True) for answer in answers)

    return both


@pytest.fixture
def kept(app: Any, read: Callable[[], str]) -> Callable[[], None]:
    """Read until both answers come from what is kept, as they do once the database is listened to."""

    def settle() -> None:
        counted = app.extensions[EXTENSION].counted

        def both_from_memory() -> bool:
            before, asked = counted[200], _asked(app)
            read()
            return bool(counted[200] == before + 2 and _asked(app) == asked)

        wait_until(both_from_memory, "the thread was kept")

    return settle


def test_nothing_listens_any_more_once_it_was_let_go(app: Any, read: Any, kept: Any) -> None:
    kept()
    app.extensions[EXTENSION].close()

    assert not [thread for thread in threading.enumerate() if thread.name == "commentsvc-listener"]
    assert "comments" in read()  # from the database


def _asked(app: Any) -> int:
    text = app.test_client().get("/metrics").get_data(as_text=True)
    return sum(
        int(float(line.rsplit(" ", 1)[1]))
        for line in text.splitlines()
        if line.startswith("commentsvc_requests_total") and ("<site:site>/comments" in line or "/counts" in line)
    )


@pytest.mark.parametrize("what", ["publish", "remove", "edit", "erase", "rename the site", "close the thread"])
def test_every_change_is_seen_by_the_next_reader(
    client: Any, deps: Any, site: Any, post: Any, publish: Any, decide: Any, read: Any, kept: Any, what: str
) -> None:
    shown = publish(body="first words")
    waiting = post(body="second words")["comment"]["id"] if what == "publish" else None
    kept()
    assert "first words" in read()

    url = f"{site.comments_url}/{shown['comment']['id']}"
    own = site.headers() | {"Authorization": f"Bearer {shown['edit_token']}"}
    if what == "publish":
        decide(waiting, "publish")
        gone, there = '"count":1', "second words"
    elif what == "remove":
        decide(shown["comment"]["id"], "remove")
        gone, there = "first words", '"count":0'
    elif what == "edit":
        change_site(deps, CLI, site.id, {"moderation": "after"})
        assert client.patch(url, json={"body": "other words"}, headers=own).status_code == 200
        gone, there = "first words", "other words"
    elif what == "erase":
        assert client.delete(url, headers=own).status_code == 200
        gone, there = "first words", '"count":0'
    elif what == "rename the site":
        change_site(deps, CLI, site.id, {"name": "Another name"})
        gone, there = "Example", "Another name"
    else:
        thread = find_thread(deps.session, site.id, "/news/a-story")
        assert thread is not None
        close_thread(deps, CLI, site.id, thread.id)
        gone, there = '"closed":false', '"closed":true'

    wait_until(lambda: there in read() and gone not in read(), "the change was seen", seconds=20)


def test_another_sites_change_costs_one_question_and_changes_nothing(
    site: Any, other_site: Any, publish: Any, read: Any, kept: Any
) -> None:
    publish(body="first words")
    kept()
    before = read()
    publish(at=other_site, body="elsewhere")

    assert read() == before and "elsewhere" not in before


def test_what_is_kept_has_the_headers_of_what_was_made(client: Any, site: Any, publish: Any, kept: Any) -> None:
    publish()
    made = client.get(site.comments_url, query_string={"page": site.page})
    kept()
    given = client.get(site.comments_url, query_string={"page": site.page})

    ignored = {"X-Request-ID"}
    assert {name: value for name, value in made.headers if name not in ignored} == dict(given.headers)
    assert given.headers["Access-Control-Allow-Origin"] == "*" and given.headers["Vary"] == "Accept-Encoding"
    assert given.headers["Cache-Control"] == "public, no-cache"
    assert "Set-Cookie" not in given.headers


def test_on_sqlite_it_is_made_anew_where_nobody_may_wait(app: Any, client: Any, site: Any, publish: Any) -> None:
    publish(body="first words")
    client.get(site.comments_url, query_string={"page": "/news/a-story"})
    publish(body="second words")
    kept, asked = app.extensions[EXTENSION], (site.comments_url, "page=/news/a-story")
    made = kept.renew_at_once(*asked)

    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        assert made is not None and b"second words" in made.whole and kept.find(*asked) is made
    else:
        assert made is None  # over a network it may take longer than a moment
    assert kept.renew_at_once(asked[0], "page=/news/another") is None
