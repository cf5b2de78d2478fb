"""The widget's two scripts, as built; revalidated on every load, so that a fix reaches readers at once."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, request
from werkzeug.wrappers import Response as WerkzeugResponse

from commentsvc.widget import asset

NAMES = ("embed.js", "count.js")


def register(app: Flask) -> None:
    """Serve `/embed.js` and `/count.js`."""
    for name in NAMES:
        app.add_url_rule(f"/{name}", endpoint=f"asset-{name}", view_func=_view(name))


def _view(name: str) -> Callable[[], WerkzeugResponse]:
    def serve() -> WerkzeugResponse:
        """The script, compressed for who can read that, or 304."""
        built = asset(name)
        packed = bool(request.accept_encodings["gzip"])
        response = Response(built.gz if packed else built.bytes, content_type="text/javascript; charset=utf-8")
        response.set_etag(built.etag.strip('"') + ("-gz" if packed else ""))
        response.vary.add("Accept-Encoding")
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Cache-Control"] = "public, max-age=300, stale-while-revalidate=86400"
        return response.make_conditional(request)

    return serve
