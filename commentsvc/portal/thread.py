"""`/t/<site>/?url=…`: a thread on a page of our own, for readers without JavaScript and sites without the script."""

from __future__ import annotations

import uuid
from typing import Any

import orjson
from flask import Response, request
from markupsafe import Markup

from commentsvc.adapters.current import current_deps
from commentsvc.portal.base import page, portal
from commentsvc.portal.place import find_place
from commentsvc.portal.words import page_words, wanted_language
from commentsvc.usecases.read_thread import SORTS, Node, ThreadQuery, read_thread

AT_ONCE = 50


@portal.get("/t/<site:site>/")
def thread(site: str) -> Response:
    """Read a thread. Stores nothing on the reader's device; the form is a link away."""
    deps = current_deps()
    place = find_place(deps, site)
    sort = request.args.get("sort", "oldest")
    shown = read_thread(
        deps,
        site,
        ThreadQuery(
            page=place.param,
            sort=sort if sort in SORTS else "oldest",
            cursor=request.args.get("cursor"),
            limit=AT_ONCE,
            around=comment_id(request.args.get("comment")),
        ),
    )
    answer = page(
        "thread.html",
        place=place,
        shown=shown,
        sort=sort,
        comments=[drawn(node) for node in shown.comments],
        words=page_words(deps, site, wanted_language(deps, site)),
        within=bool(request.args.get("cursor") and not (shown.next or shown.prev)),
    )
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Vary"] = "Accept-Language"
    return answer


def comment_id(text: str | None) -> uuid.UUID | None:
    """The comment a link names; nonsense names none."""
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


def drawn(node: Node) -> dict[str, Any]:
    """A comment for the template. `html` was sanitised when it was written; only http(s) websites become links."""
    comment: dict[str, Any] = orjson.loads(node.rendered)
    website = comment["author"]["website"]
    return comment | {
        "html": Markup(comment["html"]),  # noqa: S704 - the output of domain.markup, the one sanitiser
        "website": website if website and website.startswith(("https://", "http://")) else None,
        "replies": [drawn(reply) for reply in node.replies],
        "more_replies": node.more_replies,
        "more_cursor": node.more_cursor,
    }
