"""Give an account a role on a site, or take it away."""

from __future__ import annotations

from commentsvc.errors import NotFound, ValidationFailed
from commentsvc.models import account as accounts
from commentsvc.models import site as sites
from commentsvc.models.account import Membership
from commentsvc.models.database import writing
from commentsvc.usecases.access import ROLES, require
from commentsvc.usecases.add_account import parse_email
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.record_act import record_act


def set_membership(deps: Deps, actor: Actor, site_id: str, email: str, role: str | None) -> None:
    """Make the account of this address `role` of the site; None ends its membership.

    Raises:
        NotFound: there is no such site or account, or the actor does not belong to the site.
        ValidationFailed: `email`, `role`.
    """
    require(actor, site_id, "admin")
    if role is not None and role not in ROLES:
        raise ValidationFailed(fields={"role": [f"Please choose one of {', '.join(sorted(ROLES))}."]})
    address = parse_email(email)
    with writing(deps.session) as session:
        account = accounts.find_account(session, address)
        if account is None or sites.find_site(session, site_id) is None:
            raise NotFound("There is no such account or site.")
        session.refresh(account, with_for_update=True)  # two people who add one member at once take turns
        membership = session.get(Membership, (site_id, account.id))
        if role is None:
            if membership is not None:
                session.delete(membership)
                record_act(deps, site_id, actor, "member.remove", f"account:{account.id}")
            return
        if membership is None:
            session.add(Membership(site_id=site_id, account_id=account.id, role=role))
        else:
            membership.role = role
        record_act(deps, site_id, actor, "member.set", f"account:{account.id}", {"role": role})
