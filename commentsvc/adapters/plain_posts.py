"""What the server and the API agree on for plain posts, which are stored several at once, before Flask hears of them.

The server knows when a request is here and how to answer it (`cli.desk`); the API knows what is plain and what to
answer (`api.posts_at_desk`). Neither knows the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

EXTENSION = "commentsvc-plain-posts"
STORED, PASSED_ON = "stored", "passed on"


class Headers(Protocol):
    """Of a request, as the server has them (RSGI)."""

    def get_all(self, name: str) -> list[str]:
        """Every value under this name, which is in small letters."""


class Scope(Protocol):
    """A request without its body, as the server has it (RSGI)."""

    @property
    def method(self) -> str: ...

    @property
    def path(self) -> str: ...

    @property
    def query_string(self) -> str: ...

    @property
    def client(self) -> str:
        """Address and port."""

    @property
    def headers(self) -> Headers: ...


class Answer(NamedTuple):
    """What is sent."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


class PassOn(NamedTuple):
    """The request must go the usual way, with this in its WSGI environment. `failed` is why it could not be stored, if
    it was tried: then it must not be tried again, and the environment says so."""

    environ: Mapping[str, Any]
    failed: Exception | None = None


class PlainPosts(Protocol):
    """Posts that are plain. What is given for one is opaque to who hands it back; one thread at a time may call all but
    `look`."""

    @property
    def counted(self) -> dict[str, int]:
        """How many posts were `STORED` and how many `PASSED_ON` so far."""

    def look(self, scope: Scope) -> Any:
        """What is needed of a request, if it is plain as far as can be seen without its body; else None."""

    def ready(self, seen: Any, body: bytes) -> Any:
        """The post that was `seen`, checked and made ready to be stored; or `PassOn`. Whatever it raises: nothing was
        done, and the request may go the usual way."""

    def refuse(self, seen: Any, failed: Exception) -> PassOn:
        """How to pass on one that was only `seen`, and must not be tried, since the database `failed` meanwhile."""

    def store(self, posts: Sequence[Any]) -> list[Answer | PassOn]:
        """Store what was made ready, in one commit. What is to be answered has become durable."""
