"""What the calls about flags take and give."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import OneOf, Range

from commentsvc.api.schemas.comment import In
from commentsvc.api.schemas.queue import QueueCommentSchema
from commentsvc.domain.flags import WHYS
from commentsvc.usecases.list_queue import LARGEST_PAGE


class FlagDraftSchema(In):
    """That something is wrong with a public comment."""

    why = fields.String(load_default="other", validate=OneOf(WHYS), metadata={"example": "spam"})


class FlagsSchema(Schema):
    """How many flags count: those that came since a moderator last decided about the comment, or cleared them."""

    count = fields.Integer(required=True, metadata={"example": 3})
    by_why = fields.Dict(
        keys=fields.String(), values=fields.Integer(), required=True, metadata={"example": {"rude": 1, "spam": 2}}
    )


class FlaggedQuerySchema(In):
    """How many."""

    limit = fields.Integer(load_default=50, validate=Range(1, LARGEST_PAGE))


class FlaggedSchema(Schema):
    """A comment with the flags that count."""

    comment = fields.Nested(QueueCommentSchema, required=True)
    flags = fields.Nested(FlagsSchema, required=True)


class FlaggedCommentsSchema(Schema):
    """Those with the most flags first."""

    flagged = fields.List(fields.Nested(FlaggedSchema), required=True)


class ClearedFlagsSchema(Schema):
    """How many flags counted until now."""

    cleared = fields.Integer(required=True, metadata={"example": 3})
