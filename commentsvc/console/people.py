"""Who works on a site: roles, invitations, ownership."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for

from commentsvc.console.base import console, page, say
from commentsvc.console.forms import choices, show_errors
from commentsvc.console.gate import Entry, for_site
from commentsvc.console.people_forms import InviteForm, RoleForm
from commentsvc.domain.permissions import ROLE_NAMES, ROLES, SCOPES, holds
from commentsvc.errors import Forbidden, NotFound, RateLimited, ValidationFailed
from commentsvc.models.account import Account
from commentsvc.usecases.invite_member import Invited, invite_member, revoke_invitation
from commentsvc.usecases.list_members import list_members
from commentsvc.usecases.list_tokens import tokens_made_by
from commentsvc.usecases.set_membership import change_member, transfer_ownership


@console.route("/<site>/people", methods=["GET", "POST"])
@for_site("admin")
def people(entry: Entry) -> Any:
    """Who works here as what, and who was invited; a POST invites somebody."""
    form, status, rest = InviteForm(role="moderator"), 200, []
    made: Invited | None = None
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                made = invite_member(
                    entry.deps, entry.actor, entry.site.id, form.email.data or "", form.role.data or ""
                )
            except (ValidationFailed, Forbidden, RateLimited) as problem:
                status, rest = problem.status, show_errors(form, problem)
            else:
                if made.link is None:
                    say(f"The invitation to {made.invitation.email} is on its way.")
                    return _back(entry)
                status, form = 200, InviteForm(formdata=None, role="moderator")
    found = list_members(entry.deps, entry.actor, entry.site.id)
    form.role.choices = choices((role, ROLE_NAMES[role]) for role in found.can_invite)
    table = {"names": ROLE_NAMES, "roles": ROLES, "scopes": SCOPES}
    return page("people.html", status, form=form, rest=rest, made=made, found=found, **table)


@console.post("/<site>/people/<uuid:member>/role")
@for_site("admin")
def member_role(entry: Entry, member: uuid.UUID) -> Any:
    """Give a member another role, at once."""
    role = RoleForm().role.data or ""

    def change() -> str:
        name = change_member(entry.deps, entry.actor, entry.site.id, member, role).name
        if not holds(ROLES[role], "admin"):
            _warn_of_tokens(entry, member, name)
        return f"{name} is {ROLE_NAMES[role].lower()} now."

    return _done(entry, member, change)


@console.post("/<site>/people/<uuid:member>/removed")
@for_site("admin")
def member_removed(entry: Entry, member: uuid.UUID) -> Any:
    """End somebody's work on the site; every browser of theirs loses it at once."""

    def remove() -> str:
        gone: Account = change_member(entry.deps, entry.actor, entry.site.id, member, None)
        _warn_of_tokens(entry, member, gone.name)
        return f"{gone.name} no longer works on this site."

    return _done(entry, member, remove)


@console.post("/<site>/people/<uuid:member>/owner")
@for_site("owner")
def ownership(entry: Entry, member: uuid.UUID) -> Any:
    """Hand ownership over to a member, and be an admin from then on."""

    def hand_over() -> str:
        heir = transfer_ownership(entry.deps, entry.actor, entry.site.id, member)
        return f"{heir.name} owns this site now."

    return _done(entry, member, hand_over)


@console.post("/<site>/people/invitations/<uuid:invitation>/revoked")
@for_site("admin")
def invitation_revoked(entry: Entry, invitation: uuid.UUID) -> Any:
    """Take an invitation back."""
    try:
        gone = revoke_invitation(entry.deps, entry.actor, entry.site.id, invitation)
    except NotFound as problem:
        say(problem.detail, "warn")
    else:
        say(f"The invitation of {gone.email} is taken back; its link leads nowhere.")
    return _back(entry)


def _done(entry: Entry, member: uuid.UUID, act: Callable[[], str]) -> Any:
    """Do it, say how it ended, and go back; who can no longer enter the page goes to the first one."""
    try:
        say(act())
    except (NotFound, ValidationFailed) as problem:
        say(problem.detail or problem.title, "bad")
        return _back(entry)
    if entry.actor.ref == f"account:{member}":
        return redirect(url_for("console.choose_site"), 303)
    return _back(entry)


def _warn_of_tokens(entry: Entry, member: uuid.UUID, name: str) -> None:
    """Whoever made a token knows it: what they lose here, it still opens."""
    made = tokens_made_by(entry.deps, entry.actor, entry.site.id, member)
    if made:
        listed = ", ".join(f"“{token.name}”" for token in made)
        say(f"{name} made tokens that still work, and may know them: {listed}. Revoke them under Tokens.", "warn")


def _back(entry: Entry) -> Any:
    return redirect(url_for("console.people", site=entry.site.id), 303)
