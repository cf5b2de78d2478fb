"""Choose the checkpoint that proves most, and put the cosignatures of the site's witnesses under it."""

from __future__ import annotations

from commentsvc.ledger.cosignature import with_cosignatures
from commentsvc.ledger.note import NoteVerifier
from commentsvc.models.cosignature import cosignature_lines, most_cosigned
from commentsvc.models.log import LogCheckpoint, latest_checkpoint
from commentsvc.models.site import Site
from commentsvc.models.timestamp import stamped_sizes
from commentsvc.usecases.deps import Deps

LOOKED_AT_STAMPED = 20
"""How many of the newest timestamped checkpoints are looked at for one that witnesses cosigned too."""


def witness_keys(site: Site) -> dict[str, NoteVerifier]:
    """The keys of the site's witnesses by their key id in hex."""
    keys = (NoteVerifier.parse(vkey) for vkey in site.witnesses)
    return {key.key_id.hex(): key for key in keys}


def evidence_checkpoint(deps: Deps, site: Site, above: int = 0) -> LogCheckpoint | None:
    """The checkpoint that proves most of what lies below index `above` + 1: the one most of the site's witnesses
    cosigned, of equals a timestamped one; where no witness did, the newest that is timestamped, or else the newest.
    None when no checkpoint is larger than `above`."""
    keys = witness_keys(site)
    stamped = stamped_sizes(deps.session, site.id, above=above, limit=LOOKED_AT_STAMPED)
    found = most_cosigned(deps.session, site.id, keys, above=above, preferred=stamped) if keys else None
    if found is None and stamped:
        found = deps.session.get(LogCheckpoint, (site.id, stamped[0]))
    newest = found or latest_checkpoint(deps.session, site.id)
    return newest if newest and newest.size > above else None


def shown_note(deps: Deps, site: Site, checkpoint: LogCheckpoint) -> str:
    """The checkpoint's signed note with the cosignatures of the site's witnesses under it."""
    keys = witness_keys(site)
    lines = cosignature_lines(deps.session, site.id, checkpoint.size, keys) if keys else []
    return with_cosignatures(checkpoint.note, lines)
