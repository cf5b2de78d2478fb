"""End a program's token at once."""

from __future__ import annotations

import uuid

from commentsvc.clock import now
from commentsvc.errors import NotFound
from commentsvc.models.account import ApiToken
from commentsvc.models.database import writing
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.record_act import record_act


def revoke_token(deps: Deps, actor: Actor, site_id: str, token_id: uuid.UUID) -> ApiToken:
    """Revoke the site's token of this id; revoking it again changes nothing.

    Raises:
        NotFound, Forbidden: no such token here, or the actor lacks `admin` on the site.
    """
    require(actor, site_id, "admin")
    with writing(deps.session) as session:
        token = session.get(ApiToken, (site_id, token_id))
        if token is None:
            raise NotFound("There is no such token.")
        if token.revoked_at is None:
            token.revoked_at = now()
            record_act(deps, site_id, actor, "token.revoke", f"token:{token_id}", {"name": token.name})
    return token
