"""The queue and the decisions, for programs with a bearer token of scope `moderate`."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView

from commentsvc.adapters.current import current_deps
from commentsvc.api.auth import SECURITY, current_operator, operator
from commentsvc.api.documentation import Resource
from commentsvc.api.schemas.moderation import DecisionsSchema, OutcomesSchema, QueuePageSchema, QueueQuerySchema
from commentsvc.clock import iso
from commentsvc.domain.content import StatementDraft
from commentsvc.usecases.decide_comments import DONE, DecisionDraft, Outcome, decide_comments
from commentsvc.usecases.list_queue import DecisionView, QueueItem, list_queue

blp = Resource(
    "moderation",
    __name__,
    url_prefix="/api/v1/sites/<site:site>/moderation",
    description="The moderators' queue.",
)

PRIVATE = {"Cache-Control": "no-store"}


@blp.route("/comments")
class Queue(MethodView):
    """Comments as moderators see them."""

    decorators = [operator("moderate")]

    @blp.arguments(QueueQuerySchema, location="query")
    @blp.response(200, QueuePageSchema)
    @blp.doc(security=SECURITY)
    def get(self, query: dict[str, Any], site: str) -> Any:
        """List comments: pending ones oldest first, everything else newest first."""
        cursor = query.pop("cursor", None)
        page = list_queue(current_deps(), current_operator(), site, cursor=cursor and str(cursor), **query)
        return {"comments": [comment_json(item) for item in page.comments], "next": page.next}, PRIVATE


@blp.route("/decisions")
class Decisions(MethodView):
    """Publish, reject, mark as spam, remove, restore, undo."""

    decorators = [operator("moderate")]

    @blp.arguments(DecisionsSchema)
    @blp.response(200, OutcomesSchema)
    @blp.doc(security=SECURITY)
    def post(self, body: dict[str, Any], site: str) -> Any:
        """Decide over up to 200 comments at once; each has an outcome of its own, conflicts included."""
        drafts = [decision_draft(draft) for draft in body["decisions"]]
        outcomes = decide_comments(current_deps(), current_operator(), site, drafts)
        return {"outcomes": [outcome_json(outcome) for outcome in outcomes]}, PRIVATE


def decision_draft(draft: dict[str, Any]) -> DecisionDraft:
    """The decision that `DecisionDraftSchema` read."""
    told = draft.pop("statement")
    return DecisionDraft(**draft, statement=StatementDraft(**told) if told else None)


def comment_json(item: QueueItem) -> dict[str, Any]:
    """The item as `QueueCommentSchema` writes it."""
    return {
        "id": item.id,
        "thread": {
            "id": item.thread_id,
            "key": item.thread_key,
            "url": item.thread_url,
            "title": item.thread_title,
        },
        "parent": item.parent,
        "status": item.status,
        "held_reasons": item.held_reasons,
        "author": {"name": item.author_name, "website": item.author_website},
        "body": item.body,
        "html": item.html,
        "created_at": iso(item.created_at),
        "edited_at": iso(item.edited_at) if item.edited_at else None,
        "record": item.record,
        "last_decision": _decision_json(item.last_decision) if item.last_decision else None,
        "can_undo": item.can_undo,
    }


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """The outcome as `OutcomeSchema` writes it; what does not apply is left out."""
    optional = {
        "slug": outcome.outcome if outcome.outcome != DONE else None,
        "detail": outcome.detail or None,
        "decision": outcome.decision,
        "decided_by": outcome.decided_by,
        "decided_at": iso(outcome.decided_at) if outcome.decided_at else None,
    }
    told = {name: value for name, value in optional.items() if value is not None}
    return {"comment": outcome.comment, "outcome": outcome.outcome, "status": outcome.status} | told


def _decision_json(decision: DecisionView) -> dict[str, Any]:
    return {
        "id": decision.id,
        "action": decision.action,
        "from_status": decision.from_status,
        "to_status": decision.to_status,
        "by": decision.by,
        "reason": decision.reason,
        "at": iso(decision.at),
        "undoes": decision.undoes,
    }
