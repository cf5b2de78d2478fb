"""What the moderation calls take and give."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf

from commentsvc.api.schemas.comment import In
from commentsvc.api.schemas.queue import ACTIONS, STATUSES, TIME
from commentsvc.domain.content import FACTS_MAX, GROUNDS, MEANS, RULE_MAX
from commentsvc.usecases.decide_comments import LONGEST_REASON, MOST_AT_ONCE


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
    action = fields.String(required=True, validate=OneOf(ACTIONS), metadata={"example": "publish"})
    reason = fields.String(
        load_default="", validate=Length(max=LONGEST_REASON), metadata={"example": "Off topic, second warning"}
    )
    expected_status = fields.String(load_default=None, allow_none=True, validate=OneOf(STATUSES))
    expected_edited_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "null: never edited. Left out: not checked."}
    )
    statement = fields.Nested(StatementDraftSchema, load_default=None, allow_none=True)
    decision = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "Which decision `undo` takes back; a conflict when another stands. null: any."},
    )


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
