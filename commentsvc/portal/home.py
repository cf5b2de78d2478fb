"""`/`: what this service is, for whoever follows a link to it."""

from __future__ import annotations

from flask import Response

from commentsvc.portal.base import page, portal


@portal.get("/")
def home() -> Response:
    """A plain statement; nothing here depends on who asks."""
    return page("home.html")
