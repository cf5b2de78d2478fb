"""Who works on a site, for programs with a bearer token of scope `admin`; ownership is for owners, in the console."""

from __future__ import annotations

import uuid
from typing import Any

from flask.views import MethodView

from commentsvc.adapters.current import current_deps
from commentsvc.api.auth import SECURITY, current_operator, operator
from commentsvc.api.documentation import Resource
from commentsvc.api.schemas.member import (
    InvitationDraftSchema,
    InvitationsSchema,
    InvitedSchema,
    MembersSchema,
    RoleSchema,
)
from commentsvc.clock import iso
from commentsvc.models.invitation import Invitation
from commentsvc.usecases.invite_member import invite_member, revoke_invitation
from commentsvc.usecases.list_members import Member, list_members
from commentsvc.usecases.set_membership import change_member

blp = Resource(
    "members",
    __name__,
    url_prefix="/api/v1/sites/<site:site>",
    description="Who works on the site, as what, and who was invited to.",
)

PRIVATE = {"Cache-Control": "no-store"}


@blp.route("/members")
class Members(MethodView):
    """All of them."""

    decorators = [operator("admin")]

    @blp.response(200, MembersSchema)
    @blp.doc(security=SECURITY)
    def get(self, site: str) -> Any:
        """List who works on the site, by role and name."""
        found = list_members(current_deps(), current_operator(), site)
        told = [_member(member) for member in found.members]
        return {"members": told, "administrators": found.administrators}, PRIVATE


@blp.route("/members/<uuid:account>")
class OneMember(MethodView):
    """One."""

    decorators = [operator("admin")]

    @blp.arguments(RoleSchema)
    @blp.response(204)
    @blp.doc(security=SECURITY)
    def patch(self, change: dict[str, Any], site: str, account: uuid.UUID) -> Any:
        """Give a member another role, at once."""
        change_member(current_deps(), current_operator(), site, account, change["role"])
        return "", 204

    @blp.response(204)
    @blp.doc(security=SECURITY)
    def delete(self, site: str, account: uuid.UUID) -> Any:
        """End somebody's work on the site; every browser of theirs loses it at once."""
        change_member(current_deps(), current_operator(), site, account, None)
        return "", 204


@blp.route("/invitations")
class Invitations(MethodView):
    """All of them."""

    decorators = [operator("admin")]

    @blp.response(200, InvitationsSchema)
    @blp.doc(security=SECURITY)
    def get(self, site: str) -> Any:
        """List who was invited and has not answered."""
        found = list_members(current_deps(), current_operator(), site)
        return {"invitations": [_invitation(one) for one in found.invitations]}, PRIVATE

    @blp.arguments(InvitationDraftSchema)
    @blp.response(201, InvitedSchema)
    @blp.doc(security=SECURITY)
    def post(self, draft: dict[str, Any], site: str) -> Any:
        """Invite an address; an earlier invitation of it ends."""
        made = invite_member(current_deps(), current_operator(), site, draft["email"], draft["role"])
        return {"invitation": _invitation(made.invitation), "link": made.link}, 201, PRIVATE


@blp.route("/invitations/<uuid:invitation>")
class OneInvitation(MethodView):
    """One."""

    decorators = [operator("admin")]

    @blp.response(204)
    @blp.doc(security=SECURITY)
    def delete(self, site: str, invitation: uuid.UUID) -> Any:
        """Take an invitation back; its link leads nowhere from now on."""
        revoke_invitation(current_deps(), current_operator(), site, invitation)
        return "", 204


def _member(member: Member) -> dict[str, Any]:
    return {
        "account": member.id,
        "name": member.name,
        "email": member.email,
        "role": member.role,
        "second_factor": member.second_factor,
        "disabled": member.disabled,
        "seen_on": f"{member.seen_at:%Y-%m-%d}" if member.seen_at else None,
    }


def _invitation(one: Invitation) -> dict[str, Any]:
    return {"id": one.id, "email": one.email, "role": one.role, "by": one.by, "expires_at": iso(one.expires_at)}
