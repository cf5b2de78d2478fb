"""Read how a site's signing key changed, as anybody can check it."""

from __future__ import annotations

import structlog

from commentsvc.errors import LedgerError
from commentsvc.ledger.key_change import LogKeys, believe_keys, open_key_change
from commentsvc.ledger.note import NoteVerifier
from commentsvc.ledger.receipt import ReceiptKeyChange
from commentsvc.ledger.verdict import Found
from commentsvc.models.key_change import LogKeyChange, key_changes
from commentsvc.models.log import LogCheckpoint, LogEntry
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.read_inclusion import Inclusion, prove

log = structlog.get_logger(__name__)


def read_log_keys(deps: Deps, site_id: str) -> LogKeys:
    """Today's key of the site's log and every change, each opened and proven, oldest first. Raises `NotFound`."""
    return key_history(deps, find_site(deps, site_id))


def key_history(deps: Deps, site: Site) -> LogKeys:
    """Like `read_log_keys`, for a site at hand. Changes that can no longer be proven are left out, and said in the log:
    some of them would look as if the log had another past."""
    rows = key_changes(deps.session, site.id)
    changes = _proven(deps, site, rows)
    # The key is that of the last change: the site's row was read before, and the key may have changed in between.
    return LogKeys(site.log_origin, rows[-1].new_vkey if rows else site.log_vkey, changes or ())


def check_key_changes(deps: Deps, site: Site, today: NoteVerifier) -> None:
    """Raise `LedgerError` unless every stored change is proven, and leads to `today`'s key: a log whose history
    somebody rewrote must not go on as if nothing were amiss."""
    changes = _proven(deps, site, key_changes(deps.session, site.id))
    if changes is None:
        raise LedgerError(f"the key changes of site {site.id!r} can no longer be proven; restore the database")
    try:
        believe_keys([today], map(open_key_change, changes))
    except Found as found:
        raise LedgerError(f"the stored key changes of site {site.id!r} do not hold: {found}") from found


def _proven(deps: Deps, site: Site, rows: list[LogKeyChange]) -> tuple[ReceiptKeyChange, ...] | None:
    """The changes, opened and proven; None, and said in the log, when one can no longer be."""
    found = []
    for row in rows:
        proven = _prove(deps, site, row)
        if proven is None:
            log.error("a key change cannot be proven", site=site.id, number=row.number)
            return None
        entry, inclusion = proven
        snapshot, data = row.snapshot.decode(errors="replace"), entry.data.decode(errors="replace")
        found.append(ReceiptKeyChange(snapshot, row.salt, data, inclusion.as_text()))
    return tuple(found)


def _prove(deps: Deps, site: Site, row: LogKeyChange) -> tuple[LogEntry, Inclusion] | None:
    entry = deps.session.get(LogEntry, (site.id, row.entry))
    checkpoint = deps.session.get(LogCheckpoint, (site.id, row.size))
    if entry is None or checkpoint is None:
        return None
    inclusion = prove(deps, site, checkpoint, entry.leaf_hash, row.size - 1)
    return None if inclusion is None else (entry, inclusion)
