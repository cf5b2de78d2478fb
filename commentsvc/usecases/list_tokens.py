"""List a site's tokens."""

from __future__ import annotations

from commentsvc.models import account as accounts
from commentsvc.models.account import ApiToken
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps


def list_tokens(deps: Deps, actor: Actor, site_id: str) -> list[ApiToken]:
    """The site's tokens, newest first, ended ones too. Raises `NotFound`, `Forbidden` without `admin`."""
    require(actor, site_id, "admin")
    return accounts.tokens_of(deps.session, site_id)
