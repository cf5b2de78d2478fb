"""What the calls about who did what take and give."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf, Range

from commentsvc.api.schemas.comment import In
from commentsvc.domain.trail import KINDS
from commentsvc.exchange.trail_row import TRAIL_FORMATS
from commentsvc.usecases.list_activity import LONGEST_TARGET, LONGEST_WHO

LONGEST = 100


class AuditSearchSchema(In):
    """Which acts. Times are RFC 3339 with a zone, or days (UTC)."""

    who = fields.String(
        validate=Length(max=LONGEST_WHO),
        metadata={"description": "By this reference alone: `account:…`, `token:…`, `cli`, …", "example": "cli"},
    )
    kind = fields.String(validate=OneOf(list(KINDS)), metadata={"description": "Acts of this kind."})
    from_ = fields.String(data_key="from", validate=Length(max=LONGEST), metadata={"description": "Then or later."})
    to = fields.String(validate=Length(max=LONGEST), metadata={"description": "Before this time, or up to this day."})
    target = fields.String(
        validate=Length(max=LONGEST_TARGET),
        metadata={"description": "Done to this: the id of a comment, thread, token, account, …; exactly."},
    )


class AuditQuerySchema(AuditSearchSchema):
    """Which acts, and which page of them."""

    cursor = fields.String(validate=Length(max=LONGEST), metadata={"description": "`next` of the page before."})
    limit = fields.Integer(load_default=50, validate=Range(1, 200))


class AuditExportQuerySchema(AuditSearchSchema):
    """Which acts, and how they are written."""

    format = fields.String(
        load_default="csv",
        validate=OneOf(list(TRAIL_FORMATS), error="Formats: {choices}."),
        metadata={"description": "csv (safe to open in a spreadsheet) or jsonl (every text exactly)."},
    )


class ActSchema(Schema):
    """One act of somebody who works on the site, or of the service itself."""

    id = fields.UUID(required=True)
    at = fields.String(required=True, metadata={"format": "date-time"})
    who = fields.String(required=True, metadata={"example": "account:0190d1c2-5f6e-7000-8000-000000000000"})
    name = fields.String(required=True, metadata={"description": "What they were called then.", "example": "Mia"})
    seen_from = fields.String(
        required=True,
        metadata={"description": "The address cut to its /24 or /48; empty for the command line and the worker.",
                  "example": "203.0.113.0/24"},
    )  # fmt: skip
    kind = fields.String(required=True, validate=OneOf(list(KINDS)))
    action = fields.String(required=True, metadata={"example": "comment.publish"})
    target = fields.String(required=True)
    detail = fields.Dict(keys=fields.String(), required=True)
    committed = fields.Boolean(required=True, metadata={"description": "Whether the site's log commits to it."})
    log_index = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Its entry's index; null while that waits."}
    )


class ActsPageSchema(Schema):
    """Acts, newest first."""

    acts = fields.List(fields.Nested(ActSchema), required=True)
    next = fields.String(required=True, allow_none=True)
