"""Read any notice ever published, by the hash of its bytes."""

from __future__ import annotations

from commentsvc.errors import NotFound
from commentsvc.models.notice import Notice, find_notice
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site


def read_notice(deps: Deps, site_id: str, sha256: str) -> Notice:
    """The notice with this name (64 hex digits). Raises `NotFound`, for another site's too."""
    notice = find_notice(deps.session, find_site(deps, site_id).id, sha256)
    if notice is None:
        raise NotFound("This site never published a notice with this hash.")
    return notice
