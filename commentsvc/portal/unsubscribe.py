"""`/my/<site>/unsubscribe?of=…`: the link in every mail about replies (RFC 8058, RFC 2369).

Opening it changes nothing, and says nothing about whether there is such a comment. Pressing its button, or a mailbox
provider's one click, ends the mail; the answer is the same whatever there was to end.
"""

from __future__ import annotations

import uuid

from flask import Response, request

from commentsvc.adapters.current import current_deps
from commentsvc.domain.reply_text import reply_text
from commentsvc.portal.base import page, portal
from commentsvc.portal.receipt_text import read_receipt
from commentsvc.portal.words import words_for_reader
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.unsubscribe import unsubscribe


@portal.get("/my/<site:site>/unsubscribe")
def unsubscribing(site: str) -> Response:
    """A page with a button that says what it does."""
    return _page(site, ended=False)


@portal.post("/my/<site:site>/unsubscribe")
def end_mail(site: str) -> Response:
    """The button, or `List-Unsubscribe=One-Click` from a mailbox provider, which has no cookies and no page."""
    number, secret = _named()
    unsubscribe(current_deps(), site, number, secret)
    return _page(site, ended=True)


def _named() -> tuple[uuid.UUID, str]:
    return read_receipt(request.args.get("of", "")) or (uuid.UUID(int=0), "")


def _page(site_id: str, *, ended: bool) -> Response:
    site = find_site(current_deps(), site_id)
    words = words_for_reader(site)
    of = request.args.get("of", "")
    return page("unsubscribe.html", site=site, words=words, told=reply_text(words.lang), ended=ended, of=of)
