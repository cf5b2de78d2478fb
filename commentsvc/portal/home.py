"""`/`: what this service is, for whoever follows a link to it."""

from __future__ import annotations

from flask import Response

from commentsvc.errors import NotFound
from commentsvc.portal.base import page, portal


@portal.get("/")
def home() -> Response:
    """A plain statement; nothing here depends on who asks."""
    return page("home.html")


@portal.get("/t/")
@portal.get("/t/<path:rest>")
@portal.get("/my/")
@portal.get("/my/<path:rest>")
def nowhere(rest: str = "") -> Response:
    """Whatever no other page of ours claims."""
    raise NotFound("There is no such page here. Look at the address again, or go back to the page you came from.")
