"""Security headers on every answer, whatever made it; the rules for other origins are in `cors`.

A page that needs more than `PAGE_POLICY` sets its own Content-Security-Policy header in its view: what a view set is
kept. The same holds for every header here, so a view can only be surprised by what it did not think of.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, Response, request
from werkzeug.datastructures import Headers

from commentsvc.adapters import cors
from commentsvc.adapters.current import current_deps

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What one of our pages may load and do: its own files, nothing inline, in nobody's frame."""

DATA_POLICY = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"
"""For everything that is not a page: should a browser ever show it as one, it is dead text."""

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"

OF_DATA = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": PERMISSIONS,
    "Content-Security-Policy": DATA_POLICY,
}
OF_PAGES = OF_DATA | {
    "Content-Security-Policy": PAGE_POLICY,
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}

EMBEDDED = ("/embed.js", "/count.js", "/choices.js", "/parts/", "/tools/", "/words/", "/api/", "/openapi.json")
"""What pages of other origins load: the widget's scripts, modules and words, and the public JSON."""


def register(app: Flask) -> None:
    """Put the headers on every answer of `app`, and answer other origins."""
    cors.register(app)
    app.after_request(protect)


def protect(response: Response) -> Response:
    """Add to `response` each header its view did not set."""
    headers = response.headers
    page = response.mimetype == "text/html"
    _complete(headers, OF_PAGES if page else OF_DATA)
    if "Location" in headers:
        headers["Location"] = _own_path(headers["Location"])
        response.set_data(b"")  # the framework's page about it repeats the address
    if request.path.startswith(cors.API):
        headers.setdefault("Cache-Control", "no-store")
    if response.is_streamed and response.content_length is None:
        headers.setdefault("X-Accel-Buffering", "no")  # an export is passed on as it comes, and fills no proxy's disk
    embedded = request.path.startswith(EMBEDDED)
    headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if embedded else "same-origin")
    if current_deps().settings.public_url.startswith("https://"):
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def _complete(headers: Headers, wanted: Mapping[str, str]) -> None:
    """`setdefault` of each, with one look at what is there."""
    there = {name.lower() for name, _ in headers}
    for name, value in wanted.items():
        if name.lower() not in there:
            headers.add(name, value)


def _own_path(location: str) -> str:
    """The path of a redirect. We only ever lead to ourselves, but the router writes the Host header in front."""
    parts = urlsplit(location)
    return urlunsplit(("", "", "/" + parts.path.lstrip("/"), parts.query, parts.fragment))
