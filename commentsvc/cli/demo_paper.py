"""Serves the demo's newspaper from a port of its own: another origin than the service, as in real life."""

from __future__ import annotations

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from commentsvc.cli.demo_site import STORIES, render

LOOPBACK = "127.0.0.1"


class Paper:
    """A small server in a thread. The port is bound when made; nothing is answered before `start`."""

    def __init__(self, wanted_port: int) -> None:
        """Bind `wanted_port` on loopback, or the next free one of the following 50. Raises `OSError` when none is."""
        self._server = _bind(wanted_port)
        self.origin = f"http://{LOOPBACK}:{self._server.server_address[1]}"
        self.article_url = self.origin + STORIES[0].path

    def start(self, service: str, site: str) -> None:
        """Serve the paper with `site`'s comments of the service at the origin `service`."""
        self._server.files = render(self.origin, service, site)
        self._server.policy = (
            "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; "
            f"frame-ancestors 'none'; script-src {service}; connect-src {service}"
        )
        threading.Thread(target=self._server.serve_forever, args=(0.1,), name="paper", daemon=True).start()

    def stop(self) -> None:
        """Stop answering and free the port."""
        self._server.shutdown()
        self._server.server_close()


class _PaperServer(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_port = False
    files: dict[str, tuple[str, bytes]]
    policy: str

    def server_bind(self) -> None:
        """Bind without asking a resolver for the host's name, which can take seconds offline."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]


class _Page(BaseHTTPRequestHandler):
    server: _PaperServer
    server_version = "courier"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        """Answer with a file of the paper, or 404."""
        found = self.server.files.get(urlsplit(self.path).path)
        status = 200 if found else 404
        kind, body = found or ("text/plain; charset=utf-8", b"The Courier has no such page.\n")
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", self.server.policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "strict-origin-when-cross-origin")
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the demo's output belongs to the service."""


def _bind(wanted_port: int) -> _PaperServer:
    for port in range(wanted_port, wanted_port + 50):
        try:
            return _PaperServer((LOOPBACK, port), _Page)
        except OSError:
            continue
    raise OSError(f"no free port from {wanted_port} to {wanted_port + 49}")
