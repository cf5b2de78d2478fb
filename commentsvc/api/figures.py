"""The figures of a site, for programs with a bearer token."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView

from commentsvc.adapters.current import current_deps
from commentsvc.api.auth import SECURITY, current_operator, operator
from commentsvc.api.documentation import Resource
from commentsvc.api.schemas.figures import FiguresQuerySchema, FiguresSchema
from commentsvc.clock import iso
from commentsvc.usecases.read_figures import WAITS, read_figures
from commentsvc.usecases.read_figures import Figures as Found

blp = Resource("figures", __name__, url_prefix="/api/v1/sites/<site:site>", description="What came and was decided.")


@blp.route("/figures")
class Figures(MethodView):
    """Figures over a period."""

    decorators = [operator("moderate", "audit", "export", "subjects")]

    @blp.arguments(FiguresQuerySchema, location="query")
    @blp.response(200, FiguresSchema)
    @blp.doc(security=SECURITY)
    def get(self, query: dict[str, Any], site: str) -> Any:
        """Count what came and was decided, what held comments back, what was agreed to, and what is due."""
        found = read_figures(current_deps(), current_operator(), site, query["days"])
        return figures_json(found), {"Cache-Control": "no-store"}


def figures_json(found: Found) -> dict[str, Any]:
    """The figures as `FiguresSchema` writes them."""
    days: list[dict[str, Any]] = [{"day": day} for day in found.days]
    for name, rows in (("comments", found.comments), ("decisions", found.decisions)):
        for day, row in zip(days, rows or [], strict=bool(rows)):
            day[name] = dict(row)
    limits = [round(limit.total_seconds()) for limit in WAITS]
    return {
        "days": days,
        "waits": found.waits
        and [
            {"within_seconds": limit, "decisions": count}
            for limit, count in zip([*limits, None], found.waits, strict=True)
        ],
        "held": None if found.held is None else [_held(one) for one in found.held],
        "spam": found.spam,
        "consents": None if found.consents is None else [_consent(one) for one in found.consents],
        "requests": None
        if found.requests is None
        else [{"id": one.id, "kind": one.kind, "due_at": iso(one.due_at)} for one in found.requests],
    }


def _held(one: Any) -> dict[str, Any]:
    return {"reason": one.reason, "rule": one.rule, "comments": dict(one.by_status)}


def _consent(one: Any) -> dict[str, Any]:
    told = {"notice": one.sha256, "version": one.version, "lang": one.lang, "records": one.records}
    return told | {"purposes": dict(one.purposes)}
