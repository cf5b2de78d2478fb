"""The receipt file as the API answers it; `ledger.receipt` fixes the form, this describes it."""

from __future__ import annotations

from marshmallow import Schema, fields

BYTES = {"format": "byte"}


class ReceiptFileKeyChangeSchema(Schema):
    """A `key` entry of the log, opened: which key followed which."""

    snapshot = fields.String(required=True, metadata={"description": "Canonical JSON (RFC 8785); hash its UTF-8."})
    salt = fields.String(required=True, metadata=BYTES)
    leaf = fields.String(required=True, metadata={"description": "The entry's data, canonical JSON."})
    proof = fields.String(required=True, metadata={"description": "c2sp.org/tlog-proof@v1."})


class ReceiptFileLogSchema(Schema):
    """Whose log: its origin line and verifier key (C2SP). A verifier believes a key it had from elsewhere."""

    origin = fields.String(required=True)
    key = fields.String(required=True)
    key_changes = fields.List(fields.Nested(ReceiptFileKeyChangeSchema), required=True)


class ReceiptFilePromiseSchema(Schema):
    """The log's signed word that it will hold the leaf at the deadline."""

    origin = fields.String(required=True)
    leaf = fields.String(required=True, metadata=BYTES)
    deadline = fields.String(required=True, metadata={"format": "date-time"})
    signature = fields.String(required=True, metadata=BYTES)


class ReceiptFileEventSchema(Schema):
    """One event, opened: the exact text that was committed to, its salt, the log's entry and the proof."""

    type = fields.String(required=True)
    at = fields.String(required=True, metadata={"format": "date-time"})
    snapshot = fields.String(required=True, metadata={"description": "Canonical JSON (RFC 8785); hash its UTF-8."})
    salt = fields.String(required=True, allow_none=True, metadata=BYTES)
    leaf = fields.String(required=True, metadata={"description": "The entry's data, canonical JSON."})
    promise = fields.Nested(ReceiptFilePromiseSchema, required=True, allow_none=True)
    proof = fields.String(
        required=True, allow_none=True, metadata={"description": "c2sp.org/tlog-proof@v1, null while the entry waits."}
    )


class ReceiptFileTimestampSchema(Schema):
    """An RFC 3161 timestamp over the body of a checkpoint that a proof here names."""

    size = fields.Integer(required=True)
    token = fields.String(required=True, metadata=BYTES | {"description": "DER of a TimeStampToken."})


class ReceiptFileSchema(Schema):
    """All that the holder needs to show what was recorded. Without the secret that withdraws."""

    schema = fields.String(required=True)
    record = fields.String(required=True)
    issued_at = fields.String(required=True, metadata={"format": "date-time"})
    log = fields.Nested(ReceiptFileLogSchema, required=True)
    events = fields.List(fields.Nested(ReceiptFileEventSchema), required=True)
    notices = fields.Dict(
        keys=fields.String(), values=fields.String(), required=True, metadata={"description": "Exact texts by SHA-256."}
    )
    timestamps = fields.List(fields.Nested(ReceiptFileTimestampSchema), required=True)
