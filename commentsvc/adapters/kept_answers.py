"""Public reads are answered from bytes made once, for as long as nothing was committed that could change them.

It is a cache by the rules of HTTP (RFC 9111), but for one thing: an answer is fresh while the database says that it is
(`adapters.freshness`), not for a time. What is not fresh any more is asked for again with its ETag, which costs one
small query when the thread itself did not change. A view says what may be kept, by `keep`; all else passes through.
"""

from __future__ import annotations

import gzip
import re
import threading
import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, request
from sqlalchemy.engine import URL
from werkzeug.http import HTTP_STATUS_CODES, parse_accept_header, parse_etags

from commentsvc.adapters import freshness
from commentsvc.adapters.freshness import Freshness
from commentsvc.adapters.logs import REQUEST_ID
from commentsvc.settings import Settings

EXTENSION = "commentsvc-kept-answers"
ASK_AGAIN_SECONDS = 10.0
"""How long an answer is believed without asking again: threads close by age, and no commit tells of that."""
AWAY_SECONDS = 60.0
"""How long readers still get what was right when the database went away."""
TRY_SECONDS = 1.0
"""While it is away, it is tried this often; the other reads are answered at once."""
WORTH_PACKING = 500
LONGEST_WISH = 200
"""A longer Accept-Encoding is not looked at: it would be remembered."""

SWEEP_SECONDS = 30.0
MAY_BE_KEPT = re.compile(r"/api/v1/sites/[a-z0-9-]+/(?:comments|counts)")

Key = tuple[str, str]
Headers = list[tuple[str, str]]
Answer = tuple[int, Headers, bytes]
Start = Callable[..., Any]
WSGI = Callable[[dict[str, Any], Start], Iterable[bytes]]
_FLAG = "commentsvc.keep"
_OWN = frozenset({REQUEST_ID.lower(), "content-length", "content-encoding", "date", "connection"})
"""Headers of one answer, which is not the next one's."""


@dataclass(slots=True)
class Kept:
    """One answer in its three forms: whole, packed, and "you have it". `stamp` is the site's when it was right."""

    site_id: str
    key: Key
    etag: str
    stamp: Hashable | None
    right_at: float
    whole: bytes
    packed: bytes
    headers: Headers
    packed_headers: Headers
    bare_headers: Headers
    used: bool = False

    @property
    def size(self) -> int:
        """Bytes it takes, about; the address is a stranger's and may be longer than the answer."""
        return len(self.whole) + len(self.packed) + len(self.key[0]) + len(self.key[1]) + 2000


def keep() -> None:
    """Called by a view: this answer, with an ETag, is everybody's and follows from the site's public state alone."""
    request.environ[_FLAG] = True


class KeptAnswers:
    """The answers of one process, and a WSGI middleware that keeps and gives them.

    `most_bytes` bounds what is kept: what was not asked for lately goes first. Safe to use from any thread.
    """

    def __init__(self, freshness: Freshness, most_bytes: int) -> None:
        self._freshness = freshness
        self._most = most_bytes
        self._answers: dict[tuple[str, str], Kept] = {}
        self._size = 0
        self._changing = threading.Lock()
        self._sweeping = False
        self._away_until = 0.0
        self._packs: dict[str, bool] = {}
        self.counted = {200: 0, 304: 0}

    def close(self) -> None:
        """Keep nothing more, and let go of the database."""
        self._freshness.close()
        with self._changing:
            self._answers.clear()
            self._size = 0

    @property
    def held(self) -> int:
        """How many answers are kept."""
        return len(self._answers)

    def sweep(self) -> None:
        """Let go what was not asked for again since it may have changed: what was erased leaves the memory, too."""
        oldest = time.monotonic() - AWAY_SECONDS
        with self._changing:
            for key, kept in list(self._answers.items()):
                if kept.right_at < oldest and kept.stamp != self._freshness.stamp(kept.site_id):
                    self._drop(key)

    @staticmethod
    def may_hold(path: str, query: str) -> bool:
        """Whether answers under this address are ever kept."""
        return query.isascii() and MAY_BE_KEPT.fullmatch(path) is not None

    def find(self, path: str, query: str) -> Kept | None:
        """What is kept for this address and right at this moment; while the database is away, what was right before."""
        kept = self._answers.get((path, query))
        if kept is None:
            return None
        moment = time.monotonic()
        age = moment - kept.right_at
        if age < ASK_AGAIN_SECONDS and kept.stamp is not None and kept.stamp == self._freshness.stamp(kept.site_id):
            kept.used = True
            return kept
        return kept if moment < self._away_until and self._stands(kept, age) else None

    def _stands(self, kept: Kept, age: float) -> bool:
        """Whether it may be given while the database is away: not if it was heard to change before that."""
        return age < AWAY_SECONDS and not self._freshness.moved(kept.site_id, kept.stamp)

    def form(self, kept: Kept, accepted: str | None, matches: str | None) -> Answer:
        """What a client gets that sent this Accept-Encoding and this If-None-Match."""
        if matches is not None and (matches == kept.etag or parse_etags(matches).contains_raw(kept.etag)):
            self.counted[304] += 1
            return 304, kept.bare_headers, b""
        self.counted[200] += 1
        if accepted is not None and kept.packed and self._unpacks(accepted):
            return 200, kept.packed_headers, kept.packed
        return 200, kept.headers, kept.whole

    def middleware(self, app: WSGI) -> WSGI:
        """`app`, with what it lets keep given from here."""

        def answer(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
            path, query = environ["PATH_INFO"], environ["QUERY_STRING"]
            if environ["REQUEST_METHOD"] != "GET" or not self.may_hold(path, query):
                return app(environ, start)
            wanted = environ.get("HTTP_ACCEPT_ENCODING"), environ.pop("HTTP_IF_NONE_MATCH", None)
            kept = self.find(path, query)
            if kept is None:
                told = _Told()
                kept = self._ask(app, environ, told, path.split("/")[4])
                if kept is None:
                    start(told.status, told.headers)
                    return [told.body]
            return _send(start, self.form(kept, *wanted))

        return answer

    def _ask(self, app: WSGI, environ: dict[str, Any], told: _Told, site_id: str) -> Kept | None:
        """Ask `app`, with the ETag of what is kept. Returns what is right now, or None: `told` is the answer."""
        key = environ["PATH_INFO"], environ["QUERY_STRING"]
        old = self._answers.get(key)
        stamp, moment = self._freshness.stamp(site_id), time.monotonic()  # before anything is read
        if old is not None:
            environ["HTTP_IF_NONE_MATCH"] = old.etag
        told.take(app, environ)
        if told.code == 304 and old is not None:
            old.stamp, old.right_at = stamp, moment
            return old
        if told.code == 503 and old is not None and self._stands(old, moment - old.right_at):
            self._away_until = moment + TRY_SECONDS
            return old
        if told.code != 200 or environ.get(_FLAG) is None:
            self._forget(key)
            return None
        kept = _kept(site_id, key, stamp, moment, told)
        self._put(kept)
        return kept

    def _unpacks(self, accepted: str) -> bool:
        """Whether that Accept-Encoding takes gzip. Browsers send a handful of different ones."""
        known = self._packs.get(accepted)
        if known is None:
            if len(accepted) > LONGEST_WISH:  # no browser's
                return False
            known = bool(parse_accept_header(accepted)["gzip"])
            if len(self._packs) < 100:
                self._packs[accepted] = known
        return known

    def _put(self, kept: Kept) -> None:
        with self._changing:
            self._drop(kept.key)
            self._answers[kept.key] = kept
            self._size += kept.size
            for oldest in list(self._answers)[: len(self._answers) if self._size > self._most else 0]:
                if self._size <= self._most:
                    break
                self._pass_over(oldest)
            if not self._sweeping:
                self._sweep_later()

    def _pass_over(self, key: Key) -> None:
        """Drop it, unless it was asked for since it was last looked at: then it goes to the end of the line."""
        kept = self._answers[key]
        if kept.used and len(self._answers) > 1:
            kept.used = False
            self._answers[key] = self._answers.pop(key)
        else:
            self._drop(key)

    def _forget(self, key: Key) -> None:
        with self._changing:
            self._drop(key)

    def _drop(self, key: Key) -> None:
        gone = self._answers.pop(key, None)
        if gone is not None:
            self._size -= gone.size

    def _sweep_later(self) -> None:
        self._sweeping = True
        timer = threading.Timer(SWEEP_SECONDS, self._sweep_again)
        timer.daemon = True
        timer.start()

    def _sweep_again(self) -> None:
        self.sweep()
        with self._changing:
            self._sweeping = False
            if self._answers:
                self._sweep_later()


class _Told:
    """An answer of a WSGI application, whole."""

    def __init__(self) -> None:
        self.status = ""
        self.headers: Headers = []
        self.body = b""

    @property
    def code(self) -> int:
        return int(self.status[:3])

    def take(self, app: WSGI, environ: dict[str, Any]) -> None:
        """Run `app` to its end."""
        answer = app(environ, self._start)
        try:
            self.body = b"".join(answer)
        finally:
            if (close := getattr(answer, "close", None)) is not None:
                close()

    def _start(self, status: str, headers: Headers, _exc_info: Any = None) -> None:
        self.status, self.headers = status, headers


def _kept(site_id: str, key: Key, stamp: Hashable | None, moment: float, told: _Told) -> Kept:
    common = [(name, value) for name, value in told.headers if name.lower() not in _OWN]
    etag = next(value for name, value in common if name.lower() == "etag")
    packed = gzip.compress(told.body, 6, mtime=0) if len(told.body) > WORTH_PACKING else b""
    return Kept(
        site_id=site_id,
        key=key,
        etag=etag,
        stamp=stamp,
        right_at=moment,
        whole=told.body,
        packed=packed,
        headers=[*common, ("Content-Length", str(len(told.body)))],
        packed_headers=[*common, ("Content-Encoding", "gzip"), ("Content-Length", str(len(packed)))],
        bare_headers=[(name, value) for name, value in common if name.lower() != "content-type"],
    )


def _send(start: Start, answer: Answer) -> list[bytes]:
    status, headers, body = answer
    start(f"{status} {HTTP_STATUS_CODES[status].upper()}", headers)
    return [body]


def register(app: Flask, settings: Settings, database: URL) -> None:
    """Put the answers of this process in front of `app`, which reads from this database, where the settings give them
    room."""
    if settings.kept_megabytes:
        kept = KeptAnswers(freshness.build(database), settings.kept_megabytes * 1_000_000)
        app.extensions[EXTENSION] = kept
        app.wsgi_app = kept.middleware(app.wsgi_app)  # type: ignore[assignment,method-assign]
