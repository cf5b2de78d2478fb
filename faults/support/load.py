"""Readers and writers who remember what they were told, whatever happens to the service meanwhile.

A writer sends one comment until it is acknowledged, with the same Idempotency-Key and the same words, as a good client
does; so a comment that is stored twice, or not at all, is our fault.
"""

from __future__ import annotations

import contextlib
import secrets
import time
from collections import Counter
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import Any

from faults.support.client import Answer, Client
from faults.support.service import ORIGIN, SITE

API = f"/api/v1/sites/{SITE}"
PAGES = 8
FRESH_FORM = {"token-expired", "token-used", "notice-stale"}
"""What may be answered to a comment that was not stored: a reader would open the form anew."""


@dataclass(frozen=True)
class Written:
    """A comment that was acknowledged."""

    key: str
    draft: dict[str, Any]
    answer: dict[str, Any]

    @property
    def id(self) -> str:
        """The comment's id."""
        return str(self.answer["comment"]["id"])


@dataclass
class Told:
    """What all writers, or all readers, were told."""

    statuses: Counter[str] = field(default_factory=Counter)
    odd: list[str] = field(default_factory=list)
    seconds: list[tuple[float, float]] = field(default_factory=list)
    """Of each request that got what it asked for: when it was answered (monotonic), and how long it took."""
    answered: list[tuple[float, float]] = field(default_factory=list)
    """The same of each that was answered at all."""
    lock: Lock = field(default_factory=Lock)

    def note(self, answer: Answer | None, began: float) -> None:
        """Count one; None: there was no answer at all."""
        with self.lock:
            self.statuses[str(answer.status) if answer else "no answer"] += 1
            if answer is None:
                return
            self.answered.append((time.monotonic(), time.monotonic() - began))
            if answer.status < 400:
                self.seconds.append((time.monotonic(), time.monotonic() - began))
            if answer.status == 503 and "retry-after" not in answer.headers:
                self.odd.append(f"503 without Retry-After: {answer.body[:200]!r}")
            if answer.status >= 400 and answer.status != 503:
                self.odd.append(f"{answer.status}: {answer.body[:200]!r}")

    def since(self, moment: float, until: float = float("inf")) -> list[float]:
        """How long the requests took that were answered between two moments."""
        with self.lock:
            return [took for at, took in self.seconds if moment <= at < until]

    def answered_since(self, moment: float) -> list[tuple[float, float]]:
        """The same of requests that were answered after a moment, whatever they were told."""
        with self.lock:
            return [told for told in self.answered if told[0] >= moment]


class Load:
    """`writers` and `readers` threads against one port, from `start()` to `stop()`.

    `pause` is what each waits between two requests. `keep_drafts` off forgets what was sent, for long runs.
    """

    def __init__(
        self, port: int, writers: int = 4, readers: int = 2, pause: float = 0.0, retry: float = 0.1, keep: bool = True
    ) -> None:
        self.port, self.pause, self.retry, self.keep = port, pause, retry, keep
        self.acknowledged: list[Written] = []
        self.count = 0
        self.texts: set[str] = set()
        self.writes, self.reads, self.forms = Told(), Told(), Told()
        self._lock = Lock()
        self._over = Event()
        self._threads = [Thread(target=self._write, args=(number,), daemon=True) for number in range(writers)]
        self._threads += [Thread(target=self._read, args=(number,), daemon=True) for number in range(readers)]

    def start(self) -> Load:
        """Begin; returns itself."""
        for thread in self._threads:
            thread.start()
        return self

    def stop(self) -> None:
        """End; what is under way is sent to its end first."""
        self._over.set()
        for thread in self._threads:
            thread.join(90)
        if any(thread.is_alive() for thread in self._threads):
            raise TimeoutError("a client waits for ever")

    def __enter__(self) -> Load:
        return self.start()

    def __exit__(self, *_error: object) -> None:
        self._over.set()

    def _write(self, number: int) -> None:
        count = 0
        with Client(self.port) as client:
            while not self._over.is_set():
                count += 1
                text = f"Comment {count} of writer {number}, {secrets.token_hex(6)}."
                with self._lock:
                    self.texts.add(text)
                key = secrets.token_urlsafe(24)
                while not self._over.is_set() and not self._send(client, f"/news/{count % PAGES}", text, key):
                    key = secrets.token_urlsafe(24)
                self._over.wait(self.pause)

    def _send(self, client: Client, page: str, text: str, key: str) -> bool:
        """Open the form and send the comment until it is acknowledged; False when the form must be opened anew."""
        draft = self._draft(client, page, text)
        while draft is not None:
            began, answer = time.monotonic(), None
            with contextlib.suppress(OSError):
                answer = client.ask("POST", f"{API}/comments", draft, Origin=ORIGIN, Idempotency_Key=key)
            if answer is not None and answer.status == 409 and answer.json.get("slug") in FRESH_FORM:
                return False
            self.writes.note(answer, began)
            if answer is not None and answer.status == 201:
                with self._lock:
                    self.count += 1
                    if self.keep:
                        self.acknowledged.append(Written(key, draft, answer.json))
                return True
            if self._over.wait(self.retry):
                break
        return True

    def _draft(self, client: Client, page: str, text: str) -> dict[str, Any] | None:
        while not self._over.is_set():
            began, answer = time.monotonic(), None
            with contextlib.suppress(OSError):
                answer = client.ask("GET", f"{API}/notice?lang=en&page={page}", Origin=ORIGIN)
            self.forms.note(answer, began)
            if answer is not None and answer.status == 200:
                return filled(answer.json, page, text)
            self._over.wait(self.retry)
        return None

    def _read(self, number: int) -> None:
        with Client(self.port) as client:
            while not self._over.is_set():
                began, answer = time.monotonic(), None
                with contextlib.suppress(OSError):
                    answer = client.ask("GET", f"{API}/comments?page=/news/{number % PAGES}&limit=20")
                if answer is None or answer.status != 404:  # the page has no comment yet
                    self.reads.note(answer, began)
                if answer is None or answer.status >= 400:
                    self._over.wait(self.retry)
                self._over.wait(self.pause)


def filled(notice: dict[str, Any], page: str, text: str) -> dict[str, Any]:
    """The form of `notice`, filled in by somebody who agrees to what must be agreed to."""
    return {
        "page": {"url": f"{ORIGIN}{page}", "key": None, "title": "A story"},
        "parent": None,
        "author": {"name": "Ada", "email": None, "website": None},
        "body": text,
        "consent": {
            "notice": notice["sha256"],
            "token": notice["token"],
            "purposes": {purpose["id"]: purpose["required"] for purpose in notice["purposes"]},
        },
    }
