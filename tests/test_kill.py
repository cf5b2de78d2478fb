"""`kill -9` of a real server in the middle of a burst: what was acknowledged is there, and nothing is there by half.

Twikoo loses acknowledged comments on kill -9; Remark42's posts block for ever after a burst.
"""

from __future__ import annotations

import http.client
import secrets
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.databases import SECRET
from tests.support.server import RunningServer, wait_until
from tests.support.stored import count_rows

WRITERS = 6
ENOUGH = 40


@pytest.fixture
def server(database: str, site: Any, tmp_path: Path) -> Iterator[RunningServer]:
    """A real server on the test's database, with its background worker."""
    running = RunningServer(
        tmp_path / "server.log",
        database_url=database,
        data_dir=tmp_path / "data",
        secret_key=SECRET,
        checkpoint_seconds=1,
        posts_per_minute=0,
        posts_per_minute_site=0,
        notices_per_minute=0,
    )
    yield running
    running.close()


class Burst:
    """Readers who post one comment after another until the server is gone."""

    def __init__(self, server: RunningServer, site: Any) -> None:
        self._server, self._site = server, site
        self._over = Event()
        self.acknowledged: list[tuple[str, dict[str, Any], dict[str, Any]]] = []
        self.odd: list[tuple[int, Any]] = []
        self._threads = [Thread(target=self._write, args=(number,)) for number in range(WRITERS)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(180)
            assert not thread.is_alive(), "a reader waits for ever"

    def _write(self, number: int) -> None:
        try:
            while not self._over.is_set():
                key, body = secrets.token_urlsafe(24), self._draft(number)
                status, answer = post(self._server, self._site, key, body)
                if status == 201:
                    self.acknowledged.append((key, body, answer))
                else:
                    self.odd.append((status, answer))
        except (OSError, http.client.HTTPException):
            return  # the server is gone: nothing was acknowledged, nothing is claimed

    def _draft(self, number: int) -> dict[str, Any]:
        status, notice = self._server.request("GET", f"{self._site.url}/notice?lang=en&page=/news/{number}")
        assert status == 200, notice
        return {
            "page": {"url": f"{self._site.origin}/news/{number}", "key": None, "title": "A story"},
            "parent": None,
            "author": {"name": "Ada", "email": None, "website": None},
            "body": "I agree.",
            "consent": {
                "notice": notice["sha256"],
                "token": notice["token"],
                "purposes": {purpose["id"]: purpose["required"] for purpose in notice["purposes"]},
            },
        }


def post(server: RunningServer, site: Any, key: str, body: dict[str, Any]) -> tuple[int, Any]:
    return server.request("POST", site.comments_url, body, Origin=site.origin, Idempotency_Key=key)


def test_twikoo_what_was_acknowledged_survives_kill_9_and_nothing_is_there_by_half(
    server: RunningServer, site: Any, deps: Any
) -> None:
    engine = deps.session.get_bind()
    burst = Burst(server, site)
    burst.start()
    wait_until(lambda: len(burst.acknowledged) >= ENOUGH, "the burst is under way")
    server.kill()
    burst.join()

    assert burst.odd == []
    kept = whole_comments(engine, site.id)
    assert {answer["comment"]["id"] for _, _, answer in burst.acknowledged} <= kept
    rows = count_rows(engine, site.id)
    assert len(kept) == rows.comment == rows.consent_record == rows.consent_event == rows.log_entry
    assert rows.comment == rows.consent_record_body == rows.record_salt == rows.used_notice_token
    assert rows.comment == rows.idempotent_answer == rows.subject

    server.restart()
    for key, body, answer in burst.acknowledged[-3:]:
        assert post(server, site, key, body) == (201, answer), "the same key has the same outcome after the crash"
    assert count_rows(engine, site.id).comment == rows.comment
    wait_until(lambda: indexed(engine, site.id) == rows.log_entry, "every entry that survived gets into the log")
    status, checkpoint = server.request("GET", f"{site.url}/log/checkpoint")
    assert status == 200
    assert int(str(checkpoint).split("\n")[1]) >= rows.log_entry


def whole_comments(engine: sa.Engine, site_id: str) -> set[str]:
    """Ids of the comments that have everything law 1 ties to them."""
    query = sa.text(
        "SELECT comment.id FROM comment "
        "JOIN consent_record record ON record.site_id = comment.site_id AND record.id = comment.record_id "
        "JOIN consent_event event ON event.site_id = record.site_id AND event.record_id = record.id "
        "JOIN consent_record_body body ON body.site_id = event.site_id AND body.event_id = event.id "
        "JOIN record_salt salt ON salt.site_id = event.site_id AND salt.event_id = event.id "
        "JOIN log_entry entry ON entry.site_id = event.site_id AND entry.id = event.entry "
        "WHERE comment.site_id = :site AND record.entry = entry.id AND record.commitment = event.commitment"
    ).columns(sa.column("id", sa.Uuid))
    with engine.connect() as connection:
        return {str(found) for found in connection.execute(query, {"site": site_id}).scalars()}


def indexed(engine: sa.Engine, site_id: str) -> int:
    """How many consent entries have their place in the log."""
    query = sa.text(
        "SELECT count(*) FROM log_entry WHERE site_id = :site AND leaf_index IS NOT NULL "
        "AND type NOT IN ('audit', 'key')"
    )
    with engine.connect() as connection:
        return int(connection.execute(query, {"site": site_id}).scalar_one())


def test_a_server_that_is_asked_to_stop_stops_and_frees_its_port(server: RunningServer) -> None:
    assert server.stop() == 0

    server.restart()
    assert server.request("GET", "/healthz") == (200, {"status": "ok"})
