"""Who a console cookie belongs to, and what that person may do on a site."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from commentsvc.clock import now
from commentsvc.domain.permissions import ROLES, SCOPES
from commentsvc.errors import NotFound
from commentsvc.models import account as accounts
from commentsvc.models import site as sites
from commentsvc.models.account import Account, ConsoleSession
from commentsvc.models.database import writing
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Actor, Deps


@dataclass(frozen=True)
class SignedIn:
    """A browser that is signed in: the account and its session. `token` is the cookie's value."""

    account: Account
    session: ConsoleSession
    token: str


def token_hash(token: str) -> str:
    """What is stored of a session's or a program's token: its SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


STALE = timedelta(minutes=5)
"""How far the time a session was last used may lag behind, so that not every look writes."""


def find_session(deps: Deps, token: str | None) -> SignedIn | None:
    """The session of this cookie, or None when there is none, it ended, or its account was disabled. That it was used
    is written down."""
    if not token or len(token) > 100:
        return None
    found = deps.session.get(ConsoleSession, token_hash(token))
    if found is None or found.expires_at <= now():
        return None
    if now() - found.used_at > STALE:
        with writing(deps.session) as session:
            found = session.get(ConsoleSession, token_hash(token), populate_existing=True)
            if found is None:
                return None
            found.used_at = now()
    account = deps.session.get(Account, found.account_id)
    if account is None or account.disabled_at is not None:
        return None
    return SignedIn(account, found, token)


def actor_of(deps: Deps, account: Account, site_id: str | None = None, seen_from: str = "") -> Actor:
    """The account as an actor on this site; without a site, as an actor on the whole service.

    Instance administrators hold every scope on every site. Raises `NotFound` for a site the account is no member of,
    and for no site unless it is an instance administrator: nobody learns which sites exist.
    """
    ref, name = f"account:{account.id}", account.name
    if account.instance_admin:
        return Actor(ref=ref, name=name, site_id=None, scopes=frozenset(SCOPES), seen_from=seen_from)
    role = accounts.role_of(deps.session, account.id, site_id) if site_id is not None else None
    if role is None:
        raise NotFound("There is nothing here, or it is not yours to see.")
    return Actor(ref=ref, name=name, site_id=site_id, scopes=ROLES[role], seen_from=seen_from)


def sites_of(deps: Deps, account: Account) -> list[tuple[Site, str]]:
    """The sites the account may enter, by key, each with its role there."""
    every = sites.all_sites(deps.session)
    if account.instance_admin:
        return [(site, "admin") for site in every]
    roles = accounts.memberships_of(deps.session, account.id)
    return [(site, roles[site.id]) for site in every if site.id in roles]
