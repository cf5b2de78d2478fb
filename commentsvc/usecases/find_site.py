"""Find the site a call is about: the wall every other use-case stands behind (law 10)."""

from __future__ import annotations

import functools

from commentsvc.domain.origin import origin_allowed, origin_of
from commentsvc.domain.page_key import parse_page_param
from commentsvc.errors import NotFound, OriginNotAllowed, ValidationFailed
from commentsvc.models import site as sites
from commentsvc.models.known_site import KnownSite, known_site
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Deps, Visitor

NO_SITE = "There is no site with this key."


def find_site(deps: Deps, site_id: str) -> Site:
    """The site of this key. Raises `NotFound`."""
    site = sites.find_site(deps.session, site_id)
    if site is None:
        raise NotFound(NO_SITE)
    return site


def know_site(deps: Deps, site_id: str) -> KnownSite:
    """The site with its settings, to be read only: one small query while nothing of it changes. Raises `NotFound`."""
    known = known_site(deps.session, site_id)
    if known is None:
        raise NotFound(NO_SITE)
    return known


def check_origin(deps: Deps, site: Site, visitor: Visitor, *, bearer: bool = False) -> None:
    """Raise `OriginNotAllowed` unless a write from this page is allowed on this site.

    Without an Origin header only the service's own hosted page may write, or a caller that holds a secret (`bearer`).
    """
    if visitor.hosted or (bearer and visitor.origin is None):
        return
    if visitor.origin == _own_origin(deps.settings.public_url) or origin_allowed(visitor.origin, site.origins):
        return
    raise OriginNotAllowed(
        f"{visitor.origin or 'A request without an Origin'} is not one of the site's origins. "
        "The site's owner can add it under Settings, or with `commentsvc site origin add`."
    )


@functools.lru_cache(maxsize=4)
def _own_origin(public_url: str) -> str:
    return origin_of(public_url)


def page_of(site: Site, value: str) -> str:
    """The thread key that a `page` parameter means. Raises `ValidationFailed` for an address that is not the site's."""
    key = parse_page_param(value, site.origins)
    if value.strip().lower().startswith(("http:", "https:")):
        check_own_page(site, origin_of(value), "page")
    return key


def check_own_page(site: Site, origin: str | None, field: str = "page.url") -> None:
    """Raise `ValidationFailed` unless the page's `origin` is one of the site's."""
    if not origin_allowed(origin, site.origins):
        raise ValidationFailed(
            "This page does not belong to the site.", fields={field: ["Its origin is not one of the site's."]}
        )
