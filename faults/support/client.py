"""One connection to the service, kept open while it works."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from typing import Any

SECONDS = 30.0


@dataclass(frozen=True)
class Answer:
    """What came back; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON. Raises `ValueError` where it is none."""
        return json.loads(self.body)


class Client:
    """Asks one after another on one connection, opened anew after a failure. Every failure is an `OSError`."""

    def __init__(self, port: int, host: str = "127.0.0.1", timeout: float = SECONDS, source: str = "") -> None:
        self._where = (host, port, timeout, (source, 0) if source else None)
        self._connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """One request; a `body` that is not bytes is sent as JSON, `Some_Header` as `Some-Header`."""
        host, port, timeout, source = self._where
        if self._connection is None:
            self._connection = http.client.HTTPConnection(host, port, timeout=timeout, source_address=source)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        if content is not None:
            sent.setdefault("Content-Type", "application/json")
        try:
            self._connection.request(method, path, content, sent)
            answer = self._connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise error if isinstance(error, OSError) else ConnectionError(repr(error)) from error

    def close(self) -> None:
        """Let the connection go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()
