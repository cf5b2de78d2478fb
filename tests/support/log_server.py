"""A site's log over HTTP that does as it is told: to grow, to fork, to fail, to act at the worst moment."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from commentsvc.ledger.key_change import LogKeys
from tests.ledger.log_in_memory import MemoryLog


@dataclass
class LogServer:
    """`log` is what it shows; `taken` the bodies handed in; `before_answering` runs when one came."""

    log: MemoryLog
    taken: list[dict[str, Any]] = field(default_factory=list)
    before_answering: Callable[[], None] = lambda: None
    refuses: int = 200
    shows_keys: bool = True
    url: str = ""
    keys: LogKeys | None = None

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        """Status and content."""
        parts = urlsplit(path)
        name = parts.path.rpartition("/")[2]
        if method == "POST" and name == "cosignatures":
            self.taken.append(json.loads(body))
            self.before_answering()
            return self.refuses, b"{}"
        if name == "checkpoint":
            return 200, self.log.checkpoint().encode()
        if name == "keys" and self.keys is not None:
            return 200, json.dumps(self.keys.as_json()).encode()
        if name == "consistency":
            asked = parse_qs(parts.query)
            return 200, self.log.consistency(int(asked["from"][0]), int(asked["to"][0])).encode()
        if name == "keys" and self.shows_keys:
            return 200, json.dumps(LogKeys(self.log.key.name, self.log.key.vkey, ()).as_json()).encode()
        return 404, b"{}"


@contextmanager
def serving(log: MemoryLog) -> Iterator[LogServer]:
    """A `LogServer` on a loopback port; `url` is the log's address."""
    server = LogServer(log)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            status, content = server.answer(self.command, self.path, self.rfile.read(length))
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET  # noqa: N815 - the library's names

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server.url = f"http://127.0.0.1:{http.server_port}/log"
    thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
