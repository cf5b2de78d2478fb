"""Which page of another origin may call what (Fetch standard, CORS; RFC 6454).

Reads answer `Access-Control-Allow-Origin: *` and no credentials ever travel: no cookie belongs to this API. Writes on a
site are answered to the site's own origins only. A write from any other page is refused before its body is looked
at, whatever its Content-Type, and that refusal is readable for everyone, so that the widget can say what is wrong.
"""

from __future__ import annotations

from flask import Flask, Response, current_app, g, request

from commentsvc.adapters.current import current_deps, visitor
from commentsvc.errors import NotFound, OriginNotAllowed
from commentsvc.usecases.find_site import check_origin, know_site

API = "/api/"
OPEN_READS = (API, "/embed.js", "/count.js", "/choices.js", "/parts/", "/tools/", "/words/", "/openapi.json")
READS = frozenset({"GET", "HEAD"})
ALLOWED_HEADERS = "Authorization, Content-Type, Idempotency-Key, If-None-Match"
EXPOSED_HEADERS = "ETag, Retry-After, X-Request-ID"
MAX_AGE_SECONDS = "7200"


def register(app: Flask) -> None:
    """Answer preflights, refuse writes of foreign pages, and name who may read an answer."""
    app.before_request(_admit)
    app.after_request(_allow)


def _admit() -> Response | None:
    """Answer a preflight, or raise `OriginNotAllowed` for a write that comes from a page of another origin."""
    g.cors_origin = None
    if request.method in READS:
        g.cors_origin = "*" if request.path.startswith(OPEN_READS) else None
        return None
    origin = request.headers.get("Origin")
    if origin is None or not request.path.startswith(API):
        return None
    preflight = request.method == "OPTIONS"
    wanted = request.headers.get("Access-Control-Request-Method", "") if preflight else request.method
    g.cors_origin = "*" if wanted in READS else _writer(origin)
    if preflight:
        return _preflight() if wanted else None
    if g.cors_origin is None:
        g.cors_origin = "*"  # nobody's secret: what the refusal says is readable
        _refuse()
    return None


def _writer(origin: str) -> str | None:
    """`origin` if its pages may write where this request goes, `*` if nothing is there to write to, else None."""
    deps = current_deps()
    try:
        known = know_site(deps, (request.view_args or {}).get("site", ""))
        check_origin(deps, known.site, visitor())
    except NotFound:
        return "*"
    except OriginNotAllowed as refusal:
        g.cors_refusal = refusal
        return None
    return origin


def _refuse() -> None:
    refusal: OriginNotAllowed = g.cors_refusal
    raise refusal


def _preflight() -> Response:
    """204 with what may be asked for; without an allowed origin the browser itself stops there."""
    response = Response(status=204)
    allow = current_app.make_default_options_response().allow
    response.headers["Access-Control-Allow-Methods"] = ", ".join(sorted(allow.as_set(preserve_casing=True)))
    response.headers["Access-Control-Allow-Headers"] = ALLOWED_HEADERS
    response.headers["Access-Control-Max-Age"] = MAX_AGE_SECONDS
    return response


def _allow(response: Response) -> Response:
    origin = g.get("cors_origin")
    if request.path.startswith(API) and request.method not in READS:
        response.vary.add("Origin")
    if origin is not None:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
    return response
