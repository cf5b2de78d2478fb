"""What the calls about members and invitations take and give."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf

from commentsvc.api.schemas.comment import In
from commentsvc.domain.permissions import ROLES

TIME = {"format": "date-time"}
_ID = "01970b3e-0000-7d2a-9f3b-2c8a4e6d1b72"
_MAIL = "mia@example.org"


class RoleSchema(In):
    """Another role. A token holds no `owner`: it cannot touch owners."""

    role = fields.String(required=True, validate=OneOf(list(ROLES)), metadata={"example": "moderator"})


class InvitationDraftSchema(In):
    """Whom to invite, and as what."""

    email = fields.String(required=True, validate=Length(max=320), metadata={"example": _MAIL})
    role = fields.String(required=True, validate=OneOf(list(ROLES)), metadata={"example": "moderator"})


class MemberSchema(Schema):
    """Somebody who works on the site. `seen_on` is the day (UTC) of their last visit to its console."""

    account = fields.UUID(required=True, metadata={"example": _ID})
    name = fields.String(required=True, metadata={"example": "Mia"})
    email = fields.String(required=True, metadata={"example": _MAIL})
    role = fields.String(required=True, metadata={"example": "moderator"})
    second_factor = fields.Boolean(required=True)
    disabled = fields.Boolean(required=True)
    seen_on = fields.String(required=True, allow_none=True, metadata={"format": "date", "example": "2026-11-29"})


class InvitationSchema(Schema):
    """An invitation that nobody took up yet."""

    id = fields.UUID(required=True, metadata={"example": _ID})
    email = fields.String(required=True, metadata={"example": _MAIL})
    role = fields.String(required=True, metadata={"example": "moderator"})
    by = fields.String(required=True, metadata={"example": "Bea"})
    expires_at = fields.String(required=True, metadata=TIME)


class MembersSchema(Schema):
    """Everybody who works on the site; `administrators` of the installation may do everything here besides."""

    members = fields.List(fields.Nested(MemberSchema), required=True)
    administrators = fields.Integer(required=True, metadata={"example": 1})


class InvitationsSchema(Schema):
    """Every invitation that holds."""

    invitations = fields.List(fields.Nested(InvitationSchema), required=True)


class InvitedSchema(Schema):
    """The invitation. `link` is null where a mail is on its way; where none can be sent it is in this answer and in no
    other, and whoever opens it first can take the place of who was invited."""

    invitation = fields.Nested(InvitationSchema, required=True)
    link = fields.String(required=True, allow_none=True)
