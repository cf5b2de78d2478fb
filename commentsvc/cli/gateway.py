"""Between the server and the WSGI application: a request gets a thread once all of it is here.

Bodies are read on the event loop, whole and within a time, and answers are sent from there: however many clients
trickle their request or their reading, none of them holds a thread or a database connection. Behind PEP 3333 itself
four such clients would stop a process of four threads.
"""

from __future__ import annotations

import asyncio
import io
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from types import MappingProxyType
from typing import Any, NamedTuple

from commentsvc.adapters.kept_answer import Kept
from commentsvc.adapters.kept_answers import KeptAnswers
from commentsvc.adapters.plain_posts import PlainPosts
from commentsvc.cli.desk import Desk
from commentsvc.cli.gathering import Gathering

BODY_SECONDS = 20.0
"""How long a request's body may take, all of it."""

READERS = 2
"""Threads that make public answers anew. They are nobody else's, so that readers do not wait behind posts that wait for
each other."""

Headers = list[tuple[str, str]]


class Stream(NamedTuple):
    """An answer of unknown length: what comes of it, and how to end it early."""

    status: int
    headers: Headers
    chunks: Iterator[bytes]
    close: Callable[[], None] | None


_LISTS = {"cookie": "; "}


class Gateway:
    """An RSGI application (granian's own interface) that runs a WSGI application in `threads` threads.

    At most `limit` bytes of a body are read; a longer one reaches the application as its length alone, which is enough
    to refuse it. Reads that are `kept` and `posts` that are plain need none of those threads.
    """

    def __init__(
        self,
        app: Callable[..., Iterable[bytes]],
        threads: int,
        limit: int,
        kept: KeptAnswers | None = None,
        posts: PlainPosts | None = None,
    ) -> None:
        self._app = app
        self._limit = limit
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="commentsvc-request")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="commentsvc-read")
        self._kept = kept
        self._gathering = Gathering()
        self._desk = None if posts is None else Desk(posts, BODY_SECONDS, self._begin_usual)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._usual: set[asyncio.Task[None]] = set()
        self._asking: dict[tuple[str, str], asyncio.Future[Kept | None]] = {}

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Granian says on which loop the requests will be answered."""
        self._loop = loop

    def take_at_once(self, watcher: Any) -> bool:
        """Whether the request needs nothing more of granian, whose handle on it this is: it is answered, or the desk
        has taken it."""
        scope = watcher.scope
        method = scope.method  # each of these is made anew when it is asked for
        if method == "GET" and self._kept is not None:
            return self._answer_ready(self._kept, scope, watcher.proto)
        self._gathering.computed()
        return method == "POST" and self._desk is not None and self._desk.take(watcher)

    def answer_at_once(self, scope: Any, protocol: Any) -> bool:
        """Answer from what is kept, if that is right at this moment or can be made so in one; it needs no thread.
        Whether it was done."""
        return self._kept is not None and scope.method == "GET" and self._answer_ready(self._kept, scope, protocol)

    def _answer_ready(self, answers: KeptAnswers, scope: Any, protocol: Any) -> bool:
        path, query = scope.path, scope.query_string
        kept = answers.find(path, query) or answers.renew_at_once(path, query)
        if kept is None:
            self._gathering.computed()
            return False
        _give(answers, kept, scope, protocol)
        if not self._gathering.gathers:
            self._gathering.given()
        return True

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answer one request, once it is all here."""
        body: bytes | int = b""
        try:
            if _has_body(scope):
                async with asyncio.timeout(
                    BODY_SECONDS
                ):  # `wait_for` makes a task of it, which costs more than reading
                    body = await self._body(scope, protocol)
        except TimeoutError:
            protocol.response_empty(408, [("content-length", "0")])
            return
        except RuntimeError:  # granian's, when the client has left
            return
        if self._kept is None or scope.method != "GET":
            await self._answer(scope, protocol, body, self._threads)
        elif self._kept.may_hold(scope.path, scope.query_string):
            await self._answer_kept(self._kept, scope, protocol, body)
        else:
            await self._answer(scope, protocol, body, self._threads)

    def _begin_usual(self, watcher: Any, body: bytes, more: Mapping[str, Any]) -> None:
        """Answer a request whose body is here, with `more` in its environment; from any thread. Raises `RuntimeError`
        when the loop has ended."""
        loop = self._loop
        if loop is None:
            raise RuntimeError("the server does not run yet")

        def begin() -> None:
            task = loop.create_task(self._finish_usual(watcher, body, more))
            self._usual.add(task)
            task.add_done_callback(self._usual.discard)

        loop.call_soon_threadsafe(begin)

    async def _finish_usual(self, watcher: Any, body: bytes, more: Mapping[str, Any]) -> None:
        try:
            await self._answer(watcher.scope, watcher.proto, body, self._threads, more)
        except BaseException as error:
            watcher.err(error)
        else:
            watcher.done()

    async def _answer_kept(self, kept: KeptAnswers, scope: Any, protocol: Any, body: bytes | int) -> None:
        """Of many that want the same kept answer, which is not right any more, one asks for it. Whoever came before it
        was asked for is given it; who came later may know of a commit that it does not, and asks once more."""
        key, arrived = (scope.path, scope.query_string), time.monotonic()
        while (asking := self._asking.get(key)) is not None:
            found = await asyncio.shield(asking)  # who leaves takes nobody along
            if found is None:  # it is not kept, and so each one's own question
                await self._answer(scope, protocol, body, self._readers)
                return
            if found.right_at >= arrived:
                _give(kept, found, scope, protocol)
                return
        if self.answer_at_once(scope, protocol):
            return
        loop = asyncio.get_running_loop()
        mine = self._asking[key] = loop.create_future()
        found = None
        try:
            found = await _in(self._readers, kept.renew, *key)
            if found is not None:
                _give(kept, found, scope, protocol)
            else:
                await self._answer(scope, protocol, body, self._readers)
                found = kept.last(*key)
        finally:
            del self._asking[key]
            mine.set_result(found)

    async def _answer(
        self,
        scope: Any,
        protocol: Any,
        body: bytes | int,
        threads: ThreadPoolExecutor,
        more: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        stream = await _in(threads, self._run, scope, protocol, body, more)
        if stream is None:
            return
        try:
            transport = protocol.response_stream(stream.status, stream.headers)
            while chunk := await _in(threads, next, stream.chunks, b""):
                await transport.send_bytes(chunk)
        except RuntimeError:  # the client has left
            return
        finally:
            if stream.close is not None:
                await _in(threads, stream.close)

    async def _body(self, scope: Any, protocol: Any) -> bytes | int:
        """The whole body, or its length so far once that is above the limit."""
        headers = scope.headers
        length = headers.get("content-length") or ""
        if headers.get("transfer-encoding") is None and length.isdigit() and int(length) <= self._limit:
            whole: bytes = await protocol()  # one waking of the loop, where reading it in pieces takes two at least
            return whole
        body = bytearray()
        async for chunk in protocol:
            body += chunk
            if len(body) > self._limit:
                return len(body)
        return bytes(body)

    def _run(self, scope: Any, protocol: Any, body: bytes | int, more: Mapping[str, Any]) -> Stream | None:
        """In a thread: an answer whose length is known is given from here, without waking the loop for it; what is left
        to be sent of another."""
        told: dict[str, Any] = {}

        def start(status: str, headers: Headers, _exc_info: Any = None) -> None:
            told.update(status=int(status.split(" ", 1)[0]), headers=headers)

        answer = self._app({**environ(scope, body), **more}, start)
        close = getattr(answer, "close", None)
        status, headers = told["status"], told["headers"]
        if status not in (204, 304) and not any(name.lower() == "content-length" for name, _ in headers):
            return Stream(status, headers, iter(answer), close)
        try:
            whole = b"".join(answer)
            with suppress(RuntimeError):  # the client has left
                _send(scope.method, protocol, status, headers, whole)
        finally:
            if close is not None:
                close()
        return None


async def _in(threads: ThreadPoolExecutor, work: Callable[..., Any], *arguments: Any) -> Any:
    """What `work` returns, done in a thread: `run_in_executor` with half of what that does on the loop."""
    loop = asyncio.get_running_loop()
    waiting = loop.create_future()

    def do() -> None:
        try:
            result, error = work(*arguments), None
        except BaseException as failed:  # for whoever waits
            result, error = None, failed
        with suppress(RuntimeError):  # the loop has ended, and who waited with it
            loop.call_soon_threadsafe(_tell, waiting, result, error)

    threads.submit(do)
    return await waiting


def _tell(waiting: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
    if waiting.done():  # nobody waits any more
        return
    if error is None:
        waiting.set_result(result)
    else:
        waiting.set_exception(error)


def environ(scope: Any, body: bytes | int) -> dict[str, Any]:
    """The request as PEP 3333 has it: text is UTF-8 read as Latin-1, and repeated headers are one list."""
    host, _, port = scope.server.rpartition(":")
    values: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": _wire(scope.path),
        "QUERY_STRING": _wire(scope.query_string),
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body if isinstance(body, bytes) else b""),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if "_" in name:  # else `X_Forwarded_For` would pass for `X-Forwarded-For`
            continue
        key = name.upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        values[key] = f"{values[key]}{_LISTS.get(name, ', ')}{value}" if key in values else value
    values.pop("HTTP_TRANSFER_ENCODING", None)
    if body or "CONTENT_LENGTH" in values:
        values["CONTENT_LENGTH"] = str(len(body) if isinstance(body, bytes) else body)
    return values


def _has_body(scope: Any) -> bool:
    headers = scope.headers
    return headers.get("content-length") is not None or headers.get("transfer-encoding") is not None


def _give(kept: KeptAnswers, found: Kept, scope: Any, protocol: Any) -> None:
    headers = scope.headers
    protocol.response_bytes(*kept.form(found, headers.get("accept-encoding"), headers.get("if-none-match")))


def _send(method: str, protocol: Any, status: int, headers: Headers, body: bytes) -> None:
    if method == "HEAD" or status in (204, 304):
        protocol.response_empty(status, headers)
    else:
        protocol.response_bytes(status, headers, body)


def _wire(text: str) -> str:
    return text.encode().decode("latin-1")
