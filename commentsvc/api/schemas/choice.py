"""The cookie notice, and the choice that is made in it."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from commentsvc.api.schemas.comment import ConsentDraftSchema, In, ReceiptSchema, SignalsSchema, WidgetSchema


class ChoicesQuerySchema(In):
    """In which language."""

    lang = fields.String(load_default=None, validate=validate.Regexp(r"^[A-Za-z0-9-]{1,35}\Z", error="A language tag."))


class ChoicesSchema(Schema):
    """The cookie notice in force: everything that is shown. A token for a choice comes with `notice?for=choices`."""

    sha256 = fields.String(required=True)
    version = fields.Integer(required=True)
    lang = fields.String(required=True)
    dir = fields.String(required=True, metadata={"description": "`ltr` or `rtl`, as the language is written."})
    title = fields.String(required=True)
    summary = fields.String(required=True)
    text = fields.String(required=True)
    kept = fields.String(required=True, metadata={"description": "How long the record is kept."})
    controller = fields.Dict(required=True)
    purposes = fields.List(fields.Dict(), required=True)
    labels = fields.Dict(required=True)
    buttons = fields.Dict(required=True)
    messages = fields.Dict(required=True)
    gpc = fields.Boolean(required=True, metadata={"description": "This request carried `Sec-GPC: 1`."})


class ChoiceDraftSchema(In):
    """What a reader turned on in the cookie notice."""

    consent = fields.Nested(ConsentDraftSchema, required=True)
    widget = fields.Nested(WidgetSchema, load_default=None, allow_none=True)
    signals = fields.Nested(SignalsSchema, load_default=dict)


class GivenChoiceSchema(Schema):
    """The receipt of a choice, and until when it holds."""

    receipt = fields.Nested(ReceiptSchema, required=True)
    purposes = fields.Dict(keys=fields.String(), values=fields.Boolean(), required=True)
    valid_until = fields.String(required=True)
