"""Public reads are answered from bytes made once, for as long as nothing was committed that could change them.

It is a cache by the rules of HTTP (RFC 9111), but for one thing: an answer is fresh while the database says that it is
(`adapters.freshness`), not for a time. What is not fresh any more is asked for again with its ETag, which costs two
small queries when the thread itself did not change. A view says what may be kept, by `keep`, and how it is made: asking
again goes there at once, and not through routing, parsing and all that happens to a request. All else passes through.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import structlog
from flask import Flask, request
from sqlalchemy.engine import Engine
from werkzeug.http import HTTP_STATUS_CODES, parse_accept_header, parse_etags

from commentsvc.adapters import freshness
from commentsvc.adapters.current import EXTENSION as PARTS
from commentsvc.adapters.freshness import Freshness
from commentsvc.adapters.kept_answer import Headers, Kept, Key, Make, weak
from commentsvc.adapters.reading_place import OwnPlace, Place, in_context_of
from commentsvc.models.outage import is_outage, reason
from commentsvc.settings import Settings

EXTENSION = "commentsvc-kept-answers"
ASK_AGAIN_SECONDS = 10.0
"""How long an answer is believed without asking again: threads close by age, and no commit tells of that."""
AWAY_SECONDS = 60.0
"""How long readers still get what was right when the database went away."""
TRY_SECONDS = 1.0
"""While it is away, it is tried this often; the other reads are answered at once."""
LONGEST_WISH = 200
"""A longer Accept-Encoding is not looked at: it would be remembered."""

QUICK_BYTES = 250_000
"""What is longer is not made where others wait for it."""
SWEEP_SECONDS = 30.0
MAY_BE_KEPT = re.compile(r"/api/v1/sites/[a-z0-9-]+/(?:comments|counts)")

log = structlog.get_logger(__name__)
Answer = tuple[int, Headers, bytes]
Start = Callable[..., Any]
WSGI = Callable[[dict[str, Any], Start], Iterable[bytes]]
_MAKE = "commentsvc.make"


def keep(make: Make) -> None:
    """Called by a view: this answer is everybody's and follows from the site's public state alone. `make` says, in any
    thread and without a request, what the view would say now."""
    request.environ[_MAKE] = make


class KeptAnswers:
    """The answers of one process, and a WSGI middleware that keeps and gives them.

    `most_bytes` bounds what is kept: what was not asked for lately goes first. An answer is made anew in `place`; in
    `own`, if there is one, by who must not wait. Safe to use from any thread.
    """

    def __init__(self, freshness: Freshness, most_bytes: int, place: Place, own: OwnPlace | None = None) -> None:
        self._freshness = freshness
        self._most = most_bytes
        self._place = place
        self._own = own
        self._answers: dict[tuple[str, str], Kept] = {}
        self._size = 0
        self._changing = threading.Lock()
        self._sweeping = False
        self._away_until = 0.0
        self._packs: dict[str, bool] = {}
        self.counted = {200: 0, 304: 0}

    def begin(self) -> None:
        """Follow the database from now on, so that the first answer is believed already; else it is from the first
        question on."""
        self._freshness.stamp("")
        if self._own is not None:
            self._own.open()

    def close(self) -> None:
        """Keep nothing more, and let go of the database."""
        self._freshness.close()
        if self._own is not None:
            self._own.close()
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

    def last(self, path: str, query: str) -> Kept | None:
        """What is kept for this address, right or not; it was right at `right_at`."""
        return self._answers.get((path, query))

    def form(self, kept: Kept, accepted: str | None, matches: str | None) -> Answer:
        """What a client gets that sent this Accept-Encoding and this If-None-Match."""
        if matches is not None and (matches == kept.etag or parse_etags(matches).contains_raw(kept.etag)):
            self.counted[304] += 1
            return 304, kept.bare_headers, b""
        self.counted[200] += 1
        if accepted is not None and kept.worth_packing and self._unpacks(accepted):
            packed = kept.packed
            if packed is None or kept.until_well == 1:
                packed = self._pack(kept)
            elif kept.until_well:
                kept.until_well -= 1
            return 200, *packed
        return 200, kept.headers, kept.whole

    def middleware(self, app: WSGI) -> WSGI:
        """`app`, with what it lets keep given from here."""

        def answer(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
            path, query = environ["PATH_INFO"], environ["QUERY_STRING"]
            if environ["REQUEST_METHOD"] != "GET" or not self.may_hold(path, query):
                return app(environ, start)
            wanted = environ.get("HTTP_ACCEPT_ENCODING"), environ.pop("HTTP_IF_NONE_MATCH", None)
            kept = self.find(path, query) or self.renew(path, query)
            if kept is None:
                told = _Told()
                kept = self._ask(app, environ, told, path.split("/")[4])
                if kept is None:
                    start(told.status, told.headers)
                    return [told.body]
            return _send(start, self.form(kept, *wanted))

        return answer

    def renew(self, path: str, query: str) -> Kept | None:
        """What is right now, made anew without a request; None where the application must be asked: it is not kept, or
        something is not as it was."""
        if self._own is not None:
            self._own.open()
        old = self._answers.get((path, query))
        if old is None:
            return None
        try:
            return self._make(old, self._place)
        except Exception as error:
            if not is_outage(error):
                return None  # the application says what is wrong
            log.error("database away", reason=reason(error))
            return self._while_away(old, time.monotonic())

    def renew_at_once(self, path: str, query: str) -> Kept | None:
        """Like `renew`, for who holds up others meanwhile: None also where it may take longer than a moment."""
        old = self._answers.get((path, query))
        if old is None or self._own is None or len(old.whole) > QUICK_BYTES:
            return None
        try:
            return self._make(old, self._own)
        except Exception:
            return None  # `renew` has more patience

    def _make(self, old: Kept, place: Place) -> Kept | None:
        stamp, moment = self._freshness.stamp(old.site_id), time.monotonic()  # before anything is read
        with place() as deps:
            if deps is None:
                return None
            tag, body = old.make(deps, lambda tag: weak(tag) == old.etag)
        if body is None:
            old.stamp, old.right_at = stamp, moment
            return old
        kept = old.follow(tag, body, stamp, moment)
        self._put(kept)
        return kept

    def _while_away(self, old: Kept, moment: float) -> Kept | None:
        """The database is away: what was right before, if that may still be given."""
        if not self._stands(old, moment - old.right_at):
            return None
        self._away_until = moment + TRY_SECONDS
        return old

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
        if told.code == 503 and old is not None and (kept := self._while_away(old, moment)) is not None:
            return kept
        make: Make | None = environ.get(_MAKE)
        if told.code != 200 or make is None:
            self._forget(key)
            return None
        etag = next(value for name, value in told.headers if name.lower() == "etag")
        kept = Kept(site_id, key, etag, stamp, moment, told.headers, told.body, make)
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

    def _pack(self, kept: Kept) -> tuple[Headers, bytes]:
        """For the first who can unpack it, or well once it turns out to stay."""
        with self._changing:
            before = kept.size
            packed = kept.pack()
            if self._answers.get(kept.key) is kept:
                self._size += kept.size - before
        return packed

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


def _send(start: Start, answer: Answer) -> list[bytes]:
    status, headers, body = answer
    start(f"{status} {HTTP_STATUS_CODES[status].upper()}", headers)
    return [body]


def register(app: Flask, settings: Settings, engine: Engine) -> None:
    """Put the answers of this process in front of `app`, which reads from this database, where the settings give them
    room."""
    if settings.kept_megabytes:
        own = OwnPlace(engine, app.extensions[PARTS]) if engine.dialect.name == "sqlite" else None
        room = settings.kept_megabytes * 1_000_000
        kept = KeptAnswers(freshness.build(engine.url), room, in_context_of(app), own)
        app.extensions[EXTENSION] = kept
        app.wsgi_app = kept.middleware(app.wsgi_app)  # type: ignore[assignment,method-assign]
