"""`/my/<site>/confirm`: where the mail that asks for an address leads. Its owner says whether a comment is theirs.

The link's secret stands in the fragment, as a receipt's does; looking changes nothing, and only the two buttons act.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any
from uuid import UUID

import orjson
from flask import Response
from markupsafe import Markup

from commentsvc.adapters.current import current_deps
from commentsvc.clock import iso
from commentsvc.domain.reply_text import reply_text
from commentsvc.errors import NotFound
from commentsvc.portal.base import page, portal, reader
from commentsvc.portal.forms import ReceiptForm
from commentsvc.portal.receipt_text import read_receipt
from commentsvc.portal.words import words_for_reader
from commentsvc.usecases.append_event import EventReceipt
from commentsvc.usecases.confirm_address import confirm_address, look_at_confirmation, refuse_address
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site


@portal.get("/my/<site:site>/confirm")
def confirmation(site: str) -> Response:
    """Where the link is put in; a script puts it in from the address."""
    return _page(site, "confirm_open.html")


@portal.post("/my/<site:site>/confirm")
def show_confirmation(site: str) -> Response:
    """What is asked, with the comment and two buttons. Reads only."""

    def show(deps: Deps, number: UUID, secret: str) -> Response:
        asked = look_at_confirmation(deps, site, number, secret, reader())
        html = Markup(asked.html)  # noqa: S704 - the output of domain.markup, the one sanitiser
        return _page(site, "confirm.html", asked=asked, html=html, link=f"{number}.{secret}")

    return _with_link(site, show)


@portal.post("/my/<site:site>/confirm/yes")
def confirm(site: str) -> Response:
    """The owner of the address wants what was asked for."""

    def act(deps: Deps, number: UUID, secret: str) -> Response:
        done = confirm_address(deps, site, number, secret, reader())
        return _page(site, "confirmed.html", done=done, file=_event_file(site, done.receipt))

    return _with_link(site, act)


@portal.post("/my/<site:site>/confirm/no")
def refuse(site: str) -> Response:
    """The owner of the address did not send this comment."""

    def act(deps: Deps, number: UUID, secret: str) -> Response:
        refuse_address(deps, site, number, secret, reader())
        return _page(site, "confirmed.html", done=None)

    return _with_link(site, act)


def _with_link(site: str, act: Callable[[Deps, UUID, str], Response]) -> Response:
    """What `act` answers for the link in the form. Whatever is wrong with it, the answer is the same."""
    found = read_receipt(ReceiptForm().receipt.data or "")
    try:
        if found is None:
            raise NotFound
        return act(current_deps(), *found)
    except NotFound as problem:
        return _page(site, "confirm_open.html", problem.status, unknown=True)


def _page(site_id: str, template: str, status: int = 200, **values: Any) -> Response:
    site = find_site(current_deps(), site_id)
    words = words_for_reader(site)
    return page(template, status, site=site, words=words, told=reply_text(words.lang), **values)


def _event_file(site: str, receipt: EventReceipt) -> str:
    """The event with the log's promise as JSON in a `data:` address, so that it can be saved without a script."""
    event = {"id": str(receipt.record_id), "event": receipt.type, "at": iso(receipt.at)}
    content = {"site": site, "receipt": event | {"promise": receipt.promise.as_json()}}
    encoded = base64.b64encode(orjson.dumps(content, option=orjson.OPT_INDENT_2))
    return f"data:application/json;base64,{encoded.decode()}"
