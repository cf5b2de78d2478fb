"""Read the cookie notice in force, as every page with one draws it: no token, so that it may be cached."""

from __future__ import annotations

from commentsvc.models.notice import CHOICES, Notice
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.serve_notice import best_notice


def read_choices(deps: Deps, site_id: str, lang: str | None) -> Notice:
    """The cookie notice in force in the best language (as `serve_notice` chooses it). Raises `NotFound`."""
    return best_notice(deps, find_site(deps, site_id), lang, CHOICES)
