"""Ask somebody to work on a site: a link in a mail, for one address, once, for a week, until it is taken back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from commentsvc.clock import now
from commentsvc.domain.derived import derive
from commentsvc.domain.letter import Action, Letter, Paragraph, masked
from commentsvc.domain.permissions import ROLE_NAMES, ROLES
from commentsvc.errors import NotFound, RateLimited, ValidationFailed
from commentsvc.models import account as accounts
from commentsvc.models import invitation as invitations
from commentsvc.models.database import random_id, writing
from commentsvc.models.invitation import Invitation
from commentsvc.models.mail import MailMessage
from commentsvc.models.site import find_site, lock_site
from commentsvc.usecases.access import require, require_to_give
from commentsvc.usecases.add_account import parse_email
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.queue_mail import queue_mail
from commentsvc.usecases.record_act import record_act

INVITATION = "invitation"
"""The kind of mail, and what the secret is derived for."""
GOOD_FOR = timedelta(days=7)
PER_DAY = 100
PER_DAY_AND_ADDRESS = 5


@dataclass(frozen=True)
class Invited:
    """The invitation. `link` is set where no mail can be sent: it is shown once, to whoever invited."""

    invitation: Invitation
    link: str | None


def invite_member(deps: Deps, actor: Actor, site_id: str, email: str, role: str) -> Invited:
    """Invite the address to become `role` of the site; an earlier invitation of the same address ends.

    Whether the address has an account here is not told.

    Raises:
        NotFound: there is no such site, or the actor does not belong to it.
        Forbidden: the actor lacks `admin`, or is no owner and invites one.
        ValidationFailed: `email`, also of somebody who works here already; `role`.
        RateLimited: the site invited a hundred times within a day, or this address five times.
    """
    require(actor, site_id, "admin")
    if role not in ROLES:
        raise ValidationFailed(fields={"role": [f"Please choose one of {', '.join(ROLES)}."]})
    require_to_give(actor, None, role)
    address = parse_email(email)
    if wait := deps.limits.hit("invite-address", f"{site_id}/{address}", PER_DAY_AND_ADDRESS, 86_400):
        raise RateLimited("This address was invited often enough today. Please wait until tomorrow.", retry_after=wait)
    if wait := deps.limits.hit("invite", site_id, PER_DAY, 86_400):
        raise RateLimited("Many people were invited today. Please go on tomorrow.", retry_after=wait)
    with writing(deps.session) as session:
        if find_site(session, site_id) is None:
            raise NotFound("There is no site with this key.")
        lock_site(session, site_id)  # of two who invite one address at once, the later one holds
        account = accounts.find_account(session, address)
        if account is not None and accounts.role_of(session, account.id, site_id) is not None:
            raise ValidationFailed(fields={"email": ["They work on this site already; change their role below."]})
        invitations.end_invitation_of(session, site_id, address)
        invitation = _invitation(actor, site_id, address, role)
        session.add(invitation)
        session.flush()
        told = {"address": masked(address), "role": role}
        record_act(deps, site_id, actor, "member.invite", f"invitation:{invitation.id}", told)
        mailed = queue_mail(deps, site_id, INVITATION, facts={"invitation": str(invitation.id)}, good_for=GOOD_FOR)
    return Invited(invitation, None if mailed else invitation_link(deps, invitation))


def revoke_invitation(deps: Deps, actor: Actor, site_id: str, invitation_id: uuid.UUID) -> Invitation:
    """Take an invitation back; its link leads nowhere from now on.

    Raises:
        NotFound: it does not hold any more, or the actor does not belong to the site. Forbidden: as for inviting.
    """
    require(actor, site_id, "admin")
    with writing(deps.session) as session:
        invitation = invitations.find_invitation(session, site_id, invitation_id, now(), lock=True)
        if invitation is None:
            raise NotFound("This invitation was taken up or taken back already, or is too old.")
        require_to_give(actor, None, invitation.role)
        session.delete(invitation)
        told = {"address": masked(invitation.email), "role": invitation.role}
        record_act(deps, site_id, actor, "member.uninvite", f"invitation:{invitation.id}", told)
    return invitation


def invitation_secret(deps: Deps, invitation: Invitation) -> str:
    """The secret of an invitation's link, bound to its address: derived, never stored."""
    return derive(deps.settings.secret, INVITATION, invitation.site_id, str(invitation.id), invitation.email)


def invitation_link(deps: Deps, invitation: Invitation) -> str:
    """Where an invitation is taken up. The secret stands in the fragment, which browsers send to nobody."""
    secret = invitation_secret(deps, invitation)
    return f"{deps.settings.public_url}/admin/invitation#{invitation.site_id}.{invitation.id}.{secret}"


def write_invitation(deps: Deps, mail: MailMessage) -> Letter | None:
    """The mail with the link; None when the invitation does not hold any more."""
    site = find_site(deps.session, mail.site_id)
    found = invitations.find_invitation(deps.session, mail.site_id, uuid.UUID(mail.facts["invitation"]), now())
    if site is None or found is None:
        return None
    role, until = ROLE_NAMES[found.role].lower(), f"{found.expires_at:%Y-%m-%d %H:%M} UTC"
    return Letter(
        to=found.email,
        subject=f"An invitation to work on the comments of {site.name}",
        lang="en",
        parts=[
            Paragraph(f"{found.by} invites you to work on the comments of {site.name}, as {role}."),
            Action("Look at the invitation", invitation_link(deps, found)),
            Paragraph(f"The link works once, for this address only, until {until}. Do not pass it on."),
        ],
        footer="If you know nothing of this, do nothing: without you nothing happens.",
    )


def _invitation(actor: Actor, site_id: str, address: str, role: str) -> Invitation:
    at = now()
    return Invitation(
        site_id=site_id,
        id=random_id(),
        email=address,
        role=role,
        invited_by=actor.ref,
        invited_by_name=actor.name,
        created_at=at,
        expires_at=at + GOOD_FOR,
    )
