"""What the call for figures takes and gives."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import OneOf

from commentsvc.api.schemas.comment import In
from commentsvc.usecases.read_figures import PERIODS


class FiguresQuerySchema(In):
    """Which period."""

    days = fields.Integer(load_default=30, validate=OneOf(PERIODS))


class DayFiguresSchema(Schema):
    """One day (UTC). `comments` are those posted on it, by status now; `decisions` those made on it, by action."""

    day = fields.Date(required=True)
    comments = fields.Dict(keys=fields.String(), values=fields.Integer(), metadata={"example": {"published": 3}})
    decisions = fields.Dict(keys=fields.String(), values=fields.Integer(), metadata={"example": {"publish": 2}})


class WaitSchema(Schema):
    """Decisions about waiting comments, by how long these had waited."""

    within_seconds = fields.Integer(
        required=True, allow_none=True, metadata={"description": "No earlier limit was met; null: longer than all."}
    )
    decisions = fields.Integer(required=True)


class HeldSchema(Schema):
    """What one reason, or one rule, found."""

    reason = fields.String(required=True)
    rule = fields.UUID(required=True, allow_none=True)
    comments = fields.Dict(
        keys=fields.String(), values=fields.Integer(), required=True, metadata={"description": "By status now."}
    )


class SpamFiguresSchema(Schema):
    """`missed`: readers saw it first; `honest`: held back, and published then."""

    caught = fields.Integer(required=True)
    missed = fields.Integer(required=True)
    honest = fields.Integer(required=True)
    waiting = fields.Integer(required=True)


class GivenConsentSchema(Schema):
    """What was agreed to under one notice."""

    notice = fields.String(required=True)
    version = fields.Integer(required=True)
    lang = fields.String(required=True)
    records = fields.Integer(required=True)
    purposes = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class DueRequestSchema(Schema):
    """An open request."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    due_at = fields.String(required=True)


class FiguresSchema(Schema):
    """What the token may not see is null: moderation needs `moderate` or `audit`, consent `export`, requests
    `subjects`."""

    days = fields.List(fields.Nested(DayFiguresSchema), required=True)
    waits = fields.List(fields.Nested(WaitSchema), required=True, allow_none=True)
    held = fields.List(fields.Nested(HeldSchema), required=True, allow_none=True)
    spam = fields.Nested(SpamFiguresSchema, required=True, allow_none=True)
    consents = fields.List(fields.Nested(GivenConsentSchema), required=True, allow_none=True)
    requests = fields.List(fields.Nested(DueRequestSchema), required=True, allow_none=True)
