"""Data subject requests: readers open them, operators with a token of scope `subjects` answer them."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, time
from typing import Any

from flask.views import MethodView

from commentsvc.adapters.current import current_deps, visitor
from commentsvc.api.auth import SECURITY, current_operator, operator
from commentsvc.api.bearer import bearer_secret
from commentsvc.api.documentation import Resource
from commentsvc.api.schemas.request import (
    LetterDraftSchema,
    OpenedSchema,
    RequestActSchema,
    RequestDraftSchema,
    RequestListSchema,
    RequestQuerySchema,
    RequestSchema,
)
from commentsvc.clock import iso, now
from commentsvc.usecases.act_on_request import RequestAct, act_on_request
from commentsvc.usecases.open_letter import Letter, open_letter
from commentsvc.usecases.open_request import OpenedRequest, RequestDraft, open_request_at_the_door
from commentsvc.usecases.review_request import RequestReview, RequestView, list_requests, review_request

blp = Resource(
    "subject requests",
    __name__,
    url_prefix="/api/v1/sites/<site:site>/subject-requests",
    description="Access, erasure, correction, portability, restriction, objection (Art. 15 to 21 GDPR).",
)

PRIVATE = {"Cache-Control": "no-store"}


@blp.route("")
class SubjectRequests(MethodView):
    """Opening one, and what waits."""

    @operator("subjects")
    @blp.arguments(RequestQuerySchema, location="query")
    @blp.response(200, RequestListSchema)
    @blp.doc(security=SECURITY)
    def get(self, query: dict[str, Any], site: str) -> Any:
        """List open requests, what is due first on top; or the closed ones."""
        found = list_requests(current_deps(), current_operator(), site, **query)
        return {"requests": [_listed(view) for view in found.requests], "next": found.next, "open": found.open}, PRIVATE

    @blp.arguments(RequestDraftSchema)
    @blp.response(202, OpenedSchema)
    @blp.doc(security=[{}, {"secret": []}])
    def post(self, draft: dict[str, Any], site: str) -> Any:
        """Ask. The answer is the same whether the address is known or not: a link goes there that confirms it."""
        record = draft.pop("record")
        wanted = RequestDraft(**draft, record_id=record)
        made = open_request_at_the_door(current_deps(), site, wanted, bearer_secret(), visitor())
        return {"request": _opened(made)}, 202, PRIVATE


@blp.route("/letters")
class Letters(MethodView):
    """What came by post."""

    decorators = [operator("subjects")]

    @blp.arguments(LetterDraftSchema)
    @blp.response(201, OpenedSchema)
    @blp.doc(security=SECURITY)
    def post(self, body: dict[str, Any], site: str) -> Any:
        """Put a letter on file; you confirm whose it is. Its month runs from the day it came."""
        came = min(datetime.combine(body["received_on"], time(12), UTC), now())
        draft = RequestDraft(body["kind"], body["address"], body["words"], body["lang"], record_id=body["record"])
        letter = Letter(draft, came, body["identified"], body["about"])
        made = open_letter(current_deps(), current_operator(), site, letter)
        return {"request": _opened(made)}, 201, PRIVATE


@blp.route("/<uuid:number>")
class SubjectRequest(MethodView):
    """One."""

    decorators = [operator("subjects")]

    @blp.response(200, RequestSchema)
    @blp.doc(security=SECURITY)
    def get(self, site: str, number: uuid.UUID) -> Any:
        """One request with its history."""
        return {"request": _whole(review_request(current_deps(), current_operator(), site, number))}, PRIVATE


@blp.route("/<uuid:number>/acts")
class RequestActs(MethodView):
    """What is done about it."""

    decorators = [operator("subjects")]

    @blp.arguments(RequestActSchema)
    @blp.response(200, RequestSchema)
    @blp.doc(security=SECURITY)
    def post(self, act: dict[str, Any], site: str, number: uuid.UUID) -> Any:
        """Note, extend, refuse, send the copy, erase, restrict, end a restriction, follow an objection, close."""
        act_on_request(current_deps(), current_operator(), site, number, RequestAct(**act))
        return {"request": _whole(review_request(current_deps(), current_operator(), site, number))}, PRIVATE


def _opened(made: OpenedRequest) -> dict[str, Any]:
    return {
        "id": made.id,
        "reference": made.reference,
        "kind": made.kind,
        "state": made.state,
        "due_at": iso(made.due_at),
    }


def _listed(view: RequestView) -> dict[str, Any]:
    request = view.request
    return {
        "id": request.id,
        "reference": view.reference,
        "kind": request.kind,
        "state": request.state,
        "channel": request.channel,
        "received_at": iso(request.received_at),
        "due_at": iso(request.due_at),
        "days_left": view.days_left,
        "extended": request.extended_at is not None,
        "outcome": request.outcome,
        "closed_at": iso(request.closed_at) if request.closed_at else None,
    }


def _whole(found: RequestReview) -> dict[str, Any]:
    request = found.view.request
    events = [
        {
            "type": event.type,
            "at": iso(event.at),
            "by": event.actor_name or event.actor,
            "note": event.note,
            "entry": event.entry,
        }
        for event in found.events
    ]
    told = {"words": request.words, "address": request.reply_address, "restricted": found.restricted}
    return _listed(found.view) | told | {"events": events}
