"""Who may do what: the one place that decides it for operators (law 9)."""

from __future__ import annotations

from commentsvc.errors import Forbidden, NotFound
from commentsvc.usecases.deps import Actor

SCOPES = ("moderate", "export", "subjects", "admin")
"""What a token or a role can hold. `admin` includes the others."""

ROLES: dict[str, frozenset[str]] = {
    "admin": frozenset(SCOPES),
    "moderator": frozenset({"moderate"}),
}
"""The scopes of each role a membership can name."""


def require(actor: Actor, site_id: str, scope: str) -> None:
    """Return when `actor` holds `scope` on the site.

    Raises:
        NotFound: the actor belongs to another site; it must not learn that this one exists.
        Forbidden: the actor belongs to this site and lacks the scope.
    """
    if actor.site_id is not None and actor.site_id != site_id:
        raise NotFound("There is no site with this key.")
    if scope not in actor.scopes and "admin" not in actor.scopes:
        raise Forbidden(f"This needs the scope `{scope}`.")


def require_installation(actor: Actor) -> None:
    """Return when `actor` administers the whole installation. Raises `Forbidden`."""
    if actor.site_id is not None or "admin" not in actor.scopes:
        raise Forbidden("Only an administrator of this installation may do this.")


CLI = Actor(ref="cli", name="command line", site_id=None, scopes=frozenset(SCOPES))
