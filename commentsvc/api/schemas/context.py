"""What stands around a comment, and answers in the site's name, as the calls take and give them."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import OneOf

from commentsvc.api.schemas.comment import In
from commentsvc.api.schemas.queue import TIME, LastDecisionSchema, QueueCommentSchema
from commentsvc.usecases.reply_as_staff import NAMES, SITE


class ContextNoticeSchema(Schema):
    """The notice that was shown; its text is at `/notices/{sha256}`."""

    sha256 = fields.String(required=True)
    version = fields.Integer(required=True)
    lang = fields.String(required=True)


class ContextConsentSchema(Schema):
    """What the record says: `kind` consent, acknowledgement, imported, or staff for the site's own words; `state` where
    it stands now. After an erasure neither notice nor purposes are left."""

    record = fields.UUID(required=True)
    kind = fields.String(required=True)
    state = fields.String(required=True)
    notice = fields.Nested(ContextNoticeSchema, required=True, allow_none=True)
    purposes = fields.Dict(keys=fields.String(), values=fields.Boolean(), required=True)


class ContextAuthorSchema(Schema):
    """What is known of the author. `confirmed`: the owner of the address said that a comment is theirs."""

    id = fields.UUID(required=True)
    first_seen = fields.String(required=True, allow_none=True, metadata=TIME)
    confirmed = fields.Boolean(required=True)
    comments = fields.Dict(
        keys=fields.String(), values=fields.Integer(), required=True, metadata={"description": "By status."}
    )
    latest = fields.List(fields.Nested(QueueCommentSchema), required=True)


class ContextSchema(Schema):
    """A comment with its ancestors (the top first), those just before and after it, the first replies, its author (null
    for nobody's), consent, and every decision, oldest first."""

    comment = fields.Nested(QueueCommentSchema, required=True)
    restricted = fields.Boolean(required=True, metadata={"description": "Stored, and shown to nobody."})
    ancestors = fields.List(fields.Nested(QueueCommentSchema), required=True)
    before = fields.List(fields.Nested(QueueCommentSchema), required=True)
    after = fields.List(fields.Nested(QueueCommentSchema), required=True)
    replies = fields.List(fields.Nested(QueueCommentSchema), required=True)
    author = fields.Nested(ContextAuthorSchema, required=True, allow_none=True)
    consent = fields.Nested(ContextConsentSchema, required=True)
    decisions = fields.List(fields.Nested(LastDecisionSchema), required=True)


class StaffReplySchema(In):
    """An answer in the site's name."""

    parent = fields.UUID(required=True, metadata={"description": "The public comment that is answered."})
    body = fields.String(required=True, metadata={"example": "Thank you. We have *corrected* the article."})
    name = fields.String(
        load_default=SITE,
        validate=OneOf(NAMES),
        metadata={"description": "Under the site's name, or that of whoever writes."},
    )


class StaffReplyTextSchema(In):
    """The new text."""

    body = fields.String(required=True, metadata={"example": "Thank you. The article says *1990* now."})


class StaffReplyAnswerSchema(Schema):
    """The answer as it stands."""

    comment = fields.Nested(QueueCommentSchema, required=True)
