"""What the files under `deploy/` stand in front of."""

from __future__ import annotations

import contextlib
import http.client
import json
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.support.databases import SECRET, SqliteTemplate
from tests.support.nginx import RunningNginx
from tests.support.server import RunningServer
from tests.support.sites import SiteUnderTest, make_site


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def json(self) -> Any:
        """The body, decoded."""
        return json.loads(self.body)


def ask(port: int, path: str, method: str = "GET", body: bytes | None = None, tls: Path | None = None, **headers: str):
    """One request to loopback; `tls` is the certificate to trust. Underscores in header names stand for dashes."""
    if tls:
        trusting = ssl.create_default_context(cafile=str(tls))
        trusting.check_hostname = False  # it is called by its address here
        connection: Any = http.client.HTTPSConnection("127.0.0.1", port, timeout=180, context=trusting)
    else:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=180)
    with contextlib.closing(connection):
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())


@dataclass
class Front:
    """Our nginx in front of a real service with one site."""

    nginx: RunningNginx
    service: RunningServer
    site: SiteUnderTest

    def get(self, path: str, **headers: str) -> Answer:
        """A read through nginx."""
        return ask(self.nginx.port, path, **headers)


@pytest.fixture(scope="module")
def front(sqlite_template: SqliteTemplate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """One for all tests of a module."""
    from commentsvc.app import create_app
    from commentsvc.models import db

    folder = tmp_path_factory.mktemp("front")
    settings = {"database_url": sqlite_template.copy(folder), "data_dir": folder / "data", "secret_key": SECRET}
    app = create_app(settings)
    with app.app_context():
        site = make_site(app.extensions["commentsvc"], "example", "https://example.org")
        db.session.remove()
        db.engine.dispose()
    service = RunningServer(folder / "service.log", trusted_proxies=1, notices_per_minute=0, **settings)
    try:
        nginx = RunningNginx(folder / "nginx", [service.port]).start()
        try:
            yield Front(nginx, service, site)
        finally:
            nginx.close()
    finally:
        service.close()


@dataclass
class Recorder:
    """A service that writes down what it is asked."""

    port: int
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """Answers everything with 200 and nothing personal."""
    seen = Recorder(0)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            seen.asked.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        do_POST = do_GET

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    seen.port = server.server_address[1]
    Thread(target=server.serve_forever, daemon=True).start()
    yield seen
    server.shutdown()
    server.server_close()
