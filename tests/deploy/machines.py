"""Two machines behind a balancer: server processes with a data folder each, which share secret, keys and database."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from werkzeug.test import Client

from tests.support.server import RunningServer


def machine(folder: Path, keys: Path, **settings: Any) -> RunningServer:
    """A server with a data folder of its own, into which the sites' keys were copied."""
    shutil.copytree(keys, folder / "data" / "keys")
    return RunningServer(folder / "server.log", data_dir=folder / "data", public_url="http://localhost", **settings)


class Balancer:
    """A WSGI application that hands each request to the next server."""

    def __init__(self, servers: Iterable[RunningServer]) -> None:
        self._next = itertools.cycle([server.port for server in servers])

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        """Forward one request, as it is."""
        headers = {key[5:].replace("_", "-"): value for key, value in environ.items() if key.startswith("HTTP_")}
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if environ.get("CONTENT_TYPE"):
            headers["Content-Type"] = environ["CONTENT_TYPE"]
        path = environ["PATH_INFO"] + (f"?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else "")
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", next(self._next), timeout=180)) as connection:
            connection.request(environ["REQUEST_METHOD"], path, body, headers)
            answer = connection.getresponse()
            start_response(f"{answer.status} {answer.reason}", answer.getheaders())
            return [answer.read()]


def browser(*servers: RunningServer) -> Client:
    """A browser with cookies of its own, whose requests reach the servers in turn."""
    return Client(Balancer(servers))
