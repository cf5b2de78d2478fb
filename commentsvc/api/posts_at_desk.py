"""Plain posts, several at once, for a server that has them before there is a WSGI environment (`adapters.plain_posts`).

It is `post_shortcut` without the environment: what is plain, who sends it, how it is answered and what is written of it
are the same, by the same functions. Whatever is not stored here goes the usual way as it came.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import Flask
from marshmallow import ValidationError

from commentsvc.adapters import logs
from commentsvc.adapters.current import EXTENSION as PARTS
from commentsvc.adapters.current import visitor_of
from commentsvc.adapters.plain_posts import EXTENSION, PASSED_ON, STORED, Answer, PassOn, Scope
from commentsvc.adapters.proxies import peer_behind
from commentsvc.api import comments
from commentsvc.api.json_body import read_object
from commentsvc.api.post_shortcut import PATH, PostShortcut, length_of
from commentsvc.errors import Unavailable, ValidationFailed
from commentsvc.models import outage
from commentsvc.models.shared_commits import NOT_STORED
from commentsvc.usecases.post_comment import PostedComment
from commentsvc.usecases.post_together import MadeReady, make_ready, post_together

_ABSENT = ("content-encoding", "transfer-encoding")
_ONCE = ("content-type", "content-length", "origin")
_AT_MOST_ONCE = ("sec-gpc", "idempotency-key", "x-request-id")


def register(app: Flask, shortcut: PostShortcut) -> None:
    """Leave it where the server looks for it."""
    app.extensions[EXTENSION] = PostsAtDesk(app, shortcut)


class Seen(NamedTuple):
    """What is needed of a request, but for its body."""

    site: str
    length: int
    origin: str
    peer: str
    gpc: bool
    key: str | None
    offered_id: str
    began: float


class Ready(NamedTuple):
    """A post that is ready, and how it is answered."""

    seen: Seen
    request_id: str
    made: MadeReady


class PostsAtDesk:
    """`PlainPosts` of one application."""

    def __init__(self, app: Flask, shortcut: PostShortcut) -> None:
        self._app = app
        self._shortcut = shortcut
        self.counted = {STORED: 0, PASSED_ON: 0}

    def look(self, scope: Scope) -> Seen | None:
        """See `PlainPosts`. A header that comes twice is not plain, whatever it would mean."""
        if scope.method != "POST" or scope.query_string or not self._shortcut.knows_headers:
            return None
        path = PATH.fullmatch(scope.path)
        if path is None:
            return None
        values = scope.headers.get_all
        once, maybe = [values(name) for name in _ONCE], [values(name) for name in _AT_MOST_ONCE]
        if any(map(values, _ABSENT)) or any(len(told) != 1 for told in once) or any(len(told) > 1 for told in maybe):
            return None
        kind, told_length, origin = (told[0] for told in once)
        gpc, key, offered_id = (told[0] if told else None for told in maybe)
        length = length_of(told_length, self._shortcut.most)
        if kind != "application/json" or length is None:
            return None
        hops: int = self._app.extensions[PARTS].settings.trusted_proxies
        direct = scope.client.rpartition(":")[0].strip("[]")
        peer = peer_behind(hops, direct, ", ".join(values("x-forwarded-for")))
        return Seen(path[1], length, origin, peer, gpc == "1", key, offered_id or "", time.perf_counter())

    def ready(self, seen: Seen, body: bytes) -> Ready | PassOn:
        """See `PlainPosts`."""
        made = self._made(seen, body)
        if isinstance(made, Ready):
            return made
        self.counted[PASSED_ON] += 1
        return PassOn({logs.BEGAN: seen.began} | made)

    def _made(self, seen: Seen, body: bytes) -> Ready | dict[str, Any]:
        if len(body) != seen.length:
            return {}
        try:
            draft = comments.DRAFT.load(read_object(body))
        except (ValidationFailed, ValidationError):
            return {}
        request_id = logs.begin(seen.offered_id)
        sent = comments.draft_of(draft, body, gpc=seen.gpc)
        visitor = visitor_of(seen.peer, seen.origin)
        made = make_ready(self._shortcut.deps(), seen.site, sent, visitor, seen.key)
        return {} if made is None else Ready(seen, request_id, made)

    def refuse(self, seen: Seen, failed: Exception) -> PassOn:
        """See `PlainPosts`."""
        self.counted[PASSED_ON] += 1
        refused = Unavailable(NOT_STORED)  # an exception belongs to one thread only
        refused.__cause__ = failed
        return PassOn({logs.BEGAN: seen.began, comments.REFUSED: refused}, refused)

    def store(self, posts: Sequence[Ready]) -> list[Answer | PassOn]:
        """See `PlainPosts`."""
        logs.end()  # what is said from here on is of all of them
        deps = self._shortcut.deps()
        outage.let_go(deps.session)  # what was read so far is not needed any more
        outcomes = post_together(deps, [post.made for post in posts])
        return [self._told(post, outcome) for post, outcome in zip(posts, outcomes, strict=True)]

    def _told(self, post: Ready, outcome: PostedComment | Exception | None) -> Answer | PassOn:
        seen = post.seen
        if isinstance(outcome, PostedComment):
            self.counted[STORED] += 1
            answer = comments.posted_body(outcome)
            headers = self._shortcut.headers(answer, seen.origin, post.request_id)
            self._shortcut.note(post.request_id, seen.began)
            return Answer(201, headers, answer)
        self.counted[PASSED_ON] += 1
        environ: dict[str, Any] = {logs.BEGAN: seen.began, "HTTP_X_REQUEST_ID": post.request_id}
        if outcome is None:
            return PassOn(environ | {comments.COUNTED: post.made.counted})
        return PassOn(environ | {comments.REFUSED: outcome}, outcome)
