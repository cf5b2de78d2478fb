"""What the calls about flags take and give."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import OneOf

from commentsvc.api.schemas.comment import In
from commentsvc.domain.flags import WHYS


class FlagDraftSchema(In):
    """That something is wrong with a public comment."""

    why = fields.String(load_default="other", validate=OneOf(WHYS), metadata={"example": "spam"})


class FlagsSchema(Schema):
    """How many flags count: those that came since a moderator last decided about the comment, or cleared them."""

    count = fields.Integer(required=True, metadata={"example": 3})
    by_why = fields.Dict(
        keys=fields.String(), values=fields.Integer(), required=True, metadata={"example": {"rude": 1, "spam": 2}}
    )


class ClearedFlagsSchema(Schema):
    """How many flags counted until now."""

    cleared = fields.Integer(required=True, metadata={"example": 3})
