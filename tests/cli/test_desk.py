"""The desk: plain posts are taken where granian hands requests over, and whoever trickles, fails or leaves holds up
nobody else."""

from __future__ import annotations

import socket
import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.adapters.plain_posts import Answer, PassOn
from commentsvc.cli import desk
from tests.support.demo import PATIENCE
from tests.support.server import RunningServer, wait_until

pytestmark = pytest.mark.xdist_group("processes")


AWAY = {
    b"away": sa.exc.OperationalError("COMMIT", None, Exception("gone")),
    b"busy": sa.exc.OperationalError("BEGIN IMMEDIATE", None, sqlite3.OperationalError("database is locked")),
}
for told in AWAY.values():
    told.__cause__ = told.orig  # as the driver's error is where it was raised


@dataclass
class Arriving:
    """A body on its way, as granian tells of it."""

    body: bytes | None = None
    told: list[Callable[[Any], None]] = field(default_factory=list)
    cancelled: bool = False

    def add_done_callback(self, callback: Callable[[Any], None]) -> None:
        """Who wants to know."""
        self.told.append(callback)

    def remove_done_callback(self, _callback: Any) -> None:
        """Nobody wants to know any more."""
        self.told.clear()

    def cancel(self) -> None:
        """It is not read any more."""
        self.cancelled = True

    def result(self) -> bytes:
        """The body; a client that has left brings none."""
        if self.body is None:
            raise RuntimeError
        return self.body

    def arrive(self, body: bytes | None) -> None:
        """All of it is here, or will never be."""
        self.body = body
        for callback in self.told:
            callback(self)


class Watcher:
    """A request as granian hands it over; `scope` is its name here."""

    def __init__(self, name: str) -> None:
        self.scope = name
        self.proto = self
        self.arriving = Arriving()
        self.said: list[Any] = []

    def __call__(self) -> Arriving:
        return self.arriving

    def response_bytes(self, status: int, _headers: Any, body: bytes) -> None:
        """An answer."""
        self.said.append((status, body))

    def response_empty(self, status: int, _headers: Any) -> None:
        """An answer without a body."""
        self.said.append(status)

    def done(self) -> None:
        """Nobody answers."""
        self.said.append("done")


class Posts:
    """Plain posts whose body says what becomes of them. Storing goes on when it may."""

    def __init__(self) -> None:
        self.counted = {"stored": 0, "passed on": 0}
        self.stored: list[list[str]] = []
        self.begun = threading.Semaphore(0)
        self.go_on = threading.Event()
        self.go_on.set()

    def look(self, scope: Any) -> Any:
        """All but one are plain."""
        return None if scope == "odd" else scope

    def ready(self, seen: Any, body: bytes) -> Any:
        """Ready, or not."""
        if body == b"alone":
            return PassOn({"name": seen})
        if body == b"mistake":
            raise ZeroDivisionError
        return seen, body

    def store(self, posts: Sequence[Any]) -> list[Answer | PassOn]:
        """Each is answered with its body."""
        self.stored.append([name for name, _ in posts])
        self.begun.release()
        assert self.go_on.wait(PATIENCE)
        if any(body == b"crash" for _, body in posts):
            raise ZeroDivisionError
        return [PassOn({}, AWAY[body]) if body in AWAY else Answer(201, [], body) for _, body in posts]

    def refuse(self, _seen: Any, failed: Exception) -> PassOn:
        """Say that it was refused."""
        return PassOn({"refused": failed}, failed)


@dataclass
class Room:
    """A desk, its posts, and what was passed on from it."""

    posts: Posts = field(default_factory=Posts)
    passed: list[tuple[str, bytes, dict[str, Any]]] = field(default_factory=list)
    seconds: float = 60

    def __post_init__(self) -> None:
        self.desk = desk.Desk(self.posts, self.seconds, self._usual)

    def _usual(self, watcher: Any, body: bytes, more: Mapping[str, Any]) -> None:
        self.passed.append((watcher.scope, body, dict(more)))

    def send(self, name: str, body: bytes | None) -> Watcher:
        """A request that the desk takes, and its whole body."""
        watcher = Watcher(name)
        assert self.desk.take(watcher)
        watcher.arriving.arrive(body)
        return watcher


def test_what_comes_while_others_are_stored_is_stored_together() -> None:
    room = Room()
    room.posts.go_on.clear()
    first = room.send("first", b"1")
    assert room.posts.begun.acquire(timeout=PATIENCE)
    others = [room.send(f"other {n}", b"x") for n in range(3)]
    room.posts.go_on.set()

    wait_until(lambda: all(one.said for one in [first, *others]), "all are answered")
    assert room.posts.stored == [["first"], ["other 0", "other 1", "other 2"]]
    assert first.said == [(201, b"1")] and room.passed == []


def test_what_it_cannot_do_goes_the_usual_way_with_its_body() -> None:
    room = Room()
    assert not room.desk.take(Watcher("odd"))
    room.send("alone", b"alone")
    room.send("mistake", b"mistake")

    wait_until(lambda: len(room.passed) == 2, "they are passed on")
    assert room.passed == [("alone", b"alone", {"name": "alone"}), ("mistake", b"mistake", {})]


def test_a_body_that_takes_too_long_is_given_up() -> None:
    room = Room(seconds=0)
    slow = Watcher("slow")
    assert room.desk.take(slow)

    wait_until(lambda: slow.said, "it is answered")
    assert slow.said == [408] and slow.arriving.cancelled
    slow.arriving.arrive(b"late")
    assert room.posts.stored == []


def test_a_request_no_longer_knows_the_body_that_it_waited_for() -> None:
    """That one knows the request by what it was to call, and granian's objects are not looked at for garbage."""
    room = Room()
    sent = room.send("first", b"1")
    (told,) = sent.arriving.told
    cells = [cell.cell_contents for cell in told._work.__closure__]  # type: ignore[attr-defined]
    (request,) = (one for one in cells if isinstance(one, desk._Request))
    assert request.arriving is None


def test_a_crash_closes_no_desk() -> None:
    room = Room()
    left, crashed = room.send("left", None), room.send("crashed", b"crash")
    wait_until(lambda: crashed.said, "it is answered")

    after = room.send("after", b"1")
    wait_until(lambda: after.said, "the next is answered")
    assert (left.said, crashed.said, after.said) == (["done"], ["done"], [(201, b"1")])


def test_while_the_database_is_away_posts_wait_for_it_in_several_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "REST_SECONDS", 3600)
    room = Room()
    room.send("away", b"away")
    wait_until(lambda: room.passed, "it is passed on")

    room.send("next", b"1")
    wait_until(lambda: len(room.passed) == 2, "the next one is passed on")
    assert room.posts.stored == [["away"]]


def test_who_waited_long_behind_a_write_that_could_not_be_waits_for_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "PATIENCE_SECONDS", 0)
    room = Room()
    room.posts.go_on.clear()
    room.send("first", b"busy")
    assert room.posts.begun.acquire(timeout=PATIENCE)
    for number in range(desk.MOST + 2):
        room.send(f"behind {number}", b"1")
    room.posts.go_on.set()

    wait_until(lambda: len(room.passed) == desk.MOST + 3, "all are passed on")
    assert room.passed[0] == ("first", b"busy", {})
    assert room.passed[1:] == [
        (f"behind {number}", b"1", {"refused": AWAY[b"busy"]}) for number in range(desk.MOST + 2)
    ]
    assert room.posts.stored == [["first"]]


def test_who_came_a_moment_before_is_tried_and_on_sqlite_the_desk_alone_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "PATIENCE_SECONDS", 3600)
    monkeypatch.setattr(desk, "REST_SECONDS", 3600)
    room = Room()
    room.posts.go_on.clear()
    room.send("first", b"busy")
    assert room.posts.begun.acquire(timeout=PATIENCE)
    behind = [room.send(f"behind {number}", b"1") for number in range(3)]
    room.posts.go_on.set()

    wait_until(lambda: all(one.said for one in behind), "they are answered")
    assert room.passed == [("first", b"busy", {})]
    assert room.posts.stored == [["first"], ["behind 0", "behind 1", "behind 2"]]


def test_a_real_server_takes_plain_posts_at_its_desk(
    server: RunningServer, site: Any, draft: Any, publish: Any, stored: Any
) -> None:
    """Where it stands in granian, whose inside is used."""

    def taken() -> dict[str, float]:
        lines = [
            line for line in str(server.request("GET", "/metrics")[1]).splitlines() if "posts_at_desk_total{" in line
        ]
        return {line.split('"')[1]: float(line.rsplit(" ", 1)[1]) for line in lines}

    def post(**changes: Any) -> int:
        return server.request("POST", site.comments_url, draft(**changes), Origin=site.origin)[0]

    parent = publish(body="A question.")["comment"]["id"]
    before = stored(site).comments
    assert post(body="The first of the process.") == 201
    assert taken() == {"stored": 0, "passed on": 0}
    head = (
        f"POST {site.comments_url} HTTP/1.1\r\nHost: a\r\nOrigin: {site.origin}\r\nContent-Type: application/json\r\n"
    )
    with ExitStack() as trickling:
        for _ in range(40):
            opened = trickling.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE))
            opened.sendall(head.encode() + b"Content-Length: 1000\r\n\r\n{")
        assert [post(body=f"Number {n}.") for n in range(3)] == [201] * 3
        assert post(parent=parent, body="An answer.") == 201
        assert post(body="") == 422
    assert taken() == {"stored": 3, "passed on": 2}
    assert stored(site).comments == before + 5
