"""A webhook's receiver on loopback that keeps what it is told and answers as a test wants."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Told:
    """One message as it came."""

    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """What it says."""
        return json.loads(self.body)


@dataclass
class Receiver:
    """`settings` let the application reach it; `told` is what came; it answers `status` with `answer`, or with what it
    was told where that is None."""

    port: int
    told: list[Told] = field(default_factory=list)
    status: int = 204
    answer: bytes | None = b""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where it is reached."""
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def settings(self) -> dict[str, Any]:
        """The operator's exception for exactly this host and port."""
        return {"outbound_exceptions": f"127.0.0.1:{self.port}"}

    @property
    def events(self) -> list[str]:
        """The types of what came, in order."""
        return [one.json["type"] for one in self.told]


@contextmanager
def webhook_receiver() -> Iterator[Receiver]:
    """A receiver that runs."""
    receiver = Receiver(0)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.told.append(Told({name.lower(): value for name, value in self.headers.items()}, body))
            answer = body if receiver.answer is None else receiver.answer
            self.send_response(receiver.status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield receiver
        finally:
            server.shutdown()
