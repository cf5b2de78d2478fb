"""Change a site's signing key: one transaction in which the log says so, under a checkpoint of its own.

What the old key promised and what still waits gets its place in the same transaction, before the change: from then on
a promise by the old key is good for what is in the log, and gets nothing into it.

What is written before it (the new key's file) harms nobody, and what comes after it (putting the files in order) can be
done by anybody later. So a crash between any two steps leaves a log with the old key, or one with the new.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from commentsvc import clock
from commentsvc.clock import iso
from commentsvc.errors import Conflict, KeyMissing
from commentsvc.ledger.entry import commitment, leaf_data, new_salt
from commentsvc.ledger.key_change import KEY_ENTRY, KeyChange
from commentsvc.ledger.note import NoteSigner, NoteVerifier
from commentsvc.ledger.promise import sign_promise
from commentsvc.ledger.tree import leaf_hash
from commentsvc.models.database import new_id, writing
from commentsvc.models.key_change import LogKeyChange, key_changes, lock_key
from commentsvc.models.log import LogEntry, LogState, pending_entries
from commentsvc.models.site import Site
from commentsvc.usecases.check_entry import check_entry
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.extend_log import extend_log, lock_log
from commentsvc.usecases.record_act import record_act

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class ChangedKey:
    """`new` signs instead of `old` (vkeys) from the checkpoint of `size` on."""

    old: str
    new: str
    reason: str
    at: datetime
    size: int


def change_key(
    deps: Deps, actor: Actor, site_id: str, old: str, signers: Sequence[NoteSigner], reason: str
) -> ChangedKey:
    """Write into the log that the vkey `old` ends, and let the last of `signers` sign from now on. All of them sign the
    checkpoint; the first also the entry's promise. The caller has checked who may, and integrated most of what waits.

    Posts of the site wait meanwhile (`models.key_change.hold_key`); this waits for those that are being written.

    Raises:
        Conflict: the key was changed by somebody else meanwhile; nothing was done.
        LedgerError: what is stored of the log does not fit together.
    """
    with writing(deps.session) as session:
        lock_key(session, site_id)
        site, state = lock_log(session, site_id)
        if site.log_vkey != old:
            raise Conflict("The key of this site was changed meanwhile. `commentsvc key show` tells today's.")
        before = key_changes(session, site_id)
        salt, at = new_salt(), clock.now()
        told = KeyChange(site.log_origin, old, signers[-1].vkey, reason, iso(at))
        entry = _entry(deps, site, leaf_data(KEY_ENTRY, commitment(salt, told.snapshot())), signers[0], at)
        waited = _promised(session, site, NoteVerifier.parse(old))
        session.add(entry)
        _place(session, site, state, [*waited, entry], signers)
        session.flush()
        change = LogKeyChange(
            site_id=site_id,
            number=len(before) + 1,
            entry=entry.id,
            size=state.size,
            old_vkey=old,
            new_vkey=told.new,
            reason=reason,
            at=at,
            snapshot=told.snapshot(),
            salt=salt,
        )
        session.add(change)
        site.log_vkey = told.new
        session.flush()  # what is promised from here on is promised by the new key, this act first
        record_act(deps, site_id, actor, f"key.{reason}", site_id, {"old": old, "new": told.new})
        size = state.size
    settle_key(deps, site_id, told.new, [*before, change])
    return ChangedKey(old, told.new, reason, at, size)


def settle_key(deps: Deps, site_id: str, vkey: str, changes: Sequence[LogKeyChange]) -> None:
    """Put the files in order after a change to `vkey`. What does not work now, the next integrator that can will do."""
    try:
        deps.keys.adopt(site_id, vkey, {change.old_vkey for change in changes} - {vkey})
    except (OSError, KeyMissing) as error:
        log.warning("the new signing key is not yet in its place", site=site_id, reason=str(error))


def _promised(session: Session, site: Site, old: NoteVerifier) -> list[LogEntry]:
    """All that waits and that the key `old` promised. What else waits is refused for ever, as the integrator does."""
    promised = []
    for entry in pending_entries(session, site.id):
        entry.refused = check_entry(entry, site.log_origin, old)
        if entry.refused is None:
            promised.append(entry)
        else:
            log.error("log entry refused", site=site.id, entry=str(entry.id), reason=entry.refused)
    return promised


def _place(
    session: Session, site: Site, state: LogState, entries: Sequence[LogEntry], signers: Sequence[NoteSigner]
) -> None:
    for index, entry in enumerate(entries, start=state.size):
        entry.leaf_index = index
    extend_log(session, site, state, [entry.leaf_hash for entry in entries], signers)


def _entry(deps: Deps, site: Site, data: bytes, signer: NoteSigner, at: datetime) -> LogEntry:
    leaf = leaf_hash(data)
    deadline = at + timedelta(seconds=deps.settings.promise_seconds)
    promise = sign_promise(signer, site.log_origin, leaf, round(deadline.timestamp() * 1000))
    return LogEntry(
        site_id=site.id, id=new_id(), type=KEY_ENTRY, data=data, leaf_hash=leaf, promise=promise, deadline=deadline
    )
