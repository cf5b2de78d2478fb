"""One person: what is stored of them, their copy, and erasing them; for programs with a token of scope `subjects`."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask.views import MethodView

from commentsvc.adapters.current import current_deps
from commentsvc.api.auth import SECURITY, current_operator, operator
from commentsvc.api.documentation import Resource
from commentsvc.api.schemas.request import (
    ErasedPersonSchema,
    FoundPersonSchema,
    WantedSchema,
    WantedToEndSchema,
)
from commentsvc.usecases.find_person import Wanted, erase_found, export_found, find_person

blp = Resource(
    "subjects",
    __name__,
    url_prefix="/api/v1/sites/<site:site>/subjects",
    description="One person, by address, receipt or reference.",
)

PRIVATE = {"Cache-Control": "no-store"}
_ZIP = {"application/zip": {"schema": {"type": "string", "format": "binary"}}}


@blp.route("/find")
class FindSubject(MethodView):
    """Looking for one."""

    decorators = [operator("subjects")]

    @blp.arguments(WantedSchema)
    @blp.response(200, FoundPersonSchema)
    @blp.doc(security=SECURITY)
    def post(self, wanted: dict[str, Any], site: str) -> Any:
        """What is stored of a person, counted. 404 where there is nothing."""
        found = find_person(current_deps(), current_operator(), site, Wanted(**wanted))
        extent = found.extent
        counts = {
            "confirmed": extent.confirmed,
            "unconfirmed": extent.unconfirmed,
            "restricted": extent.restricted,
        }
        told = {"subject": found.subject, "comments": counts, "records": extent.records}
        return told | {"address_stored": extent.stored_address}, PRIVATE


@blp.route("/export")
class ExportSubject(MethodView):
    """Their copy."""

    decorators = [operator("subjects")]

    @blp.arguments(WantedToEndSchema)
    @blp.doc(security=SECURITY, responses={"200": {"description": "The archive.", "content": _ZIP}})
    def post(self, wanted: dict[str, Any], site: str) -> Response:
        """Everything of the person as one archive. This is logged."""
        unconfirmed = wanted.pop("unconfirmed")
        made = export_found(current_deps(), current_operator(), site, Wanted(**wanted), unconfirmed=unconfirmed)
        answer = Response(made.chunks, content_type="application/zip")
        answer.headers["Content-Disposition"] = f'attachment; filename="{made.filename}"'
        answer.headers["Cache-Control"] = "no-store"
        return answer


@blp.route("/erase")
class EraseSubject(MethodView):
    """Their end here."""

    decorators = [operator("subjects")]

    @blp.arguments(WantedToEndSchema)
    @blp.response(200, ErasedPersonSchema)
    @blp.doc(security=SECURITY)
    def post(self, wanted: dict[str, Any], site: str) -> Any:
        """Erase everything of the person; what nobody confirmed is parted from the address, or erased as well."""
        unconfirmed = wanted.pop("unconfirmed")
        done = erase_found(current_deps(), current_operator(), site, Wanted(**wanted), unconfirmed=unconfirmed)
        return {"erased": len(done.receipts), "detached": done.detached, "finished": done.finished}, PRIVATE
