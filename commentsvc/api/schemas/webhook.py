"""What the calls about webhooks take and give."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf, Range

from commentsvc.api.schemas.comment import In
from commentsvc.domain.webhook_event import EVENTS, TEST
from commentsvc.domain.webhook_target import URL_MAX
from commentsvc.models.webhook import STATES
from commentsvc.usecases.add_webhook import CHOICES

TIME = {"format": "date-time"}
_ID = "01970b3e-0000-7d2a-9f3b-2c8a4e6d1b72"
_URL = "https://desk.example.org/hooks/comments"


class WebhookDraftSchema(In):
    """A webhook. With `contents` it gets names, websites and texts: whoever receives them is a recipient of personal
    data. `comment.erased` and `comment.restricted` come with any event about comments."""

    name = fields.String(required=True, validate=Length(min=1, max=200), metadata={"example": "Newsroom desk"})
    url = fields.String(required=True, validate=Length(max=URL_MAX), metadata={"example": _URL})
    events = fields.List(
        fields.String(validate=OneOf(CHOICES)),
        required=True,
        validate=Length(min=1),
        metadata={"example": ["comment.posted", "comment.decided"]},
    )
    contents = fields.Boolean(load_default=False, metadata={"example": False})


class WebhookChangeSchema(In):
    """What changes; what is left out stays. `enabled` switches it off or on."""

    name = fields.String(validate=Length(min=1, max=200), metadata={"example": "Newsroom desk"})
    url = fields.String(validate=Length(max=URL_MAX), metadata={"example": _URL})
    events = fields.List(
        fields.String(validate=OneOf(CHOICES)), validate=Length(min=1), metadata={"example": ["comment.flagged"]}
    )
    contents = fields.Boolean(metadata={"example": True})
    enabled = fields.Boolean(metadata={"example": True})


class WebhookSchema(Schema):
    """A webhook and how it is doing. `disabled_why`: `admin`, `failing` or `gone` (it answered 410)."""

    id = fields.UUID(required=True, metadata={"example": _ID})
    name = fields.String(required=True, metadata={"example": "Newsroom desk"})
    url = fields.String(required=True, metadata={"example": _URL})
    events = fields.List(fields.String(), required=True, metadata={"example": ["comment.posted"]})
    contents = fields.Boolean(required=True)
    enabled = fields.Boolean(required=True, metadata={"example": True})
    disabled_why = fields.String(required=True, allow_none=True)
    disabled_at = fields.String(required=True, allow_none=True, metadata=TIME)
    failing_since = fields.String(required=True, allow_none=True, metadata=TIME)
    succeeded_at = fields.String(required=True, allow_none=True, metadata=TIME)
    old_secret_until = fields.String(required=True, allow_none=True, metadata=TIME)
    created_at = fields.String(required=True, metadata=TIME)
    waiting = fields.Integer(required=True, metadata={"example": 0})
    dead = fields.Integer(required=True, metadata={"example": 2})


class WebhookListSchema(Schema):
    """Every webhook of the site."""

    webhooks = fields.List(fields.Nested(WebhookSchema), required=True)


class WebhookAnswerSchema(Schema):
    """One webhook."""

    webhook = fields.Nested(WebhookSchema, required=True)


class WebhookSecretSchema(WebhookAnswerSchema):
    """With the secret its receiver checks signatures with (Standard Webhooks): it is shown this once."""

    secret = fields.String(required=True, metadata={"example": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="})


class DeliveryQuerySchema(In):
    """Which deliveries."""

    state = fields.String(validate=OneOf(STATES))
    cursor = fields.UUID(metadata={"description": "`next` of the page before."})
    limit = fields.Integer(load_default=50, validate=Range(1, 200))


class DeliverySchema(Schema):
    """What a webhook is or was told; `status` and `answer` are its receiver's last, `next_at` when it is tried again.
    `message` is the header `webhook-id`, the same at every attempt."""

    id = fields.UUID(required=True)
    message = fields.String(required=True, metadata={"example": "msg_01970b3e5c1f7d2a9f3b2c8a4e6d1b70"})
    event = fields.String(required=True, validate=OneOf([*EVENTS, TEST]))
    comment = fields.UUID(required=True, allow_none=True)
    happened_at = fields.String(required=True, metadata=TIME)
    state = fields.String(required=True, validate=OneOf(STATES))
    attempts = fields.Integer(required=True, metadata={"example": 1})
    status = fields.Integer(required=True, allow_none=True, metadata={"example": 204})
    answer = fields.String(required=True)
    reason = fields.String(required=True)
    next_at = fields.String(required=True, allow_none=True, metadata=TIME)
    ended_at = fields.String(required=True, allow_none=True, metadata=TIME)


class DeliveriesSchema(Schema):
    """A page of deliveries, the newest first; `next` is null on the last."""

    deliveries = fields.List(fields.Nested(DeliverySchema), required=True)
    next = fields.UUID(required=True, allow_none=True)


class ReplayDraftSchema(In):
    """Which dead letter; null: all of them."""

    delivery = fields.UUID(load_default=None, allow_none=True)


class ReplayedSchema(Schema):
    """How many are sent again."""

    count = fields.Integer(required=True, metadata={"example": 2})


class TriedSchema(Schema):
    """The delivery that tells how the test ended."""

    delivery = fields.UUID(required=True)
