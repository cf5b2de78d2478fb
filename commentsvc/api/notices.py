"""Notices: the one in force with a form's token, and the exact bytes of any ever published."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask.views import MethodView

from commentsvc.adapters.current import current_deps, visitor
from commentsvc.api.documentation import Resource
from commentsvc.api.schemas.notice import NoticeQuerySchema, ServedNoticeSchema
from commentsvc.usecases.read_notice import read_notice
from commentsvc.usecases.serve_notice import serve_notice

blp = Resource("notices", __name__, url_prefix="/api/v1/sites/<site:site>", description="What readers agree to.")


@blp.route("/notice")
class NoticeInForce(MethodView):
    """The notice a form shows."""

    @blp.arguments(NoticeQuerySchema, location="query")
    @blp.response(200, ServedNoticeSchema)
    @blp.doc(security=[])
    def get(self, query: dict[str, Any], site: str) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Open a form: the notice in force, and a token accepted for one comment."""
        served = serve_notice(current_deps(), site, query["lang"], query["page"], visitor())
        return served, 200, {"Cache-Control": "no-store"}


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
