"""Who may do what: the one place that decides it for operators (law 9), by the table in `domain/permissions.py`."""

from __future__ import annotations

from commentsvc.domain.permissions import SCOPES, holds, may_give
from commentsvc.errors import Forbidden, NotFound
from commentsvc.usecases.deps import Actor


def require(actor: Actor, site_id: str, *scopes: str) -> None:
    """Return when `actor` holds one of these scopes on the site.

    Raises:
        NotFound: the actor belongs to another site; it must not learn that this one exists.
        Forbidden: the actor belongs to this site and lacks the scope.
    """
    if actor.site_id is not None and actor.site_id != site_id:
        raise NotFound("There is no site with this key.")
    if not any(holds(actor.scopes, scope) for scope in scopes):
        raise Forbidden(f"This needs the scope {' or '.join(f'`{scope}`' for scope in scopes)}.")


def require_to_give(actor: Actor, before: str | None, after: str | None) -> None:
    """Return when `actor`, who belongs to the site, may make a member with the role `before` one with the role `after`
    there; None is no member. Raises `Forbidden`."""
    if not may_give(actor.scopes, before, after):
        raise Forbidden("Only an owner of the site may name owners, or take ownership away.")


def require_installation(actor: Actor) -> None:
    """Return when `actor` administers the whole installation. Raises `Forbidden`."""
    if actor.site_id is not None or "admin" not in actor.scopes:
        raise Forbidden("Only an administrator of this installation may do this.")


CLI = Actor(ref="cli", name="command line", site_id=None, scopes=frozenset(SCOPES))
