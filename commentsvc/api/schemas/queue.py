"""The queue as its calls take and give it."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf, Range

from commentsvc.api.schemas.comment import In
from commentsvc.domain.judgement import Verdict
from commentsvc.domain.moderation import Action
from commentsvc.domain.queue_filter import BEST_SCORE, LONGEST_QUERY, LONGEST_REASON_NAME, STATUSES, Sort
from commentsvc.usecases.list_queue import LARGEST_PAGE

ACTIONS = [action.value for action in Action]
TIME = {"format": "date-time"}
_SCORE = Range(0, BEST_SCORE)


class QueueFilterSchema(In):
    """Which comments are meant; every condition that is given must hold."""

    status = fields.String(
        load_default=None,
        validate=OneOf(STATUSES),
        metadata={"description": "Only these; pending: oldest first.", "example": "pending"},
    )
    reason = fields.String(
        load_default=None,
        validate=Length(max=LONGEST_REASON_NAME),
        metadata={"description": "Why it was held: one of `held_reasons`, or the id of a rule.", "example": "links"},
    )
    q = fields.String(
        load_default=None,
        validate=Length(max=LONGEST_QUERY),
        metadata={
            "description": "Words of the text or the name, or of the page's title.",
            "example": '"new harbour" ada',
        },
    )
    author = fields.UUID(load_default=None, metadata={"description": "`author.id` of a comment: all of that author."})
    page = fields.UUID(load_default=None, metadata={"description": "`thread.id` of a comment: all of that page."})
    score_from = fields.Integer(load_default=None, validate=_SCORE, metadata={"example": 40})
    score_to = fields.Integer(load_default=None, validate=_SCORE, metadata={"example": 90})
    sort = fields.String(
        load_default=None,
        validate=OneOf(list(Sort)),
        metadata={"description": "By score only together with `status`; comments without a score come last."},
    )


class QueueQuerySchema(QueueFilterSchema):
    """Which comments of the queue, and which page of them."""

    cursor = fields.String(
        load_default=None, validate=Length(max=60), metadata={"description": "`next` of the page before."}
    )
    limit = fields.Integer(load_default=50, validate=Range(1, LARGEST_PAGE))


class ChangesQuerySchema(QueueFilterSchema):
    """Since when, and the filter of the page that is shown."""

    cursor = fields.String(
        load_default=None,
        validate=Length(max=60),
        metadata={"description": "`follow` of a page, or `cursor` of the answer before. Left out: only counts."},
    )


class QueueThreadSchema(Schema):
    """The page a comment stands on."""

    id = fields.UUID(required=True)
    key = fields.String(required=True)
    url = fields.String(required=True)
    title = fields.String(required=True, allow_none=True)


class QueueAuthorSchema(Schema):
    """The author as readers see them; `id` is what all their comments are listed by, null for nobody's."""

    id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True)
    website = fields.String(required=True, allow_none=True)
    staff = fields.Boolean(required=True, metadata={"description": "The site's own words."})


class LastDecisionSchema(Schema):
    """Who did what when."""

    id = fields.UUID(required=True)
    action = fields.String(required=True, validate=OneOf(ACTIONS))
    from_status = fields.String(required=True, validate=OneOf(STATUSES))
    to_status = fields.String(required=True, validate=OneOf(STATUSES))
    by = fields.String(required=True)
    reason = fields.String(required=True)
    at = fields.String(required=True, metadata=TIME)
    undoes = fields.UUID(required=True, allow_none=True)


class FindingSchema(Schema):
    """Why a comment was held back or called spam; `rule` is the site's rule that found it, null for other layers."""

    reason = fields.String(required=True)
    because = fields.String(required=True)
    verdict = fields.String(required=True, validate=OneOf(list(Verdict)))
    rule = fields.UUID(required=True, allow_none=True)


class QueueCommentSchema(Schema):
    """A comment as a moderator judges it; `record` is its consent record."""

    id = fields.UUID(required=True)
    thread = fields.Nested(QueueThreadSchema, required=True)
    parent = fields.UUID(required=True, allow_none=True)
    status = fields.String(required=True, validate=OneOf(STATUSES))
    held_reasons = fields.List(fields.String(), required=True)
    findings = fields.List(fields.Nested(FindingSchema), required=True)
    spam_score = fields.Integer(required=True, allow_none=True, metadata={"description": "0 to 100; null: not known."})
    author = fields.Nested(QueueAuthorSchema, required=True)
    body = fields.String(required=True)
    html = fields.String(required=True)
    created_at = fields.String(required=True, metadata=TIME)
    edited_at = fields.String(required=True, allow_none=True, metadata=TIME)
    record = fields.UUID(required=True)
    last_decision = fields.Nested(LastDecisionSchema, required=True, allow_none=True)
    can_undo = fields.Boolean(required=True)


class QueuePageSchema(Schema):
    """One page of the queue; `next` is null on the last. `follow` is a cursor for the changes since."""

    comments = fields.List(fields.Nested(QueueCommentSchema), required=True)
    next = fields.String(required=True, allow_none=True)
    follow = fields.String(required=True)


class QueueChangeSchema(Schema):
    """A comment as it is now. `listed`: it meets the filter; `by_you`: the newest decision is the asking operator's."""

    comment = fields.Nested(QueueCommentSchema, required=True)
    listed = fields.Boolean(required=True)
    by_you = fields.Boolean(required=True)


class QueueNewsSchema(Schema):
    """What changed. The same change may be told twice: take it as a state. `counts` is null when nothing changed, and
    counts no status further than 10,000. `reload`: too much happened, read the page anew."""

    changes = fields.List(fields.Nested(QueueChangeSchema), required=True)
    cursor = fields.String(required=True)
    counts = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        allow_none=True,
        metadata={"example": {"pending": 12, "published": 1904, "spam": 3, "rejected": 0, "removed": 7}},
    )
    reload = fields.Boolean(required=True)
