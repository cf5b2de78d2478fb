"""Find the site a call is about: the wall every other use-case stands behind (law 10)."""

from __future__ import annotations

from commentsvc.domain.origin import origin_allowed
from commentsvc.errors import NotFound, OriginNotAllowed
from commentsvc.models import site as sites
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Deps, Visitor


def find_site(deps: Deps, site_id: str) -> Site:
    """The site of this key. Raises `NotFound`."""
    site = sites.find_site(deps.session, site_id)
    if site is None:
        raise NotFound("There is no site with this key.")
    return site


def check_origin(site: Site, visitor: Visitor) -> None:
    """Raise `OriginNotAllowed` unless a write from this page is allowed on this site.

    Without an Origin header only the service's own hosted page may write.
    """
    if visitor.hosted:
        return
    if not origin_allowed(visitor.origin, site.origins):
        raise OriginNotAllowed(
            f"{visitor.origin or 'A request without an Origin'} is not one of the site's origins. "
            "The site's owner can add it under Settings, or with `commentsvc site origin`."
        )
