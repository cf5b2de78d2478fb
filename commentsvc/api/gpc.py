"""Global Privacy Control (W3C): the signal in a request, and the file in which the service says that it is honoured."""

from __future__ import annotations

from flask import Flask, Response, request

GPC_HEADER = "Sec-GPC"
HONOURED = b'{"gpc": true, "lastUpdate": "2026-11-29"}\n'
"""What a site that honours the signal says of itself; `lastUpdate` is when it began to."""


def sends_gpc() -> bool:
    """Whether the browser that sent this request says: do not sell or share."""
    return request.headers.get(GPC_HEADER) == "1"


def register(app: Flask) -> None:
    """Serve `/.well-known/gpc.json`. It speaks for the service's own address; a site's own address needs its own."""
    app.add_url_rule("/.well-known/gpc.json", endpoint="gpc", view_func=_honoured)


def _honoured() -> Response:
    """That Global Privacy Control is honoured here (W3C: the GPC support resource)."""
    response = Response(HONOURED, content_type="application/json")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
