"""Who did what, for programs with a bearer token: to search, and as a file that proves it."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask.views import MethodView

from commentsvc.adapters.current import current_deps
from commentsvc.api.auth import SECURITY, current_operator, operator
from commentsvc.api.documentation import Resource
from commentsvc.api.schemas.audit import ActsPageSchema, AuditExportQuerySchema, AuditQuerySchema
from commentsvc.clock import iso, now
from commentsvc.domain.trail import TrailFilter
from commentsvc.exchange.trail_row import TRAIL_FORMATS
from commentsvc.usecases.export_trail import export_trail
from commentsvc.usecases.list_activity import Act, list_activity, read_trail_filter

blp = Resource("audit", __name__, url_prefix="/api/v1/sites/<site:site>/audit", description="Who did what, when.")

_FILE = {"schema": {"type": "string"}}
_TYPES = ("text/csv", "application/jsonl")


@blp.route("")
class Audit(MethodView):
    """The trail."""

    decorators = [operator("moderate", "audit")]

    @blp.arguments(AuditQuerySchema, location="query")
    @blp.response(200, ActsPageSchema)
    @blp.doc(security=SECURITY)
    def get(self, query: dict[str, Any], site: str) -> Any:
        """Search who did what, newest first. With `moderate` alone, decisions about comments."""
        cursor, limit = query.get("cursor"), query["limit"]
        found = list_activity(current_deps(), current_operator(), site, _filter(query), cursor=cursor, limit=limit)
        return {"acts": [act_json(act) for act in found.acts], "next": found.next}, {"Cache-Control": "no-store"}


@blp.route("/export")
class AuditExport(MethodView):
    """The trail as a file."""

    decorators = [operator("audit")]

    @blp.arguments(AuditExportQuerySchema, location="query")
    @blp.doc(
        security=SECURITY,
        responses={"200": {"description": "The file.", "content": dict.fromkeys(_TYPES, _FILE)}},
    )
    def get(self, query: dict[str, Any], site: str) -> Response:
        """Export who did what, oldest first, each act with what opens its entry in the log. This is written down."""
        form = TRAIL_FORMATS[query["format"]]
        rows = export_trail(current_deps(), current_operator(), site, _filter(query), format=form.name)
        answer = Response(form.write(rows), content_type=form.media_type)
        answer.headers["Content-Disposition"] = f'attachment; filename="audit-{site}-{now():%Y-%m-%d}.{form.ending}"'
        answer.headers["Cache-Control"] = "no-store"
        return answer


def act_json(act: Act) -> dict[str, Any]:
    """The act as `ActSchema` writes it."""
    return {
        "id": act.id,
        "at": iso(act.at),
        "who": act.by_ref,
        "name": act.by,
        "seen_from": act.seen_from,
        "kind": act.kind,
        "action": act.action,
        "target": act.target,
        "detail": act.detail,
        "committed": act.committed,
        "log_index": act.log_index,
    }


def _filter(query: dict[str, Any]) -> TrailFilter:
    return read_trail_filter({"from": query.get("from_")} | {name: query.get(name) for name in _NAMES})


_NAMES = ("who", "kind", "to", "target")
