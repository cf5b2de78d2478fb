"""Operators' bearer tokens at the JSON edge (RFC 6750): who calls, before anything of the request is read."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import g, request

from commentsvc.adapters.current import current_deps, seen_from, visitor
from commentsvc.api.bearer import bearer_secret
from commentsvc.errors import NotAuthorised
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor
from commentsvc.usecases.find_site import check_origin, find_site
from commentsvc.usecases.find_token import find_token

SECURITY: list[dict[str, list[str]]] = [{"operator": []}]
"""What the OpenAPI document says of such a call; the scheme `operator` is declared beside the Api object."""


def operator(*scopes: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """For `MethodView.decorators`: let only tokens of the path's `site` with one of these scopes through.

    Raises, in this order: `NotAuthorised` (401), `NotFound` for another site's token (404), `Forbidden` without
    such a scope (403), `OriginNotAllowed` when a page of a foreign origin writes (403).
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            deps = current_deps()
            secret = bearer_secret()
            if secret is None:
                raise NotAuthorised("Send the header `Authorization: Bearer <token>`.")
            g.operator = find_token(deps, secret, seen_from())
            require(g.operator, kwargs["site"], *scopes)
            if request.method not in ("GET", "HEAD", "OPTIONS"):
                check_origin(deps, find_site(deps, kwargs["site"]), visitor(), bearer=True)
            return view(*args, **kwargs)

        return guarded

    return decorate


def current_operator() -> Actor:
    """Who `operator` let through."""
    actor: Actor = g.operator
    return actor
