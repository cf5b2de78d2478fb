"""Which page of which site a hosted thread is about: from the address's query, checked before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from commentsvc.domain.origin import origin_allowed, origin_of
from commentsvc.domain.web_address import BadAddress, parse_address
from commentsvc.errors import NotFound
from commentsvc.models.site import Site
from commentsvc.models.thread import Thread
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site

_HOW = "A hosted thread needs the address of its page: /t/{site}/?url=https://example.org/news/a-story"


@dataclass(frozen=True)
class Place:
    """A page of a site. `url` is one of the site's own addresses; `key` is the owner's name for it, if any."""

    site: Site
    url: str
    key: str | None
    lang: str | None

    @property
    def param(self) -> str:
        """The page as the use-cases' `page` parameter."""
        return f"key:{self.key}" if self.key else self.url

    def path(self, view: str = "thread", anchor: str | None = None, **more: str | None) -> str:
        """The path of one of this place's views."""
        given = {"url": self.url, "key": self.key, "lang": self.lang} | more
        values: dict[str, Any] = {name: value for name, value in given.items() if value}
        return url_for(f"portal.{view}", site=self.site.id, _anchor=anchor, **values)


def find_place(deps: Deps, site_id: str) -> Place:
    """The place this request names.

    Raises:
        NotFound: no such site, no address, or one that is not a page of this site (so that nobody can dress up a
            page of theirs as one of the owner's, or be led elsewhere from here).
    """
    site = find_site(deps, site_id)
    url = request.args.get("url", "").strip()
    if not url:
        raise NotFound(_HOW.format(site=site.id))
    try:
        parse_address(url)
        own = origin_allowed(origin_of(url), site.origins)
    except (BadAddress, ValueError):
        own = False
    if not own:
        raise NotFound(f"This address is not a page of {site.name}. {_HOW.format(site=site.id)}")
    return Place(site, url, request.args.get("key") or None, request.args.get("lang") or None)


def place_of(site: Site, thread: Thread, lang: str) -> Place:
    """The hosted thread that a reader of one of its comments most likely came from."""
    key = thread.key.removeprefix("key:") if thread.key.startswith("key:") else None
    return Place(site, thread.url, key, lang)
