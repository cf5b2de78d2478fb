"""The consent log as a file, for programs with a bearer token of scope `export`."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask.views import MethodView

from commentsvc.adapters.current import current_deps
from commentsvc.api.auth import SECURITY, current_operator, operator
from commentsvc.api.documentation import Resource
from commentsvc.api.schemas.consent_log import ConsentLogQuerySchema
from commentsvc.clock import now
from commentsvc.exchange.consent_log import FORMATS
from commentsvc.usecases.export_consent_log import read_filter
from commentsvc.usecases.write_consent_log import write_consent_log

blp = Resource(
    "consent log",
    __name__,
    url_prefix="/api/v1/sites/<site:site>",
    description="Who agreed to what, when, on which text.",
)

_FILE = {"schema": {"type": "string"}}
_TYPES = ("text/csv", "application/jsonl", "application/ld+json")


@blp.route("/consent-log")
class ConsentLog(MethodView):
    """The consent log."""

    decorators = [operator("export")]

    @blp.arguments(ConsentLogQuerySchema, location="query")
    @blp.doc(
        security=SECURITY,
        responses={"200": {"description": "The file.", "content": dict.fromkeys(_TYPES, _FILE)}},
    )
    def get(self, query: dict[str, Any], site: str) -> Response:
        """Export one row a record and purpose, or each record whole, oldest first, as it stands now. This is logged."""
        form = FORMATS[query["format"]]
        filters = read_filter(
            {"from": query.get("from_")} | {name: query.get(name) for name in ("to", "purpose", "state", "subject")}
        )
        chunks = write_consent_log(current_deps(), current_operator(), site, filters, form)
        answer = Response(chunks, content_type=form.media_type)
        answer.headers["Content-Disposition"] = f'attachment; filename="{file_name(site, form.ending)}"'
        answer.headers["Cache-Control"] = "no-store"
        return answer


def file_name(site: str, ending: str) -> str:
    """What the file is called where it is saved: the site and the day; a site's key needs no quoting."""
    return f"consent-log-{site}-{now():%Y-%m-%d}.{ending}"
