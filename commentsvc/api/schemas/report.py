"""What the calls about reports take and give."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf

from commentsvc.api.schemas.comment import In
from commentsvc.domain.content import NAME_MAX, STATES, WHY_MAX
from commentsvc.domain.notice_texts import LANGUAGES


class ReportQuerySchema(In):
    """Which comment."""

    comment = fields.UUID(required=True)


class ReportDraftSchema(In):
    """A report that a public comment is against the law (Art. 16 of the EU's Digital Services Act)."""

    comment = fields.UUID(required=True)
    why = fields.String(required=True, validate=Length(max=WHY_MAX))
    name = fields.String(load_default="", validate=Length(max=NAME_MAX))
    email = fields.String(load_default=None, allow_none=True)
    good_faith = fields.Boolean(
        required=True,
        metadata={
            "description": "The sender believes that what the report says is correct and complete; must be true."
        },
    )
    lang = fields.String(
        load_default="en", validate=OneOf(LANGUAGES), metadata={"description": "In which the sender is answered."}
    )


class ReportSchema(Schema):
    """A report and what became of it. `state` open: not decided; acted: the comment is not public any more; kept: it
    stays; gone: it was erased before a decision."""

    id = fields.UUID(required=True)
    location = fields.String(required=True)
    state = fields.String(required=True, validate=OneOf(STATES))
    answer = fields.String(required=True)
    received_at = fields.String(required=True)
    decided_at = fields.String(required=True, allow_none=True)


class ReceivedReportSchema(Schema):
    """The answer to a report. The secret opens it, and is not told again."""

    report = fields.Nested(ReportSchema, required=True)
    secret = fields.String(required=True)
    url = fields.String(required=True)
    mailed = fields.Boolean(required=True)


class OneReportSchema(Schema):
    """A report, for its sender."""

    report = fields.Nested(ReportSchema, required=True)
