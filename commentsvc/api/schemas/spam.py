"""What the calls about spam learning and spam services take and give."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf, Range

from commentsvc.api.schemas.comment import In
from commentsvc.domain.held_back import LEAST_THRESHOLD
from commentsvc.models.spam_service import KINDS
from commentsvc.usecases.change_spam_service import KEY_MAX, NAME_MAX, URL_MAX, WAITS

TIME = {"format": "date-time"}


class LearningChangeSchema(In):
    """What changes; what is left out stays. `hold_at` null: the threshold chosen from held-back decisions."""

    enabled = fields.Boolean(metadata={"example": True})
    hold_at = fields.Integer(
        strict=True, allow_none=True, validate=Range(LEAST_THRESHOLD, 100), metadata={"example": 80}
    )
    discards = fields.Boolean(metadata={"example": False})


class ChosenSchema(Schema):
    """What the site chose."""

    enabled = fields.Boolean(required=True)
    hold_at = fields.Integer(required=True, allow_none=True, metadata={"example": None})
    discards = fields.Boolean(required=True)


class MeasureSchema(Schema):
    """What holding from `threshold` on would have done to decisions that had not been learnt: `caught` of `spam` and
    `held` of `honest` comments. Shares are null where there is nothing to divide."""

    threshold = fields.Integer(required=True, metadata={"example": 75})
    spam = fields.Integer(required=True, metadata={"example": 120})
    honest = fields.Integer(required=True, metadata={"example": 480})
    caught = fields.Integer(required=True, metadata={"example": 102})
    held = fields.Integer(required=True, metadata={"example": 3})
    precision = fields.Float(required=True, allow_none=True, metadata={"example": 0.971})
    recall = fields.Float(required=True, allow_none=True, metadata={"example": 0.85})
    honest_held = fields.Float(required=True, allow_none=True, metadata={"example": 0.00625})


class LearningSchema(Schema):
    """What the classifier knows and how good it is. `discards_at` null: nowhere is it certain enough to discard."""

    chosen = fields.Nested(ChosenSchema, required=True)
    spam = fields.Integer(required=True, metadata={"description": "Decisions for spam that it knows.", "example": 140})
    honest = fields.Integer(required=True, metadata={"description": "Decisions for publishing.", "example": 500})
    speaks = fields.Boolean(required=True, metadata={"description": "Whether it knows enough of both."})
    measured = fields.Nested(MeasureSchema, required=True)
    chosen_by_itself = fields.Integer(required=True, metadata={"example": 75})
    discards_at = fields.Integer(required=True, allow_none=True, metadata={"example": None})
    others = fields.List(fields.Nested(MeasureSchema), required=True)


class ServiceChangeSchema(In):
    """What changes; what is left out stays. Where it changes whom the notice must name, new versions of it are
    published in the same moment. `key` is kept encrypted and in no answer; an empty one deletes it."""

    enabled = fields.Boolean(metadata={"example": True})
    name = fields.String(validate=Length(max=NAME_MAX), metadata={"example": "Spam office, Oslo, Norway"})
    url = fields.String(validate=Length(max=URL_MAX), metadata={"example": "https://spam.example.org/check"})
    key = fields.String(validate=Length(max=KEY_MAX), metadata={"example": "f3a9c2"})
    reports = fields.Boolean(metadata={"example": False})
    wait_minutes = fields.Integer(strict=True, validate=Range(*WAITS), metadata={"example": 10})


class ServiceSchema(Schema):
    """A spam service. `trouble` says why the last call failed; empty: it did not."""

    kind = fields.String(required=True, validate=OneOf(KINDS))
    enabled = fields.Boolean(required=True)
    name = fields.String(required=True, metadata={"example": "Spam office, Oslo, Norway"})
    url = fields.String(required=True, metadata={"example": "https://spam.example.org/check"})
    has_key = fields.Boolean(required=True)
    reports = fields.Boolean(required=True)
    wait_minutes = fields.Integer(required=True, metadata={"example": 10})
    answered_at = fields.String(required=True, allow_none=True, metadata=TIME)
    trouble = fields.String(required=True, metadata={"example": ""})


class ServicesSchema(Schema):
    """Both kinds, set up or not."""

    services = fields.List(fields.Nested(ServiceSchema), required=True)


class NewNoticeSchema(Schema):
    """A version that was published because of the change."""

    lang = fields.String(required=True, metadata={"example": "en"})
    version = fields.Integer(required=True, metadata={"example": 4})
    sha256 = fields.String(required=True)


class ChangedServiceSchema(Schema):
    """The service now, and the notices that name it, or no longer do."""

    service = fields.Nested(ServiceSchema, required=True)
    notices = fields.List(fields.Nested(NewNoticeSchema), required=True)
