"""What the call for timestamps of checkpoints takes and gives."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from commentsvc.api.schemas.comment import In
from commentsvc.ledger.tree import MAX_SIZE
from commentsvc.ledger.verify_log import STAMPED_SCHEMA


class TimestampQuerySchema(In):
    """Which checkpoint."""

    size = fields.Integer(
        load_default=None,
        validate=validate.Range(1, MAX_SIZE),
        metadata={"description": "Of so many entries. Without it: the newest that is timestamped."},
    )


class TimestampSchema(Schema):
    """What one authority signed."""

    authority = fields.String(required=True, metadata={"description": "The address that was asked."})
    stamped_at = fields.String(required=True, metadata={"format": "date-time"})
    token = fields.String(
        required=True,
        metadata={
            "format": "byte",
            "description": "TimeStampToken (RFC 3161), DER, over the checkpoint's signed text.",
        },
    )


class TimestampedCheckpointSchema(Schema):
    """A checkpoint with its timestamps: one file that can be verified offline."""

    schema = fields.String(required=True, validate=validate.Equal(STAMPED_SCHEMA))
    size = fields.Integer(required=True)
    checkpoint = fields.String(required=True, metadata={"description": "The signed note (C2SP tlog-checkpoint)."})
    timestamps = fields.List(fields.Nested(TimestampSchema), required=True)
