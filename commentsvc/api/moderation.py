"""The queue and the decisions, for programs with a bearer token of scope `moderate`."""

from __future__ import annotations

import uuid
from typing import Any

from flask.views import MethodView

from commentsvc.adapters.current import current_deps
from commentsvc.api.auth import SECURITY, current_operator, operator
from commentsvc.api.documentation import Resource
from commentsvc.api.schemas.context import (
    ContextSchema,
    StaffReplyAnswerSchema,
    StaffReplySchema,
    StaffReplyTextSchema,
)
from commentsvc.api.schemas.moderation import DecisionsSchema, OutcomesSchema
from commentsvc.api.schemas.queue import ChangesQuerySchema, QueueNewsSchema, QueuePageSchema, QueueQuerySchema
from commentsvc.clock import iso
from commentsvc.domain.content import StatementDraft
from commentsvc.domain.queue_filter import QueueFilter
from commentsvc.usecases.comment_context import CommentContext, comment_context
from commentsvc.usecases.decide_comments import DONE, DecisionDraft, Outcome, decide_comments
from commentsvc.usecases.edit_staff_reply import edit_staff_reply
from commentsvc.usecases.follow_queue import QueueNews, follow_queue
from commentsvc.usecases.list_queue import DecisionView, QueueItem, list_queue
from commentsvc.usecases.reply_as_staff import StaffReply, reply_as_staff

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
        """List comments: pending ones oldest first, everything else newest first, or as `sort` says."""
        paging = {name: query.pop(name) for name in ("cursor", "limit")}
        page = list_queue(current_deps(), current_operator(), site, QueueFilter(**query), **paging)
        comments = [comment_json(item) for item in page.comments]
        return {"comments": comments, "next": page.next, "follow": page.follow}, PRIVATE


@blp.route("/changes")
class Changes(MethodView):
    """What happened in the queue meanwhile."""

    decorators = [operator("moderate")]

    @blp.arguments(ChangesQuerySchema, location="query")
    @blp.response(200, QueueNewsSchema)
    @blp.doc(security=SECURITY)
    def get(self, query: dict[str, Any], site: str) -> Any:
        """Tell what came, was decided, edited or erased since a cursor: `follow` of a page, or `cursor` of the answer
        before. Ask every few seconds; without changes it costs next to nothing."""
        cursor = query.pop("cursor")
        return news_json(follow_queue(current_deps(), current_operator(), site, cursor, QueueFilter(**query))), PRIVATE


@blp.route("/comments/<uuid:comment>/context")
class Context(MethodView):
    """One comment with what a moderator wants to know of it."""

    decorators = [operator("moderate")]

    @blp.response(200, ContextSchema)
    @blp.doc(security=SECURITY)
    def get(self, site: str, comment: uuid.UUID) -> Any:
        """Tell what stands around a comment, what is known of its author, their consent, why it was held, and what was
        decided. An address is never told."""
        return context_json(comment_context(current_deps(), current_operator(), site, comment)), PRIVATE


@blp.route("/replies")
class StaffReplies(MethodView):
    """Answers in the site's name."""

    decorators = [operator("moderate")]

    @blp.arguments(StaffReplySchema)
    @blp.response(201, StaffReplyAnswerSchema)
    @blp.doc(security=SECURITY)
    def post(self, body: dict[str, Any], site: str) -> Any:
        """Answer a public comment as the site: public at once, and marked so that readers see who speaks."""
        item = reply_as_staff(current_deps(), current_operator(), site, StaffReply(**body))
        return {"comment": comment_json(item)}, 201, PRIVATE


@blp.route("/replies/<uuid:comment>")
class StaffReplyText(MethodView):
    """One answer of the site."""

    decorators = [operator("moderate")]

    @blp.arguments(StaffReplyTextSchema)
    @blp.response(200, StaffReplyAnswerSchema)
    @blp.doc(security=SECURITY)
    def patch(self, body: dict[str, Any], site: str, comment: uuid.UUID) -> Any:
        """Change what the site said. To take it down, decide `remove` about it."""
        item = edit_staff_reply(current_deps(), current_operator(), site, comment, body["body"])
        return {"comment": comment_json(item)}, PRIVATE


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
        "findings": [vars(finding) for finding in item.findings],
        "spam_score": item.spam_score,
        "author": {"id": item.author, "name": item.author_name, "website": item.author_website, "staff": item.staff},
        "body": item.body,
        "html": item.html,
        "created_at": iso(item.created_at),
        "edited_at": iso(item.edited_at) if item.edited_at else None,
        "record": item.record,
        "last_decision": _decision_json(item.last_decision) if item.last_decision else None,
        "can_undo": item.can_undo,
    }


def news_json(news: QueueNews) -> dict[str, Any]:
    """The news as `QueueNewsSchema` writes them."""
    return {
        "changes": [
            {"comment": comment_json(change.item), "listed": change.listed, "by_you": change.by_you}
            for change in news.changes
        ],
        "cursor": news.cursor,
        "counts": news.counts,
        "reload": news.reload,
    }


def context_json(context: CommentContext) -> dict[str, Any]:
    """The context as `ContextSchema` writes it."""
    review, author = context.review, context.author
    return {
        "comment": comment_json(review.item),
        "restricted": review.restricted,
        "consent": consent_json(context),
        "author": author
        and {
            "id": author.id,
            "first_seen": iso(author.first_seen) if author.first_seen else None,
            "confirmed": author.confirmed,
            "comments": author.comments,
            "latest": [comment_json(item) for item in author.latest],
        },
        "decisions": [_decision_json(decision) for decision in review.decisions],
    } | {
        place: [comment_json(item) for item in getattr(context, place)]
        for place in ("ancestors", "before", "after", "replies")
    }


def consent_json(context: CommentContext) -> dict[str, Any]:
    """What the comment's record says."""
    review, notice = context.review, context.review.notice
    return {
        "record": review.item.record,
        "kind": review.kind,
        "state": context.state,
        "notice": notice and {"sha256": notice.sha256, "version": notice.version, "lang": notice.lang},
        "purposes": {purpose.id: purpose.given for purpose in review.purposes},
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
