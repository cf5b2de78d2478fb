"""A spam service on loopback that writes down what it is sent and answers what it was told to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

from commentsvc.adapters.outbound import OutboundClient
from commentsvc.adapters.spam_services import SpamServices


class Scorer(ThreadingHTTPServer):
    """`asked` holds (path, what was sent) of every request; `answer` is given to each, with `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.raw: list[bytes] = []
        self.answer: bytes = b'{"score": 0}'
        self.status = 200

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"

    def services(self) -> SpamServices:
        """The adapter, allowed to reach this very host and port; Akismet's calls come here too."""
        return SpamServices(OutboundClient(frozenset({("127.0.0.1", self.server_port)})), f"{self.url}/1.1")


class _Handler(BaseHTTPRequestHandler):
    server: Scorer

    def do_POST(self) -> None:
        """Note it and answer."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.raw.append(self.requestline.encode() + b"\n" + str(self.headers).encode() + body)
        form = self.headers["Content-Type"] != "application/json"
        told = {name: value for name, (value,) in parse_qs(body.decode()).items()} if form else json.loads(body)
        self.server.asked.append((self.path, told))
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(self.server.answer)))
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@contextmanager
def scoring() -> Iterator[Scorer]:
    """A running one."""
    server = Scorer()
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
