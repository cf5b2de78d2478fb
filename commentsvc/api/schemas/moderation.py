"""What the moderation calls take and give."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf, Range

from commentsvc.api.schemas.comment import In
from commentsvc.domain.content import FACTS_MAX, GROUNDS, MEANS, RULE_MAX
from commentsvc.domain.moderation import Action, Status
from commentsvc.usecases.decide_comments import LONGEST_REASON, MOST_AT_ONCE
from commentsvc.usecases.list_queue import LARGEST_PAGE, LONGEST_QUERY

STATUSES = [status.value for status in Status]
ACTIONS = [action.value for action in Action]
TIME = {"format": "date-time"}


class QueueQuerySchema(In):
    """Which comments of the queue."""

    status = fields.String(validate=OneOf(STATUSES), metadata={"description": "Only these; pending: oldest first."})
    q = fields.String(
        validate=Length(max=LONGEST_QUERY), metadata={"description": "Part of the text or the name, in any case."}
    )
    cursor = fields.UUID(metadata={"description": "`next` of the page before."})
    limit = fields.Integer(load_default=50, validate=Range(1, LARGEST_PAGE))


class QueueThreadSchema(Schema):
    """The page a comment stands on."""

    id = fields.UUID(required=True)
    key = fields.String(required=True)
    url = fields.String(required=True)
    title = fields.String(required=True, allow_none=True)


class QueueAuthorSchema(Schema):
    """The author as readers see them."""

    name = fields.String(required=True)
    website = fields.String(required=True, allow_none=True)


class LastDecisionSchema(Schema):
    """Who did what when."""

    id = fields.UUID(required=True)
    action = fields.String(required=True, validate=OneOf(ACTIONS))
    from_status = fields.String(required=True, validate=OneOf(STATUSES))
    to_status = fields.String(required=True, validate=OneOf(STATUSES))
    by = fields.String(required=True)
    reason = fields.String(required=True)
    at = fields.String(required=True, metadata=TIME)
    undoes = fields.UUID(required=True, allow_none=True)


class QueueCommentSchema(Schema):
    """A comment as a moderator judges it; `record` is its consent record."""

    id = fields.UUID(required=True)
    thread = fields.Nested(QueueThreadSchema, required=True)
    parent = fields.UUID(required=True, allow_none=True)
    status = fields.String(required=True, validate=OneOf(STATUSES))
    held_reasons = fields.List(fields.String(), required=True)
    author = fields.Nested(QueueAuthorSchema, required=True)
    body = fields.String(required=True)
    html = fields.String(required=True)
    created_at = fields.String(required=True, metadata=TIME)
    edited_at = fields.String(required=True, allow_none=True, metadata=TIME)
    record = fields.UUID(required=True)
    last_decision = fields.Nested(LastDecisionSchema, required=True, allow_none=True)
    can_undo = fields.Boolean(required=True)


class QueuePageSchema(Schema):
    """One page of the queue; `next` is null on the last."""

    comments = fields.List(fields.Nested(QueueCommentSchema), required=True)
    next = fields.UUID(required=True, allow_none=True)


class StatementDraftSchema(In):
    """Reasons for the comment's author (Art. 17 of the EU's Digital Services Act). Without it the author learns where
    the comment stands, and no reason."""

    ground = fields.String(required=True, validate=OneOf(GROUNDS))
    rule = fields.String(
        load_default="", validate=Length(max=RULE_MAX), metadata={"description": "Words of the law or the rule."}
    )
    facts = fields.String(
        load_default="", validate=Length(max=FACTS_MAX), metadata={"description": "What it is about."}
    )
    means = fields.String(
        load_default=None,
        allow_none=True,
        validate=OneOf(MEANS),
        metadata={
            "description": "Who found it and decided; a program that decides says so here. null: a person decided."
        },
    )


class DecisionDraftSchema(In):
    """One decision. `reason` is internal, `statement` is for the author. With `expected_status` and
    `expected_edited_at`, which repeat the queue's `status` and `edited_at`, it is a conflict when the comment is no
    longer what the moderator read."""

    comment = fields.UUID(required=True)
    action = fields.String(required=True, validate=OneOf(ACTIONS))
    reason = fields.String(load_default="", validate=Length(max=LONGEST_REASON))
    expected_status = fields.String(load_default=None, allow_none=True, validate=OneOf(STATUSES))
    expected_edited_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "null: never edited. Left out: not checked."}
    )
    statement = fields.Nested(StatementDraftSchema, load_default=None, allow_none=True)


class DecisionsSchema(In):
    """Up to 200 decisions, carried out in this order."""

    decisions = fields.List(fields.Nested(DecisionDraftSchema), required=True, validate=Length(min=1, max=MOST_AT_ONCE))


class OutcomeSchema(Schema):
    """`outcome` is `done` or a slug; on a conflict `decided_by` and `decided_at` tell who was first."""

    comment = fields.UUID(required=True)
    outcome = fields.String(required=True, metadata={"description": "done, conflict, not-found or gone"})
    slug = fields.String(metadata={"description": "The same as outcome, unless that is done."})
    detail = fields.String()
    status = fields.String(required=True, allow_none=True, validate=OneOf(STATUSES))
    decision = fields.UUID()
    decided_by = fields.String()
    decided_at = fields.String(metadata=TIME)


class OutcomesSchema(Schema):
    """One outcome a decision, in the same order."""

    outcomes = fields.List(fields.Nested(OutcomeSchema), required=True)
