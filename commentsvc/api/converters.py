"""Path parts of our own: what does not match is 404 before any database is asked."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import BaseConverter


class SiteConverter(BaseConverter):
    """A site's key."""

    regex = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"


class Sha256Converter(BaseConverter):
    """A SHA-256 in lower-case hex."""

    regex = r"[0-9a-f]{64}"


def register(app: Flask) -> None:
    """Make `<site:…>` and `<sha256:…>` known to the URL map."""
    app.url_map.converters.update(site=SiteConverter, sha256=Sha256Converter)
