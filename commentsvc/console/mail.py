"""Mail of a site: whether there is any, a test, and what waits or did not arrive."""

from __future__ import annotations

import uuid
from typing import Any

from flask import redirect, request, url_for

from commentsvc.console.base import console, page, say
from commentsvc.console.forms import ActForm
from commentsvc.console.gate import Entry, for_site, signed_in
from commentsvc.errors import Conflict, NotFound, RateLimited, Unavailable
from commentsvc.usecases.decide_mail import retry_mail, stop_mail
from commentsvc.usecases.list_mail import list_mail
from commentsvc.usecases.try_mail import try_mail


@console.route("/<site>/mail", methods=["GET", "POST"])
@for_site("admin")
def mail(entry: Entry) -> Any:
    """Show it; a POST sends a test to whoever pressed the button, by the way all mail goes."""
    who = signed_in()
    assert who is not None  # noqa: S101 - the gate let them in
    if request.method == "POST":
        try:
            try_mail(entry.deps, entry.actor, entry.site.id, who.account)
        except (Unavailable, RateLimited) as problem:
            say(problem.detail, "bad")
        return _back(entry)
    found = list_mail(entry.deps, entry.actor, entry.site.id)
    return page("mail.html", found=found, to=who.account.email, act=ActForm())


@console.post("/<site>/mail/<uuid:message>/retry")
@for_site("admin")
def mail_retry(entry: Entry, message: uuid.UUID) -> Any:
    """Try it again now."""
    try:
        retry_mail(entry.deps, entry.actor, entry.site.id, message)
    except (Conflict, NotFound) as problem:
        say(problem.detail, "warn")
    else:
        say("It is tried again within seconds.")
    return _back(entry)


@console.post("/<site>/mail/<uuid:message>/stop")
@for_site("admin")
def mail_stop(entry: Entry, message: uuid.UUID) -> Any:
    """Give it up."""
    try:
        stop_mail(entry.deps, entry.actor, entry.site.id, message)
    except (Conflict, NotFound) as problem:
        say(problem.detail, "warn")
    else:
        say("It is given up, and its address is deleted.")
    return _back(entry)


def _back(entry: Entry) -> Any:
    return redirect(url_for("console.mail", site=entry.site.id), 303)
