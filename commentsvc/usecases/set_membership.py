"""Give an account a role on a site, another one, or take it away. The last owner of a site stays its owner."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from commentsvc.domain.permissions import ROLES, holds
from commentsvc.errors import NotFound, ValidationFailed
from commentsvc.models import account as accounts
from commentsvc.models import invitation as invitations
from commentsvc.models import site as sites
from commentsvc.models.account import Account, Membership
from commentsvc.models.database import writing
from commentsvc.usecases.access import require, require_to_give
from commentsvc.usecases.add_account import parse_email
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.record_act import record_act

LAST_OWNER = "This is the site’s last owner. Make somebody else an owner first."


def set_membership(deps: Deps, actor: Actor, site_id: str, email: str, role: str | None) -> None:
    """Make the account of this address `role` of the site; None ends its membership.

    Raises:
        NotFound: there is no such site or account, or the actor does not belong to the site.
        Forbidden: the actor lacks `admin`, or is no owner where ownership is given or taken.
        ValidationFailed: `email`; `role`, also where the site would be left without an owner.
    """
    require(actor, site_id, "admin")
    address = parse_email(email)
    with writing(deps.session) as session:
        account = accounts.find_account(session, address)
        if account is None or sites.find_site(session, site_id) is None:
            raise NotFound("There is no such account or site.")
        _give(deps, actor, site_id, account, role)


def change_member(deps: Deps, actor: Actor, site_id: str, account_id: uuid.UUID, role: str | None) -> Account:
    """Make a member of the site `role` there; None ends their membership, at once for every session of theirs.

    Raises:
        NotFound: this is no member of the site, or the actor does not belong to it. Forbidden, ValidationFailed: as
        above.
    """
    require(actor, site_id, "admin")
    with writing(deps.session) as session:
        account = _member(session, site_id, account_id)
        _give(deps, actor, site_id, account, role)
    return account


def transfer_ownership(deps: Deps, actor: Actor, site_id: str, account_id: uuid.UUID) -> Account:
    """Make a member of the site its owner, and the owner who does it an admin, both or neither.

    Raises:
        NotFound: this is no member of the site, or the actor does not belong to it. Forbidden: the actor is no owner.
        ValidationFailed: `account`, where it is the actor's own.
    """
    require(actor, site_id, "owner")
    with writing(deps.session) as session:
        heir = _member(session, site_id, account_id)
        if actor.ref == f"account:{heir.id}":
            raise ValidationFailed(fields={"account": ["You own this site already."]})
        _give(deps, actor, site_id, heir, "owner")
        giver = next((one for one in accounts.owners_of(session, site_id) if actor.ref == f"account:{one.id}"), None)
        if giver is not None:
            _give(deps, actor, site_id, giver, "admin")
    return heir


def _member(session: Session, site_id: str, account_id: uuid.UUID) -> Account:
    account = session.get(Account, account_id)
    if account is None or accounts.role_of(session, account_id, site_id) is None:
        raise NotFound("There is no such member of this site.")
    return account


def _give(deps: Deps, actor: Actor, site_id: str, account: Account, role: str | None) -> None:
    if role is not None and role not in ROLES:
        raise ValidationFailed(fields={"role": [f"Please choose one of {', '.join(ROLES)}."]})
    session = deps.session
    sites.lock_site(session, site_id)  # of two owners who demote each other at once, one stays
    session.refresh(account, with_for_update=True)  # two people who add one member at once take turns
    membership = session.get(Membership, (site_id, account.id), populate_existing=True)
    before = membership.role if membership else None
    require_to_give(actor, before, role)
    if before == role:
        return
    if before == "owner" and all(owner.id == account.id for owner in accounts.owners_of(session, site_id)):
        raise ValidationFailed(LAST_OWNER, fields={"role": [LAST_OWNER]})
    who, told = f"account:{account.id}", {"name": account.name}
    if role is None:
        session.delete(membership)
        record_act(deps, site_id, actor, "member.remove", who, told | {"from": before})
    elif membership is None:
        session.add(Membership(site_id=site_id, account_id=account.id, role=role))
        record_act(deps, site_id, actor, "member.add", who, told | {"role": role})
    else:
        membership.role = role
        record_act(deps, site_id, actor, "member.set", who, told | {"from": before, "role": role})
    session.flush()
    if not holds(ROLES.get(role or "", ()), "admin"):
        invitations.end_invitations_by(session, site_id, who)  # or they could come back by one of them
