"""Reports of illegal content: send one, and see what became of it."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask.views import MethodView

from commentsvc.adapters.current import current_deps, visitor
from commentsvc.api.bearer import bearer_secret
from commentsvc.api.documentation import Resource
from commentsvc.api.schemas.report import OneReportSchema, ReceivedReportSchema, ReportDraftSchema, ReportQuerySchema
from commentsvc.clock import iso
from commentsvc.models.content import ContentReport
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.report_comment import ReportDraft, read_report, report_comment

blp = Resource("reports", __name__, url_prefix="/api/v1/sites/<site:site>/reports", description="Illegal content.")

NO_STORE = {"Cache-Control": "no-store"}


@blp.route("")
class Reports(MethodView):
    """Reports about a site's comments."""

    @blp.arguments(ReportQuerySchema, location="query")
    @blp.doc(security=[], responses={"303": {"description": "The page on which a reader reports the comment."}})
    def get(self, query: dict[str, Any], site: str) -> Response:
        """Lead a reader to the page on which they report a comment; what the widget links to."""
        found = find_site(current_deps(), site)
        where = f"/t/{found.id}/report?comment={query['comment']}"
        return Response(status=303, headers=NO_STORE | {"Location": where})

    @blp.arguments(ReportDraftSchema)
    @blp.response(201, ReceivedReportSchema)
    @blp.doc(security=[])
    def post(self, draft: dict[str, Any], site: str) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Report a public comment as illegal. 404 for any other comment, whether there is one or not."""
        received = report_comment(current_deps(), site, ReportDraft(**draft), visitor())
        told = {"secret": received.secret, "url": received.url, "mailed": received.mailed}
        return {"report": _as_json(received.report)} | told, 201, NO_STORE


@blp.route("/<uuid:report>")
class OneReport(MethodView):
    """One report."""

    @blp.response(200, OneReportSchema)
    @blp.doc(security=[{"secret": []}])
    def get(self, site: str, report: Any) -> tuple[dict[str, Any], int, dict[str, str]]:
        """What became of it. 404 without its secret."""
        return {"report": _as_json(read_report(current_deps(), site, report, bearer_secret()))}, 200, NO_STORE


def _as_json(report: ContentReport) -> dict[str, Any]:
    return {
        "id": report.id,
        "location": report.location,
        "state": report.state,
        "answer": report.answer,
        "received_at": iso(report.received_at),
        "decided_at": iso(report.decided_at) if report.decided_at else None,
    }
