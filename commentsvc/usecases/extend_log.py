"""Append leaves to a site's stored log and sign what it is now: the one place where a log grows.

Called inside a write transaction of another use-case: what it writes becomes visible together, or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from commentsvc.clock import now
from commentsvc.errors import LedgerError, NoteError
from commentsvc.ledger.checkpoint import Checkpoint, open_checkpoint
from commentsvc.ledger.note import NoteSigner, NoteVerifier, sign_note
from commentsvc.ledger.tree import EMPTY_ROOT, append, root
from commentsvc.models.log import LogCheckpoint, LogState, latest_checkpoint
from commentsvc.models.log_tiles import StoredTiles
from commentsvc.models.site import Site


def lock_log(session: Session, site_id: str) -> tuple[Site, LogState]:
    """The site and its log's state as they are now, the log held until the transaction ends.

    FOR UPDATE means nothing to SQLite, whose whole database this transaction holds already. Raises `LedgerError` when
    what is stored of the log does not fit together: nothing may be signed on top of it, or a fork would be.
    """
    state = session.scalars(
        sa.select(LogState)
        .where(LogState.site_id == site_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if state is None:
        raise LedgerError(f"site {site_id!r} has no log state; restore the database from its backup")
    site = session.get_one(Site, site_id, populate_existing=True)
    _check_stored_log(session, site, state)
    return site, state


def extend_log(
    session: Session, site: Site, state: LogState, leaves: Sequence[bytes], signers: Sequence[NoteSigner]
) -> None:
    """Append leaf hashes (at least one) to the log that `lock_log` gave, and store a checkpoint with the signatures of
    all `signers`. The caller gives the entries their indexes, from what `state.size` was before."""
    stored = StoredTiles(session, site.id)
    update = append(stored, state.size, list(leaves))
    stored.write(update)
    state.size, state.root = update.size, update.root
    note = sign_note(Checkpoint(site.log_origin, update.size, update.root).body(), *signers)
    session.add(LogCheckpoint(site_id=site.id, size=update.size, root=update.root, note=note, created_at=now()))


def _check_stored_log(session: Session, site: Site, state: LogState) -> None:
    """Tiles, root and last checkpoint agree, and today's key signed that checkpoint, alone or with the one before."""
    if root(StoredTiles(session, site.id), state.size) != state.root:
        raise LedgerError(f"the stored tiles of site {site.id!r} do not give the stored root")
    latest = latest_checkpoint(session, site.id)
    signed = (latest.size, latest.root) if latest else (0, EMPTY_ROOT)
    if signed != (state.size, state.root):
        raise LedgerError(f"the log of site {site.id!r} and its last checkpoint do not agree")
    if latest and not is_signed_by(session, site, NoteVerifier.parse(site.log_vkey)):
        raise LedgerError(f"the last checkpoint of site {site.id!r} is not signed by the log's key")


def is_signed_by(session: Session, site: Site, key: NoteVerifier) -> bool:
    """Whether the newest checkpoint of the site's log is signed by `key`, alone or with another."""
    latest = latest_checkpoint(session, site.id)
    if latest is None:
        return False
    try:
        open_checkpoint(latest.note, site.log_origin, [key])
    except NoteError:
        return False
    return True
