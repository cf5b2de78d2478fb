"""The widget as built: its scripts and the modules that read a site's consent tool, revalidated so that a fix reaches
readers at once; its files of words and the parts of its script, whose addresses change with their content.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, request
from werkzeug.wrappers import Response as WerkzeugResponse

from commentsvc.errors import NotFound
from commentsvc.widget import ADDRESS_DIGITS, Asset, asset, manifest, part, tool, words

NAMES = ("embed.js", "count.js", "choices.js")
SCRIPT = "text/javascript; charset=utf-8"
SOON = "public, max-age=300, stale-while-revalidate=86400"
FOR_EVER = "public, max-age=31536000, immutable"


def register(app: Flask) -> None:
    """Serve `/embed.js`, `/count.js`, `/choices.js`, `/parts/<name>-<digest>.js`, `/tools/<name>.js` and
    `/words/<lang>-<edition>.json`."""
    for name in NAMES:
        app.add_url_rule(f"/{name}", endpoint=f"asset-{name}", view_func=_view(name))
    app.add_url_rule("/words/<lang>-<edition>.json", endpoint="asset-words", view_func=_words)
    app.add_url_rule("/tools/<name>.js", endpoint="asset-tool", view_func=_tool)
    app.add_url_rule("/parts/<name>-<digest>.js", endpoint="asset-part", view_func=_part)


def _view(name: str) -> Callable[[], WerkzeugResponse]:
    def serve() -> WerkzeugResponse:
        """The script, compressed for who can read that, or 304."""
        return _built(asset(name), SCRIPT, SOON)

    return serve


def _words(lang: str, edition: str) -> WerkzeugResponse:
    """The words around a thread in one language, to be kept for ever under this address.

    Another edition's address, from a script that is older or newer than this server, gets the words there are, for a
    short time only.
    """
    try:
        found = words(lang)
    except KeyError:
        raise NotFound from None
    return _built(found, "application/json", FOR_EVER if edition == manifest()["words"] else SOON)


def _tool(name: str) -> WerkzeugResponse:
    """The module that reads one kind of consent tool."""
    try:
        found = tool(name)
    except KeyError:
        raise NotFound from None
    return _built(found, SCRIPT, SOON)


def _part(name: str, digest: str) -> WerkzeugResponse:
    """What of the thread's script is loaded only when it is needed, to be kept for ever under this address.

    Another build's address is answered with nothing: a part that does not fit the script could lose a receipt.
    """
    try:
        found = part(name)
    except KeyError:
        raise NotFound from None
    if digest != found.sha256[:ADDRESS_DIGITS]:
        raise NotFound("This is of another version of the widget. Load the page again.")
    return _built(found, SCRIPT, FOR_EVER)


def _built(built: Asset, kind: str, keep: str) -> WerkzeugResponse:
    packed = bool(request.accept_encodings["gzip"])
    response = Response(built.gz if packed else built.bytes, content_type=kind)
    response.set_etag(built.etag.strip('"') + ("-gz" if packed else ""))
    response.vary.add("Accept-Encoding")
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = keep
    return response.make_conditional(request)
