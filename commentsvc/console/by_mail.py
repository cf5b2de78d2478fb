"""`/admin/<site>/by-mail`: where the links of moderators' mails lead. Nobody needs to be signed in.

The link's secret stands in the fragment and comes in a form's body; looking changes nothing, and only the one button
acts. None of these pages reads a cookie to decide anything, so none needs a form token: the link is the token.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, make_response, request

from commentsvc.adapters.current import current_deps, seen_from
from commentsvc.console.base import console, page
from commentsvc.usecases.change_mail_wish import stop_mail_wish
from commentsvc.usecases.decide_by_mail import UNKNOWN, MailedDecision, decide_by_mail, look_at_mail_link
from commentsvc.usecases.find_site import find_site


@console.get("/<site>/by-mail")
def by_mail(site: str) -> Response:
    """Where the link is put in; a script puts it in from the address."""
    return _page("by_mail_open.html", site)


@console.post("/<site>/by-mail")
def by_mail_shown(site: str) -> Response:
    """The comment, with one button. Reads only."""
    return _told(site, look_at_mail_link(current_deps(), site, _link()))


@console.post("/<site>/by-mail/done")
def by_mail_done(site: str) -> Response:
    """The button."""
    return _told(site, decide_by_mail(current_deps(), site, _link(), seen_from()))


@console.get("/<site>/by-mail/stop")
def mail_stopping(site: str) -> Response:
    """A page with a button that ends the mails."""
    return _page("by_mail_stop.html", site, of=request.args.get("of", ""), ended=False)


@console.post("/<site>/by-mail/stop")
def mail_stopped(site: str) -> Response:
    """The button, or `List-Unsubscribe=One-Click` from a mailbox provider, which has no cookies and no page (RFC 8058).
    The answer is the same whatever there was to end."""
    stop_mail_wish(current_deps(), site, request.args.get("of", ""))
    return _page("by_mail_stop.html", site, of="", ended=True)


def register(app: Flask) -> None:
    """None of the forms here carries a token of its own."""
    for view in (by_mail_shown, by_mail_done, mail_stopped):
        app.extensions["csrf"].exempt(view)


def _link() -> str:
    """The link's secret part, or the whole link as it was pasted."""
    return request.form.get("receipt", "").strip().rpartition("#")[2]


def _told(site: str, found: MailedDecision) -> Response:
    if found.state == UNKNOWN:
        return _page("by_mail_open.html", site, 404, unknown=True)
    return _page("by_mail.html", site, found=found, link=_link())


def _page(template: str, site_id: str, status: int = 200, **values: Any) -> Response:
    site = find_site(current_deps(), site_id)
    response = make_response(page(template, status, site=site, **values))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
