"""What the call about a site's layers against spam takes and gives."""

from __future__ import annotations

from marshmallow import Schema, fields

from commentsvc.api.schemas.comment import In, StrictBoolean
from commentsvc.domain.spam_policy import MOST, PROOFS

_LIMIT = f"Comments before the next one waits, 0 to {MOST}; 0 turns it off."


class SpamChangeSchema(In):
    """The settings to change; what is left out stays."""

    trap = StrictBoolean(metadata={"description": "Judge who fills in a field that nobody sees."})
    timing = StrictBoolean(metadata={"description": "Hold what is sent faster than a person can."})
    proof = fields.String(metadata={"description": f"Who is asked for a proof of work: {', '.join(PROOFS)}."})
    repeats = StrictBoolean(metadata={"description": "Hold what says the same as another comment."})
    flood_limit = fields.Integer(strict=True, metadata={"description": f"From one /24 or /48 in ten minutes. {_LIMIT}"})
    link_limit = fields.Integer(strict=True, metadata={"description": f"Linking to one domain in an hour. {_LIMIT}"})


class SpamSettingsSchema(Schema):
    """What a site uses."""

    trap = fields.Boolean(required=True)
    timing = fields.Boolean(required=True)
    proof = fields.String(required=True)
    repeats = fields.Boolean(required=True)
    flood_limit = fields.Integer(required=True)
    link_limit = fields.Integer(required=True)


class SpamSchema(Schema):
    """What a site uses, and what that did in thirty days."""

    settings = fields.Nested(SpamSettingsSchema, required=True)
    found = fields.Dict(
        keys=fields.String(),
        values=fields.Dict(keys=fields.String(), values=fields.Integer()),
        required=True,
        metadata={"description": "By reason, in how many comments that are still there: `hold` or `spam`."},
    )
    proofs = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "Proofs of work: `asked` for, and comments that came with one (`solved`)."},
    )
    working = fields.Boolean(
        required=True, metadata={"description": "False: the operator has turned the layers off for all sites."}
    )
