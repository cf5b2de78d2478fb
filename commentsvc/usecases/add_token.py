"""Make a bearer token for a program: named, scoped to one site, shown once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from commentsvc.clock import now
from commentsvc.domain.permissions import TOKEN_SCOPES
from commentsvc.errors import NotFound, ValidationFailed
from commentsvc.models import site as sites
from commentsvc.models.account import ApiToken
from commentsvc.models.database import new_id, writing
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_session import token_hash
from commentsvc.usecases.record_act import record_act

PREFIX = "cst_"
"""Lets people and secret scanners recognise a token of this service."""

LONGEST_DAYS = 3650


@dataclass(frozen=True)
class NewToken:
    """The stored token and its secret, which is never stored and cannot be shown again."""

    token: ApiToken
    secret: str


def add_token(
    deps: Deps, actor: Actor, site_id: str, *, name: str, scopes: Sequence[str], days: int | None = 365
) -> NewToken:
    """Make a token for the site that ends after `days` (None: never).

    Raises:
        NotFound, Forbidden: the actor lacks `admin` on the site.
        ValidationFailed: `name`, `scopes`, `days`.
    """
    require(actor, site_id, "admin")
    fields: dict[str, list[str]] = {}
    name = " ".join(name.split())
    if not 1 <= len(name) <= 200:
        fields["name"] = ["Please give it a name of 1 to 200 characters, so that you know later what it is for."]
    unknown = sorted(set(scopes) - set(TOKEN_SCOPES))
    if unknown or not scopes:
        fields["scopes"] = [f"Please choose from {', '.join(TOKEN_SCOPES)}."]
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        fields["days"] = [f"Please choose from 1 to {LONGEST_DAYS} days."]
    if fields:
        raise ValidationFailed(fields=fields)
    secret = PREFIX + secrets.token_urlsafe(32)
    with writing(deps.session) as session:
        if sites.find_site(session, site_id) is None:
            raise NotFound("There is no site with this key.")
        token = ApiToken(
            site_id=site_id,
            id=new_id(),
            name=name,
            token_hash=token_hash(secret),
            scopes=[scope for scope in TOKEN_SCOPES if scope in scopes],
            created_at=now(),
            expires_at=now() + timedelta(days=days) if days is not None else None,
            revoked_at=None,
        )
        session.add(token)
        record_act(deps, site_id, actor, "token.add", f"token:{token.id}", {"name": name, "scopes": token.scopes})
    return NewToken(token, secret)
