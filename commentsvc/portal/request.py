"""`/my/<site>/request`: where the link in a mail leads that asks whether a request is really its reader's.

Showing it changes nothing; only the button's POST confirms. The secret is in the link's fragment and then in a body,
never in an address that reaches a server.
"""

from __future__ import annotations

from flask import Response, request, url_for

from commentsvc.adapters.current import current_deps
from commentsvc.domain.request import Kind
from commentsvc.domain.request_text import RequestText
from commentsvc.domain.request_texts import request_text
from commentsvc.errors import NotFound
from commentsvc.models.site import Site
from commentsvc.portal.base import page, portal
from commentsvc.portal.forms import ReceiptForm
from commentsvc.portal.my_gate import refuse_other_pages
from commentsvc.portal.receipt_text import read_receipt
from commentsvc.portal.words import PageWords, words_for_reader
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.open_request import confirm_request, see_waiting_request


@portal.get("/my/<site:site>/request")
def confirm_page(site: str) -> Response:
    """Where the link is put in; a script does it from the fragment."""
    return _page(find_site(current_deps(), site))


@portal.post("/my/<site:site>/request")
def show_waiting(site: str) -> Response:
    """What was asked for, with the button."""
    found, text = find_site(current_deps(), site), ReceiptForm().receipt.data or ""
    read = read_receipt(text)
    try:
        kind = see_waiting_request(current_deps(), site, *read) if read else None
    except NotFound:
        kind = None
    if kind is None:
        return _page(found, unknown=True, kept=text, status=404)
    return _page(found, kind=kind, kept=text)


@portal.post("/my/<site:site>/request/confirm")
def confirm_own_request(site: str) -> Response:
    """It is theirs. Works once."""
    refuse_other_pages()
    found, text = find_site(current_deps(), site), ReceiptForm().receipt.data or ""
    read = read_receipt(text)
    try:
        opened = confirm_request(current_deps(), site, *read) if read else None
    except NotFound:
        opened = None
    if opened is None:
        return _page(found, unknown=True, status=404)
    return _page(found, done=(opened.reference, f"{opened.due_at:%Y-%m-%d}"))


def _page(
    site: Site,
    *,
    kind: str | None = None,
    kept: str = "",
    unknown: bool = False,
    done: tuple[str, str] | None = None,
    status: int = 200,
) -> Response:
    words = words_for_reader(site)
    own = _own(words)
    return page(
        "request.html",
        status,
        site=site,
        words=words,
        told=own,
        asked=own.kinds[kind] if kind else "",
        erases=kind == Kind.ERASURE,
        kept=kept,
        unknown=unknown,
        done=done,
        here=url_for("portal.confirm_page", site=site.id, lang=request.values.get("lang") or None),
    )


def _own(words: PageWords) -> RequestText:
    return request_text(words.lang)
