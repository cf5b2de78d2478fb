"""What the log's public calls take and give. Hashes are 32 bytes in padded standard base64."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from commentsvc.api.schemas.comment import In
from commentsvc.ledger.cosignature import MAX_COSIGNATURE_LINE
from commentsvc.ledger.encoding import from_base64
from commentsvc.ledger.tree import HASH_BYTES, MAX_SIZE

_HASH = fields.String(metadata={"format": "byte"})


class LeafHash(fields.String):
    """32 bytes in base64 or hexadecimal, given to the view as bytes."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            leaf = bytes.fromhex(text) if len(text) == 2 * HASH_BYTES else from_base64(text)
        except ValueError:
            leaf = b""
        if len(leaf) != HASH_BYTES:
            raise ValidationError("A leaf hash is 32 bytes, in hexadecimal or base64; in an address, write + as %2B.")
        return leaf


class CheckpointQuerySchema(In):
    """Which checkpoint."""

    cosigned = fields.Integer(
        load_default=0,
        validate=validate.Range(0, 100),
        metadata={"description": "At least so many of the site's witnesses cosigned it. 0: the newest, as it is."},
    )


class CosignatureDraftSchema(In):
    """A witness's word on the checkpoint of `size`."""

    size = fields.Integer(required=True, strict=True, validate=validate.Range(1, MAX_SIZE))
    cosignature = fields.String(
        required=True,
        validate=validate.Length(1, MAX_COSIGNATURE_LINE),
        metadata={"description": "One signature line with its newline (C2SP cosignature/v1)."},
    )


class CosignatureSchema(Schema):
    """What was kept."""

    size = fields.Integer(required=True)
    kept = fields.Boolean(
        required=True, metadata={"description": "False: this witness's cosignature was there before, and stays."}
    )


class InclusionQuerySchema(In):
    """Which leaf."""

    leaf = LeafHash(
        required=True,
        metadata={"description": "The leaf hash: in base64, as a receipt's promise has it, or in hexadecimal."},
    )


class InclusionSchema(Schema):
    """The leaf is entry `index` (from 0) of the log of `size`; `proof` is leaf side first (RFC 9162 2.1.3)."""

    leaf = fields.String(required=True, metadata={"format": "byte"})
    index = fields.Integer(required=True)
    size = fields.Integer(required=True)
    proof = fields.List(_HASH, required=True)
    checkpoint = fields.String(required=True, metadata={"description": "The signed note the proof leads to."})


class ConsistencyQuerySchema(In):
    """Between which sizes."""

    from_ = fields.Integer(
        data_key="from", required=True, validate=validate.Range(0, MAX_SIZE), metadata={"description": "Earlier size."}
    )
    to = fields.Integer(
        required=True,
        validate=validate.Range(0, MAX_SIZE),
        metadata={"description": "Later size, at most the newest checkpoint's."},
    )


class ConsistencySchema(Schema):
    """The log of size `to` begins with the log of size `from`, by `proof` (RFC 9162 2.1.4)."""

    from_ = fields.Integer(data_key="from", required=True)
    to = fields.Integer(required=True)
    proof = fields.List(_HASH, required=True)


class KeyChangeSchema(Schema):
    """One change of the log's signing key: the entry of type `key`, opened."""

    snapshot = fields.String(
        required=True,
        metadata={"description": "Canonical JSON: `key_change` with `origin`, `old`, `new`, `reason`, `at`."},
    )
    salt = fields.String(required=True, metadata={"format": "byte"})
    leaf = fields.String(required=True, metadata={"description": "The entry's data, as it is hashed into the tree."})
    proof = fields.String(
        required=True,
        metadata={
            "description": "c2sp.org/tlog-proof@v1 under the first checkpoint that covers the entry: signed by both "
            "keys where the old one was rotated, by the new one alone where it was lost."
        },
    )


class LogKeysSchema(Schema):
    """Whose signatures under this log's checkpoints and promises count."""

    origin = fields.String(required=True)
    key = fields.String(required=True, metadata={"description": "Today's verifier key."})
    key_changes = fields.List(fields.Nested(KeyChangeSchema), required=True)
