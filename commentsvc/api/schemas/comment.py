"""Comments in and out: `…DraftSchema` is what strangers send, the others what we answer."""

from __future__ import annotations

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from commentsvc.api.schemas.plain import plain_reader
from commentsvc.domain.content import GROUNDS, MEANS

LONG = 4096
"""Longest accepted text field except the body, whose limit is a setting; domain rules say the real ones."""


class In(Schema):
    """Refuses members it does not know."""

    class Meta:
        unknown = RAISE


class PageDraftSchema(In):
    """The page a comment stands under; the service derives the key unless the owner gave one."""

    url = fields.String(required=True, validate=validate.Length(min=1, max=LONG))
    key = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=LONG))
    title = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=LONG))


class AuthorDraftSchema(In):
    """Who writes, as far as they say."""

    name = fields.String(required=True, validate=validate.Length(max=LONG))
    email = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=LONG))
    website = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=LONG))


class StrictBoolean(fields.Boolean):
    """JSON true or false: a consent is never guessed from `1`, `"yes"` or null."""

    truthy = set()
    falsy = set()

    def _deserialize(self, value, attr, data, **kwargs):  # type: ignore[no-untyped-def]
        if value is True or value is False:
            return value
        raise self.make_error("invalid", input=value)


class ConsentDraftSchema(In):
    """The choice made in the form: the notice it saw, the token it was handed, each purpose on or off."""

    notice = fields.String(required=True, validate=validate.Regexp(r"^[0-9a-f]{64}\Z", error="A SHA-256 in hex."))
    token = fields.String(required=True, validate=validate.Length(min=1, max=LONG))
    purposes = fields.Dict(keys=fields.String(validate=validate.Length(max=64)), values=StrictBoolean(), required=True)
    not_offered = fields.List(
        fields.String(validate=validate.Length(max=64)),
        load_default=list,
        validate=validate.Length(max=32),
        metadata={"description": "Optional purposes that the form had no box for."},
    )
    minor = StrictBoolean(
        load_default=False,
        metadata={"description": "The statement of younger readers, where the notice has a member `minor`."},
    )


class WidgetSchema(In):
    """Which widget drew the form (asserted by the widget). Its hash is the server's to know."""

    version = fields.String(load_default="", validate=validate.Length(max=64))


class ConsentToolSchema(In):
    """What the site's own consent tool said (asserted by the widget): which tool, the category it was asked for, and
    its answer, null while there is none.
    """

    name = fields.String(required=True, validate=validate.Length(max=64))
    category = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=64))
    answer = StrictBoolean(load_default=None, allow_none=True)


class SignalsSchema(In):
    """Privacy signals the page saw (asserted by the widget): Global Privacy Control, and the site's consent tool."""

    gpc = StrictBoolean(load_default=False)
    tool = fields.Nested(ConsentToolSchema, load_default=None, allow_none=True)


class FormSchema(In):
    """What the form that was served tells of itself."""

    trap = fields.String(
        load_default="",
        validate=validate.Length(max=LONG),
        metadata={"description": "What stands in the field that people do not see. Leave it out, or empty."},
    )
    proof = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=LONG),
        metadata={
            "description": "The solution of the `challenge` that came with `challenge-failed`, as ALTCHA's payload "
            "(version 2, base64 of JSON). `unable` where the form cannot calculate: the comment then waits for a "
            "moderator."
        },
    )


class CommentDraftSchema(In):
    """A new comment with its consent."""

    page = fields.Nested(PageDraftSchema, required=True)
    parent = fields.UUID(load_default=None, allow_none=True)
    author = fields.Nested(AuthorDraftSchema, required=True)
    body = fields.String(required=True)
    consent = fields.Nested(ConsentDraftSchema, required=True)
    widget = fields.Nested(WidgetSchema, load_default=None, allow_none=True)
    signals = fields.Nested(SignalsSchema, load_default=dict)
    form = fields.Nested(FormSchema, load_default=dict)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._plain = plain_reader(self, {StrictBoolean: bool})

    def load(self, data: Any, **options: Any) -> Any:
        """Like marshmallow's own, which is asked where the draft is not plainly right."""
        draft = None if options else self._plain(data)
        return super().load(data, **options) if draft is None else draft


class AuthorChangeSchema(In):
    """A new name, website, or both; an empty website removes it."""

    name = fields.String(load_default=None, validate=validate.Length(max=LONG))
    website = fields.String(load_default=None, validate=validate.Length(max=LONG))


class CommentChangeSchema(In):
    """What an author changes."""

    body = fields.String(load_default=None)
    author = fields.Nested(AuthorChangeSchema, load_default=dict)


class AuthorSchema(Schema):
    """The public face of an author; name and website are null in a placeholder."""

    name = fields.String(required=True, allow_none=True)
    website = fields.String(required=True, allow_none=True)
    staff = fields.Boolean(metadata={"description": "true: the site answers itself. Absent otherwise."})


class OwnCommentSchema(Schema):
    """One comment to its author; `body` only with the edit token."""

    id = fields.UUID(required=True)
    parent = fields.UUID(required=True, allow_none=True)
    status = fields.String(required=True)
    author = fields.Nested(AuthorSchema, required=True)
    html = fields.String(required=True)
    body = fields.String()
    created_at = fields.String(required=True)
    edited_at = fields.String(required=True, allow_none=True)
    page = fields.String(required=True)


class StatementSchema(Schema):
    """Why a comment is not public, as its author is told; `text` says it whole, in the language they commented in."""

    ground = fields.String(required=True, validate=validate.OneOf(GROUNDS))
    rule = fields.String(required=True)
    facts = fields.String(required=True)
    means = fields.String(required=True, validate=validate.OneOf(MEANS))
    reported = fields.Boolean(required=True)
    at = fields.String(required=True)
    lang = fields.String(required=True)
    text = fields.List(fields.String(), required=True)


class OneCommentSchema(Schema):
    """A comment and until when its edit token works; `statement` is null unless its author asks and was given one."""

    comment = fields.Nested(OwnCommentSchema, required=True)
    edit_until = fields.String(required=True)
    statement = fields.Nested(StatementSchema, allow_none=True)


class PromiseSchema(Schema):
    """The site key's signed word that the record's leaf is in the log by the deadline."""

    origin = fields.String(required=True)
    leaf = fields.String(required=True, metadata={"description": "base64 of the 32-byte leaf hash"})
    deadline = fields.String(required=True)
    signature = fields.String(required=True, metadata={"description": "base64 of 64 bytes, Ed25519"})


class ReceiptSchema(Schema):
    """What lets the reader see and take back the consent later."""

    id = fields.UUID(required=True)
    secret = fields.String(required=True)
    url = fields.String(required=True)
    promise = fields.Nested(PromiseSchema, required=True)


class EventReceiptSchema(Schema):
    """What an author keeps of a later event: the promise that the log holds it. The receipt file has its proof."""

    id = fields.UUID(required=True, metadata={"description": "The record's number, as in the receipt of the comment."})
    event = fields.String(required=True)
    at = fields.String(required=True)
    promise = fields.Nested(PromiseSchema, required=True)


class ChangedCommentSchema(OneCommentSchema):
    """The answer to an edit; `receipt` is null when the edit changed nothing."""

    receipt = fields.Nested(EventReceiptSchema, required=True, allow_none=True)


class ErasedSchema(Schema):
    """The answer to an erasure."""

    receipt = fields.Nested(EventReceiptSchema, required=True)


class ErasureQuerySchema(In):
    """What an author decides about the text."""

    keep_text = fields.Boolean(
        load_default=False,
        metadata={
            "description": "Let the published text stay, without name, website, person or record. It is nobody's then: "
            "its author cannot change it or take it down any more."
        },
    )


class PostedCommentSchema(Schema):
    """The answer to a post."""

    comment = fields.Nested(OwnCommentSchema, required=True)
    edit_token = fields.String(required=True)
    edit_until = fields.String(required=True)
    receipt = fields.Nested(ReceiptSchema, required=True)
    said = fields.String(
        metadata={"description": "What the notice says about what was asked for; absent when nothing was."}
    )


class ThreadCommentSchema(Schema):
    """A comment of a thread with its replies."""

    id = fields.UUID(required=True)
    parent = fields.UUID(required=True, allow_none=True)
    author = fields.Nested(AuthorSchema, required=True)
    html = fields.String(required=True)
    created_at = fields.String(required=True)
    edited_at = fields.String(required=True, allow_none=True)
    placeholder = fields.Boolean(required=True)
    replies = fields.List(fields.Nested(lambda: ThreadCommentSchema()), required=True)
    more_replies = fields.Integer(required=True)
    more_cursor = fields.String(required=True, allow_none=True)


class ThreadInfoSchema(Schema):
    """The thread itself."""

    key = fields.String(required=True)
    url = fields.String(required=True, allow_none=True)
    title = fields.String(required=True, allow_none=True)
    count = fields.Integer(required=True)
    closed = fields.Boolean(required=True)


class SiteInfoSchema(Schema):
    """What the widget needs to know of the site to draw."""

    name = fields.String(required=True)
    moderation = fields.String(required=True)
    max_depth = fields.Integer(required=True)
    body_limit = fields.Integer(required=True)
    name_limit = fields.Integer(required=True)


class ThreadSchema(Schema):
    """One thread, as the widget draws it."""

    thread = fields.Nested(ThreadInfoSchema, required=True)
    site = fields.Nested(SiteInfoSchema, required=True)
    comments = fields.List(fields.Nested(ThreadCommentSchema), required=True)
    next = fields.String(required=True, allow_none=True)
    prev = fields.String(required=True, allow_none=True)


class ThreadQuerySchema(In):
    """Which part of a thread."""

    page = fields.String(required=True, validate=validate.Length(min=1, max=LONG))
    sort = fields.String(load_default="oldest", validate=validate.OneOf(["oldest", "newest"]))
    cursor = fields.String(load_default=None, validate=validate.Length(max=100))
    limit = fields.Integer(load_default=20, validate=validate.Range(1, 100))
    around = fields.UUID(load_default=None)


class CountsQuerySchema(In):
    """Pages to count, each a key or an address."""

    page = fields.List(
        fields.String(validate=validate.Length(min=1, max=LONG)), required=True, validate=validate.Length(1, 100)
    )


class CountsSchema(Schema):
    """Published comments per page, by exactly what was asked."""

    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
