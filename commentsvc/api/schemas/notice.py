"""Notices and receipts."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from commentsvc.api.schemas.comment import LONG, EventReceiptSchema, In


class NoticeQuerySchema(In):
    """For which language and page the form is opened."""

    lang = fields.String(load_default=None, validate=validate.Regexp(r"^[A-Za-z0-9-]{1,35}\Z", error="A language tag."))
    page = fields.String(load_default=None, validate=validate.Length(min=1, max=LONG))
    kind = fields.String(
        data_key="for",
        load_default="comments",
        validate=validate.OneOf(["comments", "choices"]),
        metadata={"description": "The notice of the form for comments, or the site's cookie notice (no `page` then)."},
    )


class ServedNoticeSchema(Schema):
    """The notice in force and the token that proves it was handed to this form."""

    sha256 = fields.String(required=True)
    version = fields.Integer(required=True)
    lang = fields.String(required=True)
    title = fields.String(required=True)
    summary = fields.String(required=True)
    text = fields.String(required=True)
    kept = fields.String(metadata={"description": "Cookie notice only: how long the record is kept."})
    dir = fields.String(metadata={"description": "Cookie notice only: `ltr` or `rtl`."})
    controller = fields.Dict(required=True)
    purposes = fields.List(fields.Dict(), required=True)
    minor = fields.Dict(
        metadata={
            "description": "Only where the site asks younger readers for a statement (Art. 8 GDPR): `label`, "
            "`description` and `required`. Send `consent.minor`."
        }
    )
    labels = fields.Dict(required=True)
    buttons = fields.Dict(required=True)
    messages = fields.Dict(required=True)
    forget_before = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        metadata={
            "description": "Comments' notice only: by language, a version. What a device remembers of its reader under "
            "an older one (the purpose `remember-me`) is to be deleted there, because that version asked again."
        },
    )
    token = fields.String(required=True)
    expires_at = fields.String(required=True)


class NoticeReferenceSchema(Schema):
    """Which text was agreed to, and where its exact bytes are."""

    sha256 = fields.String(required=True)
    version = fields.Integer(required=True)
    lang = fields.String(required=True)
    url = fields.String(required=True)


class PurposeStateSchema(Schema):
    """One purpose as it stands now."""

    id = fields.String(required=True)
    label = fields.String(required=True)
    description = fields.String(required=True)
    basis = fields.String(required=True)
    required = fields.Boolean(required=True)
    given = fields.Boolean(required=True)


class EventSchema(Schema):
    """What happened when."""

    type = fields.String(required=True)
    at = fields.String(required=True)


class CommentStateSchema(Schema):
    """The comment the record belongs to."""

    id = fields.UUID(required=True)
    status = fields.String(required=True)


class ConsentStateSchema(Schema):
    """One record as it stands now; after erasure without notice and purposes."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    state = fields.String(required=True)
    notice = fields.Nested(NoticeReferenceSchema, required=True, allow_none=True)
    purposes = fields.List(fields.Nested(PurposeStateSchema), required=True)
    events = fields.List(fields.Nested(EventSchema), required=True)
    comment = fields.Nested(CommentStateSchema, required=True, allow_none=True)
    waiting = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Purposes that the owner of the typed address was asked to confirm, and has not yet."},
    )


class ConsentSchema(Schema):
    """The receipt's content."""

    consent = fields.Nested(ConsentStateSchema, required=True)


class ChangedConsentSchema(ConsentSchema):
    """The receipt's content after a change, and what the reader keeps of the change itself; null when nothing is given
    before the owner of an address confirms."""

    receipt = fields.Nested(EventReceiptSchema, required=True, allow_none=True)


class ConsentChangeSchema(In):
    """Giving or taking back one purpose, or several at once."""

    type = fields.String(required=True, validate=validate.OneOf(["withdrawn", "given"]))
    purpose = fields.String(
        load_default=None,
        validate=validate.Length(min=1, max=64),
        metadata={"description": "One purpose. Send this or `purposes`."},
    )
    purposes = fields.List(
        fields.String(validate=validate.Length(min=1, max=64)),
        load_default=list,
        validate=validate.Length(max=20),
        metadata={"description": "Several, for one event."},
    )
    keep_text = fields.Boolean(
        load_default=False,
        metadata={
            "description": "Only when `publish` is withdrawn: let the published text stay, without name, website, "
            "person or record. It is nobody's then, and cannot be taken down with this receipt any more."
        },
    )
    email = fields.String(
        load_default=None,
        validate=validate.Length(max=320),
        metadata={
            "description": "With `reply-mail` given, where no confirmed address is stored: its owner is asked by mail, "
            "and the purpose is given once they confirm."
        },
    )
    notice = fields.String(
        load_default=None,
        validate=validate.Regexp(r"^[0-9a-f]{64}\Z", error="A SHA-256 in hex."),
        metadata={
            "description": "Only when a purpose is given: the notice in force, when its words were shown and not those "
            "of the record's own. Needed once a later notice asks again about the purpose (409 `notice-stale`)."
        },
    )
