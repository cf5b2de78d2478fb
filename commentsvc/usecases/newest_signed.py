"""The newest checkpoint that was signed here, kept beside the key: whoever puts an older database back is told.

A database cannot know that it is a copy from before. The folder of the keys does, where it stayed in its place.
"""

from __future__ import annotations

import structlog

from commentsvc.errors import NoteError
from commentsvc.ledger.checkpoint import Checkpoint, parse_checkpoint
from commentsvc.ledger.note import parse_note
from commentsvc.ledger.tree import root
from commentsvc.models.log import LogState, latest_checkpoint
from commentsvc.models.log_tiles import StoredTiles
from commentsvc.models.site import Site, all_sites, find_site
from commentsvc.usecases.deps import Deps

log = structlog.get_logger(__name__)


def keep_newest(deps: Deps, site_id: str) -> None:
    """Keep the site's newest checkpoint, if its log goes on from the one that is kept. One that does not stays, so that
    it goes on being told."""
    site = find_site(deps.session, site_id)
    newest = latest_checkpoint(deps.session, site_id) if site else None
    if site is None or newest is None:
        return
    if trouble := _trouble(deps, site):
        log.error("the log does not go on from what was signed here", site=site_id, reason=trouble)
        return
    try:
        deps.keys.keep_newest(site_id, newest.note)
    except OSError as error:
        log.warning("the newest checkpoint could not be kept beside the key", site=site_id, reason=error.strerror)


def older_copies(deps: Deps) -> list[tuple[str, str]]:
    """Each site whose log does not go on from what was signed here, and what that means."""
    return [(site.id, trouble) for site in all_sites(deps.session) if (trouble := _trouble(deps, site))]


def _trouble(deps: Deps, site: Site) -> str:
    signed, state = _signed(deps, site), deps.session.get(LogState, site.id)
    if signed is None or state is None:
        return ""
    place = deps.settings.key_dir / f"{site.id}.newest"
    remedy = (
        "Restore the newest database you have. If this is all that is left, tell those who follow the log, and then "
        f"remove {place}."
    )
    if signed.size > state.size:
        return f"Its log has {state.size} entries, and {signed.size} were signed here: this is an older copy. {remedy}"
    if root(StoredTiles(deps.session, site.id), signed.size) != signed.root:
        return (
            f"Its first {signed.size} entries are others than were signed here: an older copy that was written to, or "
            f"another log. {remedy}"
        )
    return ""


def _signed(deps: Deps, site: Site) -> Checkpoint | None:
    """What was kept of this log. A file that is none of ours, or that a power cut left empty, says nothing."""
    try:
        found = parse_checkpoint(parse_note(deps.keys.newest(site.id)).text)
    except NoteError:
        return None
    return found if found.origin == site.log_origin else None
