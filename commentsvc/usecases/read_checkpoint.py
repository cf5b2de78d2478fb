"""Read the newest signed checkpoint of a site's log."""

from __future__ import annotations

from commentsvc.errors import NotFound
from commentsvc.models.log import latest_checkpoint
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site


def read_checkpoint(deps: Deps, site_id: str) -> str:
    """The signed note (C2SP). Raises `NotFound` before the first entry was integrated."""
    checkpoint = latest_checkpoint(deps.session, find_site(deps, site_id).id)
    if checkpoint is None:
        raise NotFound("This site's log has no checkpoint yet: nothing was written to it.")
    return checkpoint.note
