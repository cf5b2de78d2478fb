"""Give pending log entries their place in the site's tree and sign the result: one transaction, under the site's lock.

Apart from posting, so that writers never wait for the tree. What runs twice, or in two places at once, or is cut off
between any two writes leaves one log: indexes, tiles, root and checkpoint become visible together or not at all.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy.orm import Session

from commentsvc.errors import LedgerError
from commentsvc.ledger.note import NoteSigner
from commentsvc.models.database import writing
from commentsvc.models.key_change import key_changes
from commentsvc.models.log import LogEntry, pending_entries
from commentsvc.models.site import Site, find_site
from commentsvc.usecases.change_key import settle_key
from commentsvc.usecases.check_entry import check_entry
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.extend_log import extend_log, is_signed_by, lock_log
from commentsvc.usecases.find_signer import find_signer
from commentsvc.usecases.read_key_changes import check_key_changes

BATCH = 250
"""Small enough that on SQLite, where the lock stops every writer, each transaction holds it for some 50 ms."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Integration:
    """What one call did: entries `included` and `refused`, the log's `size` now, and whether `more` are waiting."""

    included: int = 0
    refused: int = 0
    size: int = 0
    more: bool = False


@dataclass(frozen=True)
class _SiteKey:
    """Who signs, and whose promises count: today's key only."""

    site_id: str
    origin: str
    signer: NoteSigner


@dataclass(frozen=True)
class _Verdict:
    """What was found when the entry was checked: the bytes that were checked, and why it is refused (or None)."""

    checked: tuple[Any, ...]
    refused: str | None


def integrate_entries(deps: Deps, site_id: str, batch: int = BATCH) -> Integration:
    """Integrate at most `batch` pending entries of the site, oldest first, and sign a checkpoint if any was new.

    An entry whose bytes are not what they say, or whose promise the log's key did not sign, is never integrated: it is
    marked with the reason and logged.

    Raises:
        KeyMissing: the site's signing key is not there.
        LedgerError: the key there is not the one the log goes on with, the site has no log, or what is stored of the
            log does not fit together. Nothing was changed.
    """
    session = deps.session
    site = find_site(session, site_id)
    if site is None:
        raise LedgerError(f"there is no site {site_id!r}")
    key = _site_key(deps, site)
    # Signatures are checked before the lock is taken: on SQLite the lock would stop every writer meanwhile.
    verdicts = {
        entry.id: _Verdict(_checked(entry), check_entry(entry, key.origin, key.signer.verifier))
        for entry in pending_entries(session, site_id, batch)
    }
    if not verdicts:
        session.rollback()
        return Integration()
    with writing(session):
        found = _integrate(session, key, verdicts)
    if found is None:
        return Integration(more=True)
    included, refused, size = found
    for entry_id in refused:
        log.error("log entry refused", site=key.site_id, entry=str(entry_id), reason=verdicts[entry_id].refused)
    return Integration(included, len(refused), size, more=len(verdicts) == batch)


def _integrate(
    session: Session, key: _SiteKey, verdicts: dict[uuid.UUID, _Verdict]
) -> tuple[int, list[uuid.UUID], int] | None:
    """Inside the transaction: how many entries were included, which were refused, and the log's size now. None when
    the site's key was changed since the promises were checked: those of the new key would have been refused."""
    site, state = lock_log(session, key.site_id)
    if site.log_vkey != key.signer.vkey:
        return None
    entries = [
        entry
        for entry in pending_entries(session, site.id, len(verdicts))
        if entry.id in verdicts and verdicts[entry.id].checked == _checked(entry)
    ]
    for entry in entries:
        entry.refused = verdicts[entry.id].refused
    accepted = [entry for entry in entries if entry.refused is None]
    if accepted:
        for index, entry in enumerate(accepted, start=state.size):
            entry.leaf_index = index
        extend_log(session, site, state, [entry.leaf_hash for entry in accepted], [key.signer])
    return len(accepted), [entry.id for entry in entries if entry.refused is not None], state.size


def _site_key(deps: Deps, site: Site) -> _SiteKey:
    signer = find_signer(deps, site)
    changes = key_changes(deps.session, site.id)
    if changes and is_signed_by(deps.session, site, signer.verifier):  # or the database says more than its log does
        settle_key(deps, site.id, signer.vkey, changes)  # the last may have been cut off before the files were in order
    check_key_changes(deps, site, signer.verifier)
    return _SiteKey(site.id, site.log_origin, signer)


def _checked(entry: LogEntry) -> tuple[Any, ...]:
    return (entry.type, entry.data, entry.leaf_hash, entry.promise, entry.deadline)
