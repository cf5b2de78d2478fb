"""The HTML edge for readers: hosted threads, receipts, and the way back. Everything works without JavaScript."""

from __future__ import annotations

from flask import Flask

from commentsvc.portal import (
    confirm,
    flag,
    form_preview,
    home,
    my,
    my_acts,
    my_data,
    my_rights,
    receipt,
    report,
    request,
    text,
    thread,
    unsubscribe,
    verify,
    write,
)
from commentsvc.portal.base import portal

__all__ = ["register"]

PAGES = (
    home,
    thread,
    write,
    form_preview,
    my,
    my_data,
    my_acts,
    my_rights,
    receipt,
    confirm,
    unsubscribe,
    report,
    flag,
    request,
    verify,
    text,
)
"""Importing them is what adds their pages to the blueprint."""


def register(app: Flask) -> None:
    """Put the readers' pages at `/`, `/t/` and `/my/`.

    The guard for the whole application also wants a Referer over https, which pages that send none cannot give; so it
    is told to leave these to their forms: the one for a comment checks its own token, those of a receipt carry its
    secret (`forms.HolderForm`), those inside a visit its key (`my_gate.for_reader`).
    """
    app.extensions["csrf"].exempt(portal)
    app.register_blueprint(portal)
