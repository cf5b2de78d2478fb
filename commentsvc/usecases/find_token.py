"""Whose bearer token is this? Tokens are looked up by their SHA-256 only."""

from __future__ import annotations

from commentsvc import clock
from commentsvc.errors import NotAuthorised
from commentsvc.models import account as accounts
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_session import token_hash

LONGEST_TOKEN = 200


def find_token(deps: Deps, secret: str, seen_from: str = "") -> Actor:
    """The actor behind a token: its site, its scopes, `token:<id>`. `seen_from` is the truncated address it came from.

    Raises:
        NotAuthorised: unknown, expired or revoked; the answer does not say which, so that nothing can be probed.
    """
    row = None
    if 0 < len(secret) <= LONGEST_TOKEN:
        row = accounts.find_token(deps.session, token_hash(secret))
    if row is None or row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= clock.now()):
        raise NotAuthorised("This token is not valid, or no longer. `commentsvc token add` makes one.")
    scopes = frozenset(row.scopes)
    return Actor(ref=f"token:{row.id}", name=row.name, site_id=row.site_id, scopes=scopes, seen_from=seen_from)
