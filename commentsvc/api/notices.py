"""Notices: the one in force with a form's token, and the exact bytes of any ever published."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response, request
from flask.views import MethodView

from commentsvc.adapters.current import current_deps, visitor
from commentsvc.api.documentation import Resource
from commentsvc.api.gpc import GPC_HEADER, sends_gpc
from commentsvc.api.schemas.choice import ChoicesQuerySchema, ChoicesSchema
from commentsvc.api.schemas.notice import NoticeQuerySchema, ServedNoticeSchema
from commentsvc.usecases.read_choices import read_choices
from commentsvc.usecases.read_notice import read_notice
from commentsvc.usecases.serve_notice import serve_notice, shown

blp = Resource("notices", __name__, url_prefix="/api/v1/sites/<site:site>", description="What readers agree to.")


@blp.route("/notice")
class NoticeInForce(MethodView):
    """The notice a form shows."""

    @blp.arguments(NoticeQuerySchema, location="query")
    @blp.response(200, ServedNoticeSchema)
    @blp.doc(security=[])
    def get(self, query: dict[str, Any], site: str) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Open a form: the notice in force, and a token accepted for one comment, or for one choice."""
        served = serve_notice(current_deps(), site, query["lang"], query["page"], visitor(), query["kind"])
        return served, 200, {"Cache-Control": "no-store"}


@blp.route("/choices")
class CookieNotice(MethodView):
    """The site's cookie notice, as every page with one draws it."""

    @blp.arguments(ChoicesQuerySchema, location="query")
    @blp.response(200, ChoicesSchema)
    @blp.doc(security=[])
    def get(self, query: dict[str, Any], site: str) -> Response:
        """The cookie notice in force, without a token, so that it may be cached; and whether the browser sent GPC."""
        notice = read_choices(current_deps(), site, query["lang"])
        gpc = sends_gpc()
        response = Response(orjson.dumps(shown(current_deps(), notice) | {"gpc": gpc}), content_type="application/json")
        response.set_etag(f"{notice.sha256[:32]}{'-gpc' if gpc else ''}")
        response.vary.add(GPC_HEADER)
        response.headers["Cache-Control"] = "public, max-age=60"
        return response.make_conditional(request)  # type: ignore[return-value]


@blp.route("/notices/<sha256:sha256>")
class NoticeBytes(MethodView):
    """An archived notice."""

    @blp.response(200, {"type": "object"}, content_type="application/json")
    @blp.doc(security=[])
    def get(self, site: str, sha256: str) -> Response:
        """The exact bytes whose SHA-256 this is; they never change."""
        response = Response(read_notice(current_deps(), site, sha256).body, content_type="application/json")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
