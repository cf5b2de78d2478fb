"""The desk at which plain posts are taken, by one thread of each server process.

Python lets one thread compute at a time, so a second one that posts gains nothing and costs both of them the changing.
The desk's thread takes a post, makes it ready, takes the next one that has come meanwhile, and when no more wait it
stores all of them in one commit and answers each; while it commits, the next ones gather. A post comes here from where
granian hands requests over, without the event loop: its body is waited for by granian alone, so a client that trickles
it holds no thread. What the desk cannot do goes the usual way, with its body.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any

import structlog

from commentsvc.adapters.plain_posts import Answer, PassOn, PlainPosts
from commentsvc.cli.shortcut import AtOnce
from commentsvc.models.outage import is_outage, lets_in_one
from commentsvc.models.shared_commits import MOST

LOOK_SECONDS = 1.0
"""How often it looks for bodies that take too long."""
REST_SECONDS = 5.0
"""So long posts go the usual way after the database was away: there, several threads wait for it. SQLite lets nobody in
while another writes, so several would only hold up what needs no writing; there the desk alone goes on waiting."""
PATIENCE_SECONDS = 5.0
"""Who has waited so long behind a write for which the database was away is told the same, and waits for no other."""

Watcher = Any
"""granian's handle on a request: `scope`, `proto`, `done()` and `err(error)`."""
Usual = Callable[[Watcher, bytes, Mapping[str, Any]], None]

log = structlog.get_logger(__name__)


class Desk:
    """Takes plain posts and answers them. A body must be there within `body_seconds`. `usual` is called, from any
    thread, with each request that must go the usual way, its body and what its WSGI environment shall hold."""

    def __init__(self, posts: PlainPosts, body_seconds: float, usual: Usual) -> None:
        self._posts = posts
        self._body_seconds = body_seconds
        self._usual = usual
        self._arriving: dict[_Request, None] = {}
        self._waiting: SimpleQueue[_Request] = SimpleQueue()
        self._looked_at = 0.0
        self._rests_until = 0.0
        threading.Thread(target=self._work, name="commentsvc-desk", daemon=True).start()

    def take(self, watcher: Watcher) -> bool:
        """Whether the request is plain, so that it is answered from here. Called by granian's own thread, which also
        says that a body is there: so that cannot happen in between."""
        seen = self._posts.look(watcher.scope)
        if seen is None:
            return False
        request = _Request(watcher, seen, time.monotonic() + self._body_seconds)
        self._arriving[request] = None
        request.arriving.add_done_callback(AtOnce(lambda: self._arrived(request)))
        return True

    def _arrived(self, request: _Request) -> None:
        if not self._is_mine(request):  # it came too late
            return
        arriving = request.let_go()
        try:
            request.body = arriving.result()
        except RuntimeError:  # granian's, when the client has left
            request.watcher.done()
            return
        request.since = time.monotonic()
        self._waiting.put(request)

    def _is_mine(self, request: _Request) -> bool:
        """Whether the caller is the one who goes on with a request whose body was waited for."""
        return self._arriving.pop(request, request) is None

    def _work(self) -> None:
        while True:
            with suppress(Empty):
                first = self._waiting.get(timeout=LOOK_SECONDS)
                try:
                    self._serve(first)
                except BaseException as error:  # a mistake of ours must not close the desk
                    log.error("desk failed", exc_info=error)
            self._look_round()

    def _serve(self, first: _Request) -> None:
        """This one, and all that wait behind it by the time it and they are ready."""
        taken: list[tuple[_Request, Any]] = []
        request: _Request | None = first
        while request is not None:
            post = self._make_ready(request)
            if isinstance(post, PassOn):
                self._pass_on(request, post)
            else:
                taken.append((request, post))
            request = self._next() if len(taken) < MOST else None
        if taken:
            self._store(taken)

    def _next(self) -> _Request | None:
        try:
            return self._waiting.get_nowait()
        except Empty:
            return None

    def _make_ready(self, request: _Request) -> Any:
        if time.monotonic() < self._rests_until:
            return PassOn({})
        try:
            return self._posts.ready(request.seen, request.body)
        except Exception as error:  # it is met again the usual way, and said there
            self._rest_if_away(error)
            return PassOn({})

    def _store(self, taken: list[tuple[_Request, Any]]) -> None:
        try:
            outcomes = self._posts.store([post for _, post in taken])
        except BaseException:
            for request, _ in taken:
                request.watcher.done()  # 500; why is said by who called this
            raise
        away = None
        for (request, _), outcome in zip(taken, outcomes, strict=True):
            if isinstance(outcome, Answer):
                with suppress(RuntimeError):  # the client has left
                    request.watcher.proto.response_bytes(*outcome)
            else:
                away = self._rest_if_away(outcome.failed) or away
                self._pass_on(request, outcome)
        if away:
            self._tell_waiting(away)

    def _tell_waiting(self, away: Exception) -> None:
        """Refuse those who have waited long for what failed. They came in this order; the others wait on."""
        moment, left = time.monotonic(), []
        while (request := self._next()) is not None:
            if request.since + PATIENCE_SECONDS <= moment:
                self._pass_on(request, self._posts.refuse(request.seen, away))
            else:
                left.append(request)
        for request in left:
            self._waiting.put(request)

    def _pass_on(self, request: _Request, post: PassOn) -> None:
        try:
            self._usual(request.watcher, request.body, post.environ)
        except RuntimeError:  # the loop has ended
            request.watcher.done()

    def _rest_if_away(self, error: Exception | None) -> Exception | None:
        """Why the database was away, if it was."""
        told = (error, error.__cause__) if error else ()  # several are each told by an error of their own
        away = next((one for one in told if isinstance(one, Exception) and is_outage(one)), None)
        if away and not lets_in_one(away):
            self._rests_until = time.monotonic() + REST_SECONDS
        return away

    def _look_round(self) -> None:
        """Give up bodies that take too long."""
        moment = time.monotonic()
        if moment < self._looked_at + LOOK_SECONDS:
            return
        self._looked_at = moment
        for request in list(self._arriving):
            if request.until < moment and self._is_mine(request):
                arriving = request.let_go()
                arriving.remove_done_callback(None)
                arriving.cancel()
                request.watcher.proto.response_empty(408, [("content-length", "0")])


class _Request:
    """A request that is plain, as far as it was `seen`."""

    __slots__ = ("arriving", "body", "seen", "since", "until", "watcher")

    def __init__(self, watcher: Watcher, seen: Any, until: float) -> None:
        self.watcher = watcher
        self.seen = seen
        self.until = until
        self.since = 0.0
        self.arriving = watcher.proto()
        self.body = b""

    def let_go(self) -> Any:
        """What came of the waiting for the body. It knows the request by what it was to call, and granian's objects are
        not looked at for garbage: while each knew the other, neither would ever be freed."""
        arriving, self.arriving = self.arriving, None
        return arriving
