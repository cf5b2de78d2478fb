"""Take up an invitation: whoever holds its link and is who was invited begins to work on the site."""

from __future__ import annotations

import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from commentsvc.clock import now
from commentsvc.domain.permissions import ROLES, may_give
from commentsvc.errors import Forbidden, NotAuthorised, NotFound, RateLimited
from commentsvc.models import account as accounts
from commentsvc.models.account import Account, ApiToken, Membership
from commentsvc.models.database import writing
from commentsvc.models.invitation import Invitation, find_invitation, invitations_to
from commentsvc.models.site import Site, find_site, lock_site
from commentsvc.usecases.add_account import new_account
from commentsvc.usecases.deps import Actor, Deps, Visitor
from commentsvc.usecases.invite_member import invitation_secret
from commentsvc.usecases.passwords import check_password, generate_password, hash_password
from commentsvc.usecases.record_act import record_act

DEAD = (
    "This invitation does not hold: it was taken up or taken back, it is older than a week, or its link is not whole."
)
TRIES_PER_HOUR = 60


@dataclass(frozen=True)
class InvitationLink:
    """What stands in the fragment of an invitation's link."""

    site_id: str
    id: uuid.UUID
    secret: str

    @classmethod
    def read(cls, text: str) -> InvitationLink | None:
        """The link in `text`, which may be the whole address or only its fragment; None for anything else."""
        parts = text.strip().rpartition("#")[2].split(".")
        if len(parts) != 3 or len(text) > 2000:
            return None
        try:
            return cls(parts[0], uuid.UUID(parts[1]), parts[2])
        except ValueError:
            return None


@dataclass(frozen=True)
class OpenInvitation:
    """What somebody with the link is shown. `known`: the address has an account, which has to be signed in."""

    site: Site
    email: str
    role: str
    by: str
    until: datetime
    known: bool


@dataclass(frozen=True)
class NewcomerDraft:
    """What somebody without an account types. The password counts only where people sign in with one."""

    name: str
    password: str


def look_at_invitation(deps: Deps, link: InvitationLink, visitor: Visitor) -> OpenInvitation:
    """What the link invites to. Reads only. Raises `NotFound`, whatever is wrong with it; `RateLimited`."""
    _count(deps, visitor)
    found = _holding(deps, link)
    site = find_site(deps.session, link.site_id)
    assert site is not None  # noqa: S101 - a foreign key
    known = accounts.find_account(deps.session, found.email) is not None
    return OpenInvitation(site, found.email, found.role, found.by, found.expires_at, known)


def accept_invitation(
    deps: Deps,
    link: InvitationLink,
    who: Account | None,
    draft: NewcomerDraft,
    visitor: Visitor,
    seen_from: str = "",
) -> Site:
    """Make whoever was invited a member; the invitation is used up. `who` is signed in, if anybody is. An address that
    has no account gets one from `draft`.

    Raises:
        NotFound: it does not hold. RateLimited. Forbidden: somebody else than who was invited is signed in, or the
        account is shut out.
        NotAuthorised: the address has an account, which is not signed in. ValidationFailed: `password`.
    """
    _count(deps, visitor)
    found = _holding(deps, link)
    if who is not None and who.email != found.email:
        raise Forbidden(f"This invitation is for {found.email}, and you are signed in as {who.email}.")
    hashed = ""
    if who is None:
        if accounts.find_account(deps.session, found.email) is not None:
            raise NotAuthorised(f"{found.email} has an account here. Sign in to it to take up the invitation.")
        password = draft.password if deps.settings.password_sign_in else generate_password()
        check_password(password, found.email)
        hashed = hash_password(password)  # slow on purpose: before the write lock, not inside
    who_id = who.id if who else None
    with writing(deps.session) as session:
        lock_site(session, link.site_id)
        invitation = _holding(deps, link, lock=True)
        account = session.get(Account, who_id) if who_id else None
        if account is None:
            account = new_account(session, invitation.email, draft.name, hashed)
        return _join(deps, session, invitation, account, seen_from)


def take_up_invitations(deps: Deps, email: str, seen_from: str) -> Account | None:
    """Make a newcomer a member of every site that invited this address, inside the caller's transaction: their
    organisation has just shown that it is theirs, which the link would show too. None where nobody invited it. The
    account has no password until one is set."""
    found = [one for one in invitations_to(deps.session, email, now()) if _may_still_invite(deps.session, one)]
    if not found:
        return None
    account = new_account(deps.session, email, "", "")
    for invitation in found:
        _join(deps, deps.session, invitation, account, seen_from)
    return account


def _join(deps: Deps, session: Session, invitation: Invitation, account: Account, seen_from: str) -> Site:
    site = find_site(session, invitation.site_id)
    assert site is not None  # noqa: S101 - a foreign key
    role = invitation.role
    session.delete(invitation)
    if accounts.role_of(session, account.id, site.id) is None:  # else somebody else added them meanwhile
        session.add(Membership(site_id=site.id, account_id=account.id, role=role))
        session.flush()
        ref = f"account:{account.id}"
        actor = Actor(ref, account.name, site.id, ROLES[role], seen_from)
        told = {"name": account.name, "role": role, "invitation": str(invitation.id), "by": invitation.invited_by}
        record_act(deps, site.id, actor, "member.join", ref, told)
    return site


def _holding(deps: Deps, link: InvitationLink, *, lock: bool = False) -> Invitation:
    found = find_invitation(deps.session, link.site_id, link.id, now(), lock=lock)
    if (
        found is None
        or not hmac.compare_digest(link.secret.encode(), invitation_secret(deps, found).encode())
        or not _may_still_invite(deps.session, found)
    ):
        raise NotFound(DEAD)
    return found


def _may_still_invite(session: Session, invitation: Invitation) -> bool:
    """Whether whoever invited could do it today: who was shut out lets nobody in."""
    kind, _, number = invitation.invited_by.partition(":")
    if kind == "cli":
        return True
    if kind == "token":
        token = session.get(ApiToken, (invitation.site_id, uuid.UUID(number)))
        ends = token.expires_at if token is not None else None
        return token is not None and token.revoked_at is None and (ends is None or ends > now())
    account = session.get(Account, uuid.UUID(number))
    if account is None or account.disabled_at is not None:
        return False
    role = "owner" if account.instance_admin else accounts.role_of(session, account.id, invitation.site_id)
    return role is not None and may_give(ROLES[role], None, invitation.role)


def _count(deps: Deps, visitor: Visitor) -> None:
    if wait := deps.limits.hit("invitation", visitor.address, TRIES_PER_HOUR, 3600):
        raise RateLimited("Many tries came from here. Please wait a little.", retry_after=wait)
