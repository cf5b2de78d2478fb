"""What the consent log's export takes."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Length, OneOf

from commentsvc.api.schemas.comment import In
from commentsvc.domain.consent_history import STATES
from commentsvc.exchange.consent_log import FORMATS

LONGEST = 100


class ConsentLogQuerySchema(In):
    """Which rows, and how they are written. Times are RFC 3339 with a zone, or days (UTC)."""

    format = fields.String(
        load_default="csv",
        validate=OneOf(list(FORMATS), error="Formats: {choices}."),
        metadata={
            "description": "csv (safe to open in a spreadsheet), jsonl (every text exactly), or jsonld "
            "(each record whole, in the terms of ISO/IEC TS 27560)."
        },
    )
    from_ = fields.String(
        data_key="from", validate=Length(max=LONGEST), metadata={"description": "Records made then or later."}
    )
    to = fields.String(
        validate=Length(max=LONGEST), metadata={"description": "Records made before this time, or up to this day."}
    )
    purpose = fields.String(validate=Length(max=LONGEST), metadata={"description": "A purpose's id."})
    state = fields.String(validate=OneOf(STATES), metadata={"description": "The state a row shows."})
    subject = fields.String(
        validate=Length(max=LONGEST), metadata={"description": "One person's reference, as the column shows it."}
    )
