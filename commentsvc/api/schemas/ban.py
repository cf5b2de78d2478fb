"""What the calls about bans take and give."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import OneOf, Range

from commentsvc.api.schemas.comment import In
from commentsvc.domain.bans import LONGEST_NOTE, MOST_DAYS, BanKind

KINDS = tuple(kind.value for kind in BanKind)


class BanQuerySchema(In):
    """Which page of the bans."""

    cursor = fields.UUID(metadata={"description": "`next` of the page before."})


class BanDraftSchema(In):
    """A wanted ban."""

    comment = fields.UUID(required=True, metadata={"description": "Whoever wrote this comment is banned."})
    by = fields.List(
        fields.String(validate=OneOf(KINDS)),
        load_default=lambda: [BanKind.AUTHOR.value],
        metadata={"description": "`author`: who sends under its address; `network`: its part of the network.",
                  "example": ["author"]},
    )  # fmt: skip
    days = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=Range(1, MOST_DAYS),
        metadata={"description": "null is for good; a ban by network needs an end.", "example": 30},
    )
    told = fields.Boolean(load_default=True, metadata={"description": "Whether they learn it when they post."})
    note = fields.String(load_default="", metadata={"description": f"For moderators, at most {LONGEST_NOTE} letters."})
    purge = fields.Boolean(load_default=False, metadata={"description": "Call what they wrote spam; can be undone."})


class BanSchema(Schema):
    """A ban that holds."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=OneOf(KINDS))
    comment = fields.UUID(required=True)
    told = fields.Boolean(required=True)
    confirmed = fields.Boolean(
        required=True,
        metadata={"description": "false: nobody confirmed the address, so comments under it only wait."},
    )
    note = fields.String(required=True)
    set_at = fields.String(required=True)
    set_by = fields.String(required=True)
    until = fields.String(required=True, allow_none=True)


class BansPageSchema(Schema):
    """Bans, newest first."""

    bans = fields.List(fields.Nested(BanSchema), required=True)
    next = fields.UUID(required=True, allow_none=True)


class BannedSchema(Schema):
    """What was done."""

    bans = fields.List(fields.Nested(BanSchema), required=True)
    purged = fields.Integer(required=True, metadata={"example": 12})


class LiftSchema(In):
    """How a ban is lifted."""

    restore = fields.Boolean(
        load_default=False, metadata={"description": "Undo what was called spam with it, where nobody decided since."}
    )


class LiftedSchema(Schema):
    """What came back, and what stays because somebody decided otherwise since."""

    restored = fields.Integer(required=True)
    kept = fields.Integer(required=True)


class BanSettingsSchema(In):
    """For how long codes of networks are kept for bans; 0: not at all."""

    network_days = fields.Integer(required=True, strict=True, metadata={"example": 7})
