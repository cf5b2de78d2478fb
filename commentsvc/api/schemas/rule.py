"""What the calls about rules take and give."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf, Range

from commentsvc.api.schemas.comment import In
from commentsvc.domain.moderation import Status
from commentsvc.domain.rules import KINDS, MOST_RULES, NAME_MAX
from commentsvc.domain.rules.kind import Effect

EFFECTS = [effect.value for effect in Effect]
SETTINGS = {"description": "The kind's own; see the reference of rules.", "example": {"words": ["casino*", "buy now"]}}
VERSION = {"description": "The `version` that was read; another one in the database is a conflict.", "example": 2}
ID = {"example": "01970b3e-5c1f-7d2a-9f3b-2c8a4e6d1b70"}
LARGEST_NUMBER = 2**31 - 1


class RuleDraftSchema(In):
    """A rule. It is added at the end of the list and switched off; a dry run comes first."""

    name = fields.String(required=True, validate=Length(1, NAME_MAX), metadata={"example": "Gambling"})
    kind = fields.String(required=True, validate=OneOf(list(KINDS)), metadata={"example": "words"})
    effect = fields.String(load_default="hold", validate=OneOf(EFFECTS), metadata={"example": "hold"})
    settings = fields.Dict(keys=fields.String(), load_default=dict, metadata=SETTINGS)


class RuleChangeSchema(In):
    """What is changed of a rule; what is left out stays. A rule keeps its kind."""

    version = fields.Integer(required=True, strict=True, validate=Range(1, LARGEST_NUMBER), metadata=VERSION)
    name = fields.String(validate=Length(1, NAME_MAX), metadata={"example": "Gambling"})
    effect = fields.String(validate=OneOf(EFFECTS), metadata={"example": "spam"})
    settings = fields.Dict(keys=fields.String(), metadata=SETTINGS)
    enabled = fields.Boolean(metadata={"example": True})


class RuleVersionSchema(In):
    """Which version of the rule was read."""

    version = fields.Integer(required=True, validate=Range(1, LARGEST_NUMBER), metadata=VERSION)


class RuleOrderSchema(In):
    """The new order; `version` is that of the list."""

    version = fields.Integer(required=True, strict=True, validate=Range(0, LARGEST_NUMBER), metadata=VERSION)
    order = fields.List(
        fields.UUID(metadata=ID),
        required=True,
        validate=Length(max=MOST_RULES),
        metadata={"description": "Each rule of the site once, from the top."},
    )


class RuleClockSchema(In):
    """The clock of the site's rules."""

    time_zone = fields.String(
        required=True,
        validate=Length(max=64),
        metadata={"description": "An IANA name.", "example": "Europe/Paris"},
    )


class ListedRuleSchema(Schema):
    """A rule without its settings, which can be long."""

    id = fields.UUID(required=True, metadata=ID)
    name = fields.String(required=True, metadata={"example": "Gambling"})
    kind = fields.String(required=True, validate=OneOf(list(KINDS)), metadata={"example": "words"})
    effect = fields.String(required=True, validate=OneOf(EFFECTS), metadata={"example": "hold"})
    enabled = fields.Boolean(required=True, metadata={"example": True})
    version = fields.Integer(required=True, metadata={"example": 2})
    changed_at = fields.String(required=True, metadata={"format": "date-time", "example": "2026-11-29T09:15:00.000Z"})


class RuleSchema(ListedRuleSchema):
    """A rule."""

    settings = fields.Dict(keys=fields.String(), required=True, metadata=SETTINGS)


class RulesSchema(Schema):
    """The site's rules in the order in which they are asked; `version` is that of the list. After them counts whom the
    site trusts anyway: authors with `trust_after` published comments (0: nobody) are published at once."""

    rules = fields.List(fields.Nested(ListedRuleSchema), required=True)
    version = fields.Integer(required=True, metadata={"example": 4})
    time_zone = fields.String(required=True, metadata={"example": "Europe/Paris"})
    trust_after = fields.Integer(required=True, metadata={"example": 3})


class CountsByOutcomeSchema(Schema):
    """Comments by where they stand today; refused: a moderator rejected or removed it, or called it spam."""

    published = fields.Integer(required=True, metadata={"example": 870})
    refused = fields.Integer(required=True, metadata={"example": 104})
    waiting = fields.Integer(required=True, metadata={"example": 26})


class DryRunHitSchema(Schema):
    """A comment to which the rule would have applied."""

    comment = fields.UUID(required=True, metadata=ID)
    status = fields.String(required=True, validate=OneOf([status.value for status in Status]))
    because = fields.String(required=True, metadata={"example": "Rule “Gambling”: “casino*” stands in the text."})
    created_at = fields.String(required=True, metadata={"format": "date-time"})


class DryRunSchema(Schema):
    """What the rule alone would have done with the newest comments. Nothing was changed."""

    looked_at = fields.Nested(CountsByOutcomeSchema, required=True)
    found = fields.Nested(CountsByOutcomeSchema, required=True)
    oldest_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    comments = fields.List(fields.Nested(DryRunHitSchema), required=True)
