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


class TileConverter(BaseConverter):
    """The name of a hash tile behind `tile/`, as C2SP tlog-tiles writes it: level and index, and a width if partial."""

    regex = r"[0-9]{1,2}/(?:x[0-9]{3}/){0,6}[0-9]{3}(?:\.p/[0-9]{1,3})?"
    part_isolating = False


def register(app: Flask) -> None:
    """Make `<site:…>`, `<sha256:…>` and `<tile:…>` known to the URL map."""
    app.url_map.converters.update(site=SiteConverter, sha256=Sha256Converter, tile=TileConverter)
