"""Posts as readers would send them, made before the clock starts: each with a served-notice token of its own.

The layers against spam stay on, so the posts must look like many people's: every form was opened a minute ago, every
address is in another network, no text repeats another.
"""

from __future__ import annotations

import json
import random
import secrets
from datetime import timedelta
from typing import Any

from benchmarks.harness.store import ORIGIN, SITE, Store
from commentsvc import clock
from commentsvc.domain import served_token

SYLLABLES = [first + second for first in "bcdfghklmnprstvwz" for second in ("a", "e", "i", "o", "u", "ar", "en", "is")]
BODY = 200


class Forms:
    """Opened forms of one store's site, ready to be sent. Another `seed` gives other words: none may come twice on one
    site."""

    def __init__(self, store: Store, pages: int = 20, page: str = "/story-", seed: int = 6) -> None:
        from commentsvc.usecases.deps import Visitor
        from commentsvc.usecases.serve_notice import serve_notice, token_secret

        with store.parts() as deps:
            notice = serve_notice(deps, SITE, "en", None, Visitor(address="203.0.113.7", origin=ORIGIN))
            self._secret = token_secret(deps, SITE)
        self._notice = notice["sha256"]
        self._purposes = {purpose["id"]: purpose["required"] for purpose in notice["purposes"]}
        self._random = random.Random(seed)
        self._pages, self._page, self._made = pages, page, 0
        self.port = store.port

    def body(self) -> dict[str, Any]:
        """The JSON of one more post."""
        self._made += 1
        path = f"{self._page}{self._made % self._pages}" if self._pages > 1 else self._page
        return {
            "page": {"url": f"{ORIGIN}{path}", "title": "A story"},
            "author": {"name": "Ada"},
            "body": words(self._random),
            "consent": {"notice": self._notice, "token": self._token(path), "purposes": self._purposes},
        }

    def request(self) -> bytes:
        """One more post as it goes over the wire, from an address of its own."""
        here = self._random
        address = f"{here.randrange(11, 100)}.{here.randrange(256)}.{here.randrange(256)}.{here.randrange(1, 255)}"
        return http_post(f"/api/v1/sites/{SITE}/comments", self.port, self.body(), f"X-Forwarded-For: {address}\r\n")

    def _token(self, path: str) -> str:
        opened = clock.now() - timedelta(minutes=1)
        return served_token.mint(
            self._secret,
            site=SITE,
            notice_sha256=self._notice,
            lang="en",
            page_key=path,
            issued_at=opened,
            expires_at=opened + timedelta(hours=2),
            nonce=secrets.token_urlsafe(24),
            checkpoint=None,
        )


def words(source: random.Random) -> str:
    """A text of 200 bytes that resembles no other."""
    text = ""
    while len(text) < BODY:
        text += "".join(source.choices(SYLLABLES, k=source.randrange(1, 5))) + " "
    return text[: BODY - 1] + "."


def http_post(path: str, port: int, body: dict[str, Any], headers: str = "") -> bytes:
    """A whole request."""
    sent = json.dumps(body, separators=(",", ":")).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: {ORIGIN}\r\nContent-Type: application/json\r\n"
    return f"{head}{headers}Content-Length: {len(sent)}\r\n\r\n".encode() + sent
