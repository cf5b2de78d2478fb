"""Who works on a site, as what, who was invited, and what of it the asker may change."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from commentsvc.clock import now
from commentsvc.domain.permissions import ROLES, may_give
from commentsvc.models import account as accounts
from commentsvc.models.factor import members_without_factor
from commentsvc.models.invitation import Invitation, open_invitations
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps


@dataclass(frozen=True)
class Member:
    """Somebody who works on the site. `can_become` are the roles that the asker may give them instead; `can_go`
    whether the asker may remove them; `seen_at` is the day on which they last used the site's console."""

    id: uuid.UUID
    name: str
    email: str
    role: str
    seen_at: datetime | None
    second_factor: bool
    disabled: bool
    you: bool
    can_become: tuple[str, ...]
    can_go: bool


@dataclass(frozen=True)
class People:
    """The members by role and name, the invitations that still hold, the roles that the asker may invite to, how many
    administrators of the installation may do everything here besides, and whether invitations go out by mail."""

    members: list[Member]
    invitations: list[Invitation]
    can_invite: tuple[str, ...]
    administrators: int
    mails: bool


def list_members(deps: Deps, actor: Actor, site_id: str) -> People:
    """Everybody of the site. Raises `NotFound`, `Forbidden` without `admin`."""
    require(actor, site_id, "admin")
    bare = {account.id for account in members_without_factor(deps.session, site_id)}
    owners = {owner.id for owner in accounts.owners_of(deps.session, site_id)}
    members = []
    for account, membership in accounts.members_of(deps.session, site_id):
        role = membership.role
        last = role == "owner" and owners <= {account.id}
        others = () if last else tuple(one for one in ROLES if one != role and may_give(actor.scopes, role, one))
        members.append(
            Member(
                id=account.id,
                name=account.name,
                email=account.email,
                role=role,
                seen_at=membership.seen_at,
                second_factor=account.id not in bare and account.disabled_at is None,
                disabled=account.disabled_at is not None,
                you=actor.ref == f"account:{account.id}",
                can_become=others,
                can_go=not last and may_give(actor.scopes, role, None),
            )
        )
    order = list(ROLES)
    members.sort(key=lambda member: order.index(member.role))
    return People(
        members,
        open_invitations(deps.session, site_id, now()),
        tuple(role for role in ROLES if may_give(actor.scopes, None, role)),
        accounts.count_administrators(deps.session),
        deps.mailer.sender is not None,
    )
