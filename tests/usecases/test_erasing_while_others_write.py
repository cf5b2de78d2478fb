"""PostgreSQL: whoever writes about a record while it is erased waits, and leaves nothing behind the erasure (law 5).

On SQLite one write transaction follows the other anyway.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_site import change_site
from tests.support.sites import bearer


@pytest.fixture
def database(postgresql_database: str) -> str:
    return postgresql_database


@pytest.fixture
def one_after_the_other(deps: Any) -> Callable[..., list[int]]:
    """Start calls one by one, each once the one before waits for a lock of the site's threads; then let them go."""
    engine = deps.session.get_bind()
    waiting = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")

    def run(*calls: Callable[[], int]) -> list[int]:
        answers: dict[int, int] = {}
        started = []
        with engine.begin() as holder:
            holder.execute(sa.text("SELECT id FROM thread FOR NO KEY UPDATE")).all()
            for place, call in enumerate(calls):
                thread = threading.Thread(target=lambda p=place, c=call: answers.update({p: c()}))
                thread.start()
                started.append(thread)
                give_up = time.monotonic() + 180
                with engine.connect() as watcher:
                    while watcher.execute(waiting).scalar_one() < place + 1:
                        assert time.monotonic() < give_up, f"call {place} does not wait"
                        watcher.rollback()
        for thread in started:
            thread.join(180)
        return [answers[place] for place in range(len(calls))]

    return run


def left(deps: Any) -> list[str]:
    """The types of events that still have a body or a salt."""
    query = sa.text(
        "SELECT e.type FROM consent_event e WHERE EXISTS (SELECT 1 FROM consent_record_body b WHERE b.event_id = e.id)"
        " OR EXISTS (SELECT 1 FROM record_salt s WHERE s.event_id = e.id) ORDER BY e.id"
    )
    with deps.session.get_bind().connect() as connection:
        return list(connection.execute(query).scalars())


@pytest.mark.parametrize("purpose", ["remember-me", "publish"])
def test_a_purpose_taken_back_while_its_author_deletes_leaves_nothing_behind(
    app, site, post, deps, one_after_the_other, purpose
):
    answer = post(purposes={"publish": True, "remember-me": True}, author={"email": "ada@example.net"})
    receipt = answer["receipt"]

    def delete() -> int:
        who = site.headers() | bearer(answer["edit_token"])
        return app.test_client().delete(f"{site.comments_url}/{answer['comment']['id']}", headers=who).status_code

    def withdraw() -> int:
        who = site.headers() | bearer(receipt["secret"])
        event = {"type": "withdrawn", "purpose": purpose}
        return app.test_client().post(
            f"{site.url}/consents/{receipt['id']}/events", json=event, headers=who
        ).status_code  # fmt: skip

    assert one_after_the_other(delete, withdraw) == [200, 410]
    assert left(deps) == ["erased"]


def test_a_comment_of_the_same_person_that_is_published_at_once_waits_and_is_stored(
    app, client, site, draft, post, deps, one_after_the_other
):
    """Threads are locked before people, by whoever locks both: no two writers wait for each other for ever."""
    change_site(deps, CLI, site.id, {"moderation": "after"})
    author = {"name": "Ada", "email": "ada@example.net"}
    first = post(author=author)
    second = draft(author=author, body="And one more")

    def delete() -> int:
        who = site.headers() | bearer(first["edit_token"])
        return app.test_client().delete(f"{site.comments_url}/{first['comment']['id']}", headers=who).status_code

    def send() -> int:
        return app.test_client().post(site.comments_url, json=second, headers=site.headers()).status_code

    assert one_after_the_other(delete, send) == [200, 201]
    thread = client.get(site.comments_url, query_string={"page": site.page}).get_json()
    assert (thread["thread"]["count"], len(thread["comments"])) == (1, 1)


def test_a_ban_by_a_comment_that_its_author_is_just_deleting_is_not_made(app, site, post, deps, one_after_the_other):
    answer = post(author={"name": "Ada", "email": "ada@example.net"})

    def delete() -> int:
        who = site.headers() | bearer(answer["edit_token"])
        return app.test_client().delete(f"{site.comments_url}/{answer['comment']['id']}", headers=who).status_code

    def ban() -> int:
        wanted = {"comment": answer["comment"]["id"], "by": ["author"], "note": "Ada of Mill Lane"}
        made = app.test_client().post(f"{site.url}/bans", json=wanted, headers=bearer(site.token))
        return made.status_code

    assert one_after_the_other(delete, ban) == [200, 410]
