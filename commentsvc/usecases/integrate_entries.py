"""Give pending log entries their place in the site's tree and sign the result: one transaction, under the site's lock.

Apart from posting, so that writers never wait for the tree. What runs twice, or in two places at once, or is cut off
between any two writes leaves one log: indexes, tiles, root and checkpoint become visible together or not at all.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from commentsvc.clock import now
from commentsvc.errors import LedgerError
from commentsvc.ledger.checkpoint import Checkpoint
from commentsvc.ledger.entry import parse_leaf
from commentsvc.ledger.note import NoteSigner, NoteVerifier
from commentsvc.ledger.promise import verify_promise
from commentsvc.ledger.tree import EMPTY_ROOT, TreeUpdate, append, leaf_hash, root
from commentsvc.models.database import writing
from commentsvc.models.log import LogCheckpoint, LogEntry, LogState, latest_checkpoint, pending_entries
from commentsvc.models.log_tiles import StoredTiles
from commentsvc.models.site import Site, find_site
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.find_signer import find_signer

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
    site_id: str
    origin: str
    signer: NoteSigner
    verifier: NoteVerifier


@dataclass(frozen=True)
class _Verdict:
    """What was found when the entry was checked: the bytes that were checked, and why it is refused (or None)."""

    checked: tuple[Any, ...]
    refused: str | None


def integrate_entries(deps: Deps, site_id: str, batch: int = BATCH) -> Integration:
    """Integrate at most `batch` pending entries of the site, oldest first, and sign a checkpoint if any was new.

    An entry whose bytes are not what they say, or whose promise the site's key did not sign, is never integrated: it is
    marked with the reason and logged.

    Raises:
        KeyMissing: the site's signing key is not there.
        LedgerError: the key there is not the one the log began with, the site has no log, or what is stored of the log
            does not fit together. Nothing was changed.
    """
    session = deps.session
    site = find_site(session, site_id)
    if site is None:
        raise LedgerError(f"there is no site {site_id!r}")
    key = _site_key(deps, site)
    # Signatures are checked before the lock is taken: on SQLite the lock would stop every writer meanwhile.
    verdicts = {
        entry.id: _Verdict(_checked(entry), _reason_to_refuse(entry, key))
        for entry in pending_entries(session, site_id, batch)
    }
    if not verdicts:
        session.rollback()
        return Integration()
    with writing(session):
        included, refused, size = _integrate(session, key, verdicts)
    for entry_id in refused:
        log.error("log entry refused", site=key.site_id, entry=str(entry_id), reason=verdicts[entry_id].refused)
    return Integration(included, len(refused), size, more=len(verdicts) == batch)


def _integrate(
    session: Session, key: _SiteKey, verdicts: dict[uuid.UUID, _Verdict]
) -> tuple[int, list[uuid.UUID], int]:
    """Inside the transaction: how many entries were included, which were refused, and the log's size now."""
    site_id = key.site_id
    state = _locked_state(session, site_id)
    stored = StoredTiles(session, site_id)
    _check_stored_log(session, state, stored)
    entries = [
        entry
        for entry in pending_entries(session, site_id, len(verdicts))
        if entry.id in verdicts and verdicts[entry.id].checked == _checked(entry)
    ]
    for entry in entries:
        entry.refused = verdicts[entry.id].refused
    accepted = [entry for entry in entries if entry.refused is None]
    if accepted:
        update = append(stored, state.size, [entry.leaf_hash for entry in accepted])
        for index, entry in enumerate(accepted, start=state.size):
            entry.leaf_index = index
        stored.write(update)
        state.size, state.root = update.size, update.root
        session.add(_checkpoint(key, update))
    return len(accepted), [entry.id for entry in entries if entry.refused is not None], state.size


def _site_key(deps: Deps, site: Site) -> _SiteKey:
    signer = find_signer(deps, site)
    return _SiteKey(site.id, site.log_origin, signer, signer.verifier)


def _checked(entry: LogEntry) -> tuple[Any, ...]:
    return (entry.type, entry.data, entry.leaf_hash, entry.promise, entry.deadline)


def _reason_to_refuse(entry: LogEntry, key: _SiteKey) -> str | None:
    try:
        if parse_leaf(entry.data).type != entry.type:
            return "the leaf data is of another type"
        if leaf_hash(entry.data) != entry.leaf_hash:
            return "the leaf hash is not that of the leaf data"
        deadline_ms = round(entry.deadline.timestamp() * 1000)
        verify_promise(key.verifier, key.origin, entry.leaf_hash, deadline_ms, entry.promise)
    except LedgerError as error:
        return str(error)[:200]
    return None


def _locked_state(session: Session, site_id: str) -> LogState:
    """The site's log state, held until the transaction ends. FOR UPDATE means nothing to SQLite, whose whole database
    this transaction holds already."""
    state = session.scalars(
        sa.select(LogState)
        .where(LogState.site_id == site_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if state is None:
        raise LedgerError(f"site {site_id!r} has no log state; restore the database from its backup")
    return state


def _check_stored_log(session: Session, state: LogState, stored: StoredTiles) -> None:
    """Never sign on top of something broken: tiles, root and last checkpoint must agree, or a fork would be signed."""
    if root(stored, state.size) != state.root:
        raise LedgerError(f"the stored tiles of site {state.site_id!r} do not give the stored root")
    latest = latest_checkpoint(session, state.site_id)
    signed = (latest.size, latest.root) if latest else (0, EMPTY_ROOT)
    if signed != (state.size, state.root):
        raise LedgerError(f"the log of site {state.site_id!r} and its last checkpoint do not agree")


def _checkpoint(key: _SiteKey, update: TreeUpdate) -> LogCheckpoint:
    note = Checkpoint(key.origin, update.size, update.root).sign(key.signer)
    return LogCheckpoint(site_id=key.site_id, size=update.size, root=update.root, note=note, created_at=now())
