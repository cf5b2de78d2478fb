"""What the call about signing in to a site takes and gives."""

from __future__ import annotations

from marshmallow import Schema, fields

from commentsvc.api.schemas.comment import In


class SignInRuleSchema(In):
    """What the site asks of everybody who works on it in the console. Programs' tokens are not affected."""

    second_factor = fields.Boolean(required=True, metadata={"example": True})


class SignInMemberSchema(Schema):
    """A member without a second factor."""

    email = fields.String(required=True, metadata={"example": "mia@example.org"})
    name = fields.String(required=True, metadata={"example": "Mia"})


class SignInSchema(Schema):
    """What the site asks, and who would be led to adding a second factor first."""

    second_factor = fields.Boolean(required=True, metadata={"example": True})
    without = fields.List(fields.Nested(SignInMemberSchema), required=True)
