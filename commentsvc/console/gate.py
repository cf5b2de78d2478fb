"""Who stands at the console's door: the cookie, the sign-in it leads to, and what a page asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from flask import Response, g, redirect, request, session, url_for

from commentsvc.adapters.current import current_deps, seen_from
from commentsvc.console.base import back_here, console, for_script, refusal, say
from commentsvc.console.held import hold_form
from commentsvc.console.sign_in_ways import sign_in_page
from commentsvc.domain.permissions import DOORS, SCOPES, holds
from commentsvc.errors import Forbidden
from commentsvc.models.site import Site
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_session import SignedIn, actor_of, find_session
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.note_seen import note_seen
from commentsvc.usecases.open_session import NewSession
from commentsvc.usecases.prove_again import has_proved
from commentsvc.usecases.require_second_factor import lacks_second_factor

COOKIE = "commentsvc_console"
PATH = "/admin"
NEEDS_SECOND = "This site asks everybody who works on it for a second factor. Add one here, and you are let in."
SIGNED_OUT = "Your session had ended. Nothing was carried out, and nothing that you typed is lost: sign in to go on."


@dataclass(frozen=True)
class Entry:
    """A page of one site, entered by somebody who may: what the page's use-cases need."""

    deps: Deps
    site: Site
    actor: Actor

    @property
    def pages(self) -> frozenset[str]:
        """The pages and acts of a site that this person may enter, as the table says: what is linked and offered."""
        return pages_for(self.actor.scopes)


def pages_for(scopes: frozenset[str]) -> frozenset[str]:
    """The endpoints of the console, without its name, that one of these scopes opens on a site."""
    return frozenset(
        endpoint.removeprefix("console.")
        for endpoint, needs in DOORS.items()
        if endpoint.startswith("console.")
        and any(scope in SCOPES and holds(scopes, scope) for scope in needs.split("|"))
    )


def signed_in() -> SignedIn | None:
    """Whose cookie came with this request; looked up once."""
    if "signed_in" not in g:
        g.signed_in = find_session(current_deps(), request.cookies.get(COOKIE))
    found: SignedIn | None = g.signed_in
    return found


def for_account(view: Callable[..., Any]) -> Callable[..., Any]:
    """The page needs somebody signed in; the view is given their `SignedIn` first."""

    @wraps(view)
    def guarded(**values: Any) -> Any:
        who = signed_in()
        return view(who, **values) if who else _to_sign_in()

    return guarded


def for_proved(view: Callable[..., Any]) -> Callable[..., Any]:
    """Like `for_account`, for pages that change how somebody signs in: they prove again who they are first, unless they
    did within the last minutes."""

    @wraps(view)
    @for_account
    def guarded(who: SignedIn, **values: Any) -> Any:
        if has_proved(who):
            return view(who, **values)
        target = request.path if request.method == "GET" else url_for("console.account")
        return redirect(url_for("console.prove", next=target), 303)

    return guarded


def for_site(*scopes: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The page belongs to the site named in its address and needs one of `scopes` there; the view is given an `Entry`
    first.

    Who is not signed in is sent to the sign-in. Who is no member of the site meets 404, like for a site that does not
    exist; a member without such a scope meets 403. Where the site asks for a second factor, whoever
    showed none is led to set one up.
    """

    def guard(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(site: str, **values: Any) -> Any:
            who = signed_in()
            if who is None:
                return _to_sign_in()
            deps = current_deps()
            actor = actor_of(deps, who.account, site, seen_from())
            require(actor, site, *scopes)
            if lacks_second_factor(deps, who, site):
                say(NEEDS_SECOND, "warn")
                return redirect(url_for("console.account", _anchor="second-factor"), 303)
            note_seen(deps, who.account.id, site)
            g.entry = Entry(deps, find_site(deps, site), actor)
            return view(g.entry, **values)

        return guarded

    return guard


def open_door(response: Response, opened: NewSession) -> Response:
    """Hand the browser its session; whatever the browser held before the sign-in is forgotten."""
    session.clear()
    response.set_cookie(
        COOKIE,
        opened.token,
        expires=opened.expires_at,
        path=PATH,
        secure=current_deps().settings.public_url.startswith("https://"),
        httponly=True,
        samesite="Lax",
    )
    return response


def close_door(response: Response) -> Response:
    """Take the cookie back."""
    session.clear()
    response.delete_cookie(COOKIE, path=PATH)
    return response


def safe_next(target: str | None) -> str:
    """`target` where it is a page of this console, else the console's first page: no way out to other sites."""
    first = url_for("console.choose_site")
    if not target or not target.isascii() or not target.isprintable() or "\\" in target:
        return first
    parts = urlsplit(target)
    inside = parts.path == PATH or parts.path.startswith(PATH + "/")
    if parts.scheme or parts.netloc or not inside or "//" in parts.path or ".." in parts.path.split("/"):
        return first
    return target


def _to_sign_in() -> Any:
    """The sign-in; a form that was sent is held there, and what was typed into it is not lost. A script of ours is only
    told: it still has what it sent."""
    if for_script():
        return refusal(401, "Signed out", SIGNED_OUT)
    if request.method == "POST":
        return sign_in_page(request.path, hold_form(), Forbidden(SIGNED_OUT))
    asked = back_here() if request.path.rstrip("/") != PATH else None
    return redirect(url_for("console.sign_in", next=asked))


@console.context_processor
def _masthead() -> dict[str, Any]:
    return {"console_who": signed_in, "entry": g.get("entry")}
