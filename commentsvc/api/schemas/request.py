"""What requests of data subjects take and answer."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf

from commentsvc.api.schemas.comment import In
from commentsvc.domain.request import NOTE_MAX, WORDS_MAX, Kind, State
from commentsvc.usecases.act_on_request import ACTS

KINDS = [kind.value for kind in Kind]
TIME = {"format": "date-time"}
LANG = Length(max=35)
ADDRESS = Length(max=320)


class RequestDraftSchema(In):
    """What a reader asks for. Without a receipt it stays unconfirmed until the link mailed to `address` is used. With
    `record`, and that receipt's secret as the bearer, it is confirmed at once and about that record."""

    kind = fields.String(required=True, validate=OneOf(KINDS))
    address = fields.String(load_default=None, allow_none=True, validate=ADDRESS)
    words = fields.String(load_default="", validate=Length(max=2 * WORDS_MAX))
    lang = fields.String(load_default="", validate=LANG)
    record = fields.UUID(load_default=None, allow_none=True)


class LetterDraftSchema(In):
    """A request that came by post. `about` is the address the person wrote under here, `record` the number of a
    receipt; `address` is where the answer goes by mail; `identified` says how you made sure whose letter it is."""

    kind = fields.String(required=True, validate=OneOf(KINDS))
    received_on = fields.Date(required=True)
    identified = fields.String(required=True, validate=Length(min=1, max=NOTE_MAX))
    about = fields.String(load_default=None, allow_none=True, validate=ADDRESS)
    record = fields.UUID(load_default=None, allow_none=True)
    address = fields.String(load_default=None, allow_none=True, validate=ADDRESS)
    words = fields.String(load_default="", validate=Length(max=2 * WORDS_MAX))
    lang = fields.String(load_default="", validate=LANG)


class OpenedRequestSchema(Schema):
    """A request as its sender may know it. `reference` is the number for people."""

    id = fields.UUID(required=True)
    reference = fields.String(required=True)
    kind = fields.String(required=True, validate=OneOf(KINDS))
    state = fields.String(required=True, validate=OneOf([state.value for state in State]))
    due_at = fields.String(required=True, metadata=TIME)


class OpenedSchema(Schema):
    """The request."""

    request = fields.Nested(OpenedRequestSchema, required=True)


class RequestQuerySchema(In):
    """Which requests."""

    closed = fields.Boolean(load_default=False)
    offset = fields.Integer(load_default=0)


class ListedRequestSchema(OpenedRequestSchema):
    """A request in the list; `days_left` is negative once it is overdue, null once it is closed."""

    channel = fields.String(required=True)
    received_at = fields.String(required=True, metadata=TIME)
    days_left = fields.Integer(required=True, allow_none=True)
    extended = fields.Boolean(required=True)
    outcome = fields.String(required=True)
    closed_at = fields.String(required=True, allow_none=True, metadata=TIME)


class RequestListSchema(Schema):
    """A page of requests; `next` is the offset of the next one, or null."""

    requests = fields.List(fields.Nested(ListedRequestSchema), required=True)
    next = fields.Integer(required=True, allow_none=True)
    open = fields.Integer(required=True)


class RequestEventSchema(Schema):
    """A step; `entry` is the id of the log entry that commits to it."""

    type = fields.String(required=True)
    at = fields.String(required=True, metadata=TIME)
    by = fields.String(required=True)
    note = fields.String(required=True)
    entry = fields.UUID(required=True)


class RequestDetailSchema(ListedRequestSchema):
    """One request with its history."""

    words = fields.String(required=True)
    address = fields.String(required=True, allow_none=True)
    restricted = fields.Integer(required=True)
    events = fields.List(fields.Nested(RequestEventSchema), required=True)


class RequestSchema(Schema):
    """One request."""

    request = fields.Nested(RequestDetailSchema, required=True)


class RequestActSchema(In):
    """What an operator does. `text` is the reason, the answer or the note; `by_post` says that the person was told by
    post, which is needed where no mail can be sent; `unconfirmed` erases also what nobody confirmed."""

    act = fields.String(required=True, validate=OneOf(ACTS))
    text = fields.String(load_default="", validate=Length(max=2 * NOTE_MAX))
    by_post = fields.Boolean(load_default=False)
    unconfirmed = fields.Boolean(load_default=False)


class WantedSchema(In):
    """Who: one of an address, the number of a receipt, the reference that `find` answered."""

    address = fields.String(load_default=None, allow_none=True, validate=ADDRESS)
    record = fields.UUID(load_default=None, allow_none=True)
    subject = fields.UUID(load_default=None, allow_none=True)


class WantedToEndSchema(WantedSchema):
    """Who, and whether what was sent under the address and never confirmed counts as theirs."""

    unconfirmed = fields.Boolean(load_default=False)


class FoundCommentsSchema(Schema):
    """How many comments; the restricted ones are among the others."""

    confirmed = fields.Integer(required=True)
    unconfirmed = fields.Integer(required=True)
    restricted = fields.Integer(required=True)


class FoundPersonSchema(Schema):
    """A person by their opaque reference, and how much is stored of them."""

    subject = fields.UUID(required=True)
    comments = fields.Nested(FoundCommentsSchema, required=True)
    records = fields.Integer(required=True)
    address_stored = fields.Boolean(required=True)


class ErasedPersonSchema(Schema):
    """What was done. Not `finished`: the worker goes on within minutes."""

    erased = fields.Integer(required=True)
    detached = fields.Integer(required=True)
    finished = fields.Boolean(required=True)
