"""Who stands at the door of a reader's own pages: the cookie, and what only a form of theirs can send.

The session is asked for by pressing a button; the cookie goes to nobody else's pages, is never sent along by another
site's (`SameSite=Strict`), and no script can read it. It is not the form's protection: that is the visit's own key.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, redirect, request, url_for

from commentsvc.adapters.current import current_deps
from commentsvc.errors import Forbidden
from commentsvc.models.site import Site
from commentsvc.portal.base import page
from commentsvc.portal.my_text import MyText
from commentsvc.portal.my_texts import my_text
from commentsvc.portal.words import PageWords, words_for_reader
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.reader_session import LONGEST, OpenVisit, Visit, find_visit

COOKIE = "commentsvc_reader"
FORM_KEY = "form_key"


def own_page(template: str, site: Site, status: int = 200, **values: Any) -> Response:
    """A page with our words in the reader's language: `words`, and as `my` those of these pages."""
    words = words_for_reader(site)
    return page(template, status, site=site, words=words, my=text_of(words), **values)


def text_of(words: PageWords) -> MyText:
    """The words of these pages beside `words`."""
    return my_text(words.lang)


def token() -> str | None:
    """The cookie's value, as it came."""
    return request.cookies.get(COOKIE)


def for_reader(view: Callable[..., Response]) -> Callable[..., Response]:
    """The page belongs to a visit, which the view is given first; without one the reader is sent to the door.

    A POST must carry the visit's form key: a form of another page, or one of a visit that ended, changes nothing.
    """

    @wraps(view)
    def guarded(site: str, **values: Any) -> Response:
        visit = find_visit(current_deps(), site, token())
        if visit is None:
            found = find_site(current_deps(), site)
            return redirect(url_for("portal.mine", site=found.id, ended=1, lang=words_for_reader(found).lang), 303)  # type: ignore[return-value]
        if request.method == "POST" and not _is_own_form(visit):
            return own_page("my_refused.html", visit.site, 400, visit=visit)
        return view(visit, **values)

    return guarded


def refuse_other_pages() -> None:
    """Raise `Forbidden` for a form that another site's page sends: nobody is let into a visit they did not ask for.

    Browsers that do not say where a form stands pass; what is asked for here needs a secret in the body.
    """
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        raise Forbidden("This form was sent by another website. Open the link once more.")


def open_door(response: Response, site: Site, visit: OpenVisit) -> Response:
    """Hand the browser its visit."""
    response.set_cookie(
        COOKIE,
        visit.token,
        max_age=LONGEST,
        path=_path(site),
        secure=current_deps().settings.public_url.startswith("https://"),
        httponly=True,
        samesite="Strict",
    )
    return response


def close_door(response: Response, site: Site) -> Response:
    """Take the cookie back."""
    response.delete_cookie(
        COOKIE,
        path=_path(site),
        secure=current_deps().settings.public_url.startswith("https://"),
        httponly=True,
        samesite="Strict",
    )
    return response


def _path(site: Site) -> str:
    return f"/my/{site.id}/"


def _is_own_form(visit: Visit) -> bool:
    return hmac.compare_digest(request.form.get(FORM_KEY, "").encode(), visit.form_key.encode())
