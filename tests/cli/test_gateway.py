"""The server between clients and the application: whoever trickles holds nobody else up."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable, Hashable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from commentsvc.adapters.kept_answer import Has, Made
from commentsvc.adapters.kept_answers import KeptAnswers
from commentsvc.cli.gateway import Gateway, environ
from tests.support.server import RunningServer

HEAD = "{method} {path} HTTP/1.1\r\nHost: example\r\nOrigin: https://example.org\r\n"
PATH = "/api/v1/sites/example/comments"


@pytest.fixture
def server(sqlite_database: str, tmp_path: Path) -> Iterator[RunningServer]:
    """A server of two threads."""
    running = RunningServer(
        tmp_path / "server.log", database_url=sqlite_database, data_dir=tmp_path / "data", threads=2
    )
    yield running
    running.close()


def connect(server: RunningServer, text: str, body: bytes = b"") -> socket.socket:
    """A connection over which this was sent."""
    opened = socket.create_connection(("127.0.0.1", server.port), timeout=180)
    opened.sendall(text.encode() + b"\r\n" + body)
    return opened


def status(connection: socket.socket) -> int:
    """The status of what is answered."""
    with connection, connection.makefile("rb") as answer:
        return int(answer.readline().split()[1])


def test_clients_that_trickle_their_body_hold_nobody_up(server: RunningServer) -> None:
    begun = HEAD.format(method="POST", path=PATH) + "Content-Type: application/json\r\nContent-Length: 1000\r\n"
    with ExitStack() as trickling:
        for _ in range(40):
            trickling.enter_context(connect(server, begun, b"{"))

        assert server.request("GET", "/healthz")[0] == 200
        assert server.request("POST", PATH, {}, Origin="https://example.org")[0] == 422

    assert server.request("GET", "/healthz")[0] == 200


def test_who_trickles_a_body_to_a_public_read_holds_no_other_reader_up() -> None:
    """Of those who want one answer one asks for it; here the first of them never does."""
    asked: list[str] = []

    def application(values: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        asked.append(values["QUERY_STRING"])
        start("200 OK", [("Content-Length", "2")])
        return [b"{}"]

    async def read() -> None:
        gateway = Gateway(application, 1, 1000, KeptAnswers(Never(), 1000, lambda: nullcontext(None)))
        trickled = replace(scope, headers=Items([("content-length", "1")]))
        stuck = asyncio.create_task(gateway.__rsgi__(trickled, Client(asyncio.Event())))
        await asyncio.sleep(0)
        arrived = asyncio.Event()
        arrived.set()
        reader = Client(arrived)
        await asyncio.wait_for(gateway.__rsgi__(scope, reader), 10)
        assert (reader.status, len(asked)) == (200, 1)
        stuck.cancel()

    scope = Scope(Items([]), method="GET", path=PATH, query_string="page=/a")
    with ThreadPoolExecutor(1) as elsewhere:  # in this thread a browser's loop may be running
        elsewhere.submit(asyncio.run, read()).result()


def test_who_came_while_an_answer_was_made_gets_a_newer_one_and_all_of_them_the_same() -> None:
    begun, go_on, made = threading.Event(), threading.Event(), []

    def make(_deps: Any, has: Has) -> Made:
        made.append(f"{len(made) + 1}")
        begun.set()
        go_on.wait(180)
        return made[-1], made[-1].encode()

    def application(values: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        values["commentsvc.make"] = make
        start("200 OK", [("Content-Length", "1"), ("ETag", 'W/"0"')])
        return [b"0"]

    def anywhere() -> Any:
        return nullcontext(object())

    async def read() -> list[bytes]:
        kept = KeptAnswers(Never(), 100_000, anywhere)
        gateway = Gateway(kept.middleware(application), 1, 1000, kept)
        here = asyncio.Event()
        here.set()
        readers = [Client(here) for _ in range(5)]
        await gateway.__rsgi__(scope, readers[0])
        first = asyncio.create_task(gateway.__rsgi__(scope, readers[1]))
        await asyncio.get_running_loop().run_in_executor(None, begun.wait, 30)
        others = [asyncio.create_task(gateway.__rsgi__(scope, reader)) for reader in readers[2:]]
        for _ in range(100):  # turns of the loop, after which each of them waits
            await asyncio.sleep(0)
        go_on.set()
        await asyncio.gather(first, *others)
        return [reader.body for reader in readers]

    scope = Scope(Items([]), method="GET", path=PATH, query_string="page=/a")
    with ThreadPoolExecutor(1) as elsewhere:
        assert elsewhere.submit(asyncio.run, read()).result() == [b"0", b"1", b"2", b"2", b"2"]


@pytest.mark.parametrize("way", ["with its length", "in chunks", "in chunks beside a length"])
def test_a_body_that_is_too_large_is_refused_before_it_is_all_here(server: RunningServer, way: str) -> None:
    begun = HEAD.format(method="POST", path=PATH) + "Content-Type: application/json\r\n"
    if way == "with its length":
        sent = connect(server, begun + "Content-Length: 100000000\r\n", b"x" * 200_000)
    else:
        told = "Content-Length: 5\r\n" if "beside" in way else ""
        begun += told + "Transfer-Encoding: chunked\r\n"
        sent = connect(server, begun, b"30d40\r\n" + b"x" * 200_000 + b"\r\n")

    assert status(sent) == 413


def test_who_leaves_in_the_middle_of_a_body_leaves_nothing_behind(server: RunningServer, tmp_path: Path) -> None:
    begun = HEAD.format(method="POST", path=PATH) + "Content-Type: application/json\r\nContent-Length: 1000\r\n"
    for _ in range(4):  # twice as many as there are threads
        connect(server, begun, b"{").close()

    assert server.request("POST", PATH, {}, Origin="https://example.org")[0] == 422
    assert "Traceback" not in (tmp_path / "server.log").read_text()


def test_an_answer_without_a_body_has_none(server: RunningServer) -> None:
    sent = connect(server, HEAD.format(method="HEAD", path="/healthz") + "Connection: close\r\n")
    with sent, sent.makefile("rb") as answer:
        head, _, body = answer.read().partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 200") and b"content-length: 16" in head.lower() and body == b""


class Never:
    """Freshness that is not known."""

    def stamp(self, site_id: str) -> None:
        """Nobody can tell."""

    def moved(self, site_id: str, since: Hashable | None) -> bool:
        """Nobody can tell."""
        return False

    def close(self) -> None:
        """There is nothing to let go of."""


@dataclass
class Items:
    """Headers as the server gives them."""

    pairs: list[tuple[str, str]]

    def items(self) -> list[tuple[str, str]]:
        """Name and value, names in small letters."""
        return self.pairs

    def get(self, name: str) -> str | None:
        """Its value, if it is there."""
        return dict(self.pairs).get(name)


@dataclass
class Scope:
    """A request as the server gives it."""

    headers: Items
    method: str = "POST"
    path: str = "/t/Größe"
    query_string: str = "url=ä%20b"
    http_version: str = "1.1"
    server: str = "[::1]:8420"
    client: str = "[2001:db8::7]:50000"
    scheme: str = "http"
    authority: str | None = field(default=None)


@dataclass
class Client:
    """The other end as the server gives it: an empty body that is there once it has `arrived`."""

    arrived: asyncio.Event
    status: int | None = None
    body: bytes = b""

    async def __call__(self) -> bytes:
        await self.arrived.wait()
        return b""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        await self.arrived.wait()
        yield b""

    def response_bytes(self, status: int, _headers: Any, body: bytes) -> None:
        """It is answered."""
        self.status, self.body = status, body


def test_an_answer_that_fails_while_it_is_made_is_not_taken_for_a_client_that_left() -> None:
    def fails() -> Iterator[bytes]:
        raise RuntimeError("it cannot be read")
        yield b""

    def application(_values: dict[str, Any], start: Callable[..., Any]) -> Iterator[bytes]:
        start("200 OK", [("Content-Length", "2")])
        return fails()

    async def ask() -> None:
        await Gateway(application, 1, 1000).__rsgi__(Scope(Items([])), Client(asyncio.Event()))

    with ThreadPoolExecutor(1) as elsewhere, pytest.raises(RuntimeError, match="it cannot be read"):
        elsewhere.submit(asyncio.run, ask()).result()


def test_the_request_reaches_the_application_as_it_was_sent() -> None:
    told = [
        ("content-type", "application/json"),
        ("content-length", "5"),
        ("cookie", "a=1"),
        ("cookie", "b=2"),
        ("x-forwarded-for", "192.0.2.1"),
        ("x-forwarded-for", "192.0.2.2"),
        ("x_forwarded_for", "203.0.113.9"),
    ]

    values = environ(Scope(Items(told)), b"{ }  ")

    assert values["PATH_INFO"].encode("latin-1").decode() == "/t/Größe"
    assert values["QUERY_STRING"].encode("latin-1").decode() == "url=ä%20b"
    assert (values["REMOTE_ADDR"], values["SERVER_NAME"], values["SERVER_PORT"]) == ("2001:db8::7", "::1", "8420")
    assert (values["CONTENT_TYPE"], values["CONTENT_LENGTH"]) == ("application/json", "5")
    assert values["HTTP_COOKIE"] == "a=1; b=2"
    assert values["HTTP_X_FORWARDED_FOR"] == "192.0.2.1, 192.0.2.2", "an underscore passes for no hyphen"
    assert values["wsgi.input"].read() == b"{ }  "


def test_a_body_above_the_limit_is_told_by_its_length_alone() -> None:
    values = environ(Scope(Items([("transfer-encoding", "chunked")])), 200_000)

    assert (values["CONTENT_LENGTH"], values["wsgi.input"].read()) == ("200000", b"")
    assert "HTTP_TRANSFER_ENCODING" not in values
