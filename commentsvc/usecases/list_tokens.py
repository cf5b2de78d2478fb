"""List a site's tokens, or those whose secrets somebody knows because they made them."""

from __future__ import annotations

import uuid

from commentsvc.clock import now
from commentsvc.models import account as accounts
from commentsvc.models.account import ApiToken
from commentsvc.models.review import targets_of
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps


def list_tokens(deps: Deps, actor: Actor, site_id: str) -> list[ApiToken]:
    """The site's tokens, newest first, ended ones too. Raises `NotFound`, `Forbidden` without `admin`."""
    require(actor, site_id, "admin")
    return accounts.tokens_of(deps.session, site_id)


def tokens_made_by(deps: Deps, actor: Actor, site_id: str, account_id: uuid.UUID) -> list[ApiToken]:
    """The site's tokens that still work and that this account made, as the trail says: whoever is no admin any more
    still knows their secrets. Raises `NotFound`, `Forbidden` without `admin`."""
    targets = targets_of(deps.session, site_id, f"account:{account_id}", "token.add")
    return [
        token
        for token in list_tokens(deps, actor, site_id)
        if f"token:{token.id}" in targets
        and token.revoked_at is None
        and (token.expires_at is None or token.expires_at > now())
    ]
