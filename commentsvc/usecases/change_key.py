"""Change a site's signing key: one transaction in which the log says so, under a checkpoint of its own.

What is written before it (the new key's file) harms nobody, and what comes after it (putting the files in order) can be
done by anybody later. So a crash between any two steps leaves a log with the old key, or one with the new.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from commentsvc import clock
from commentsvc.clock import iso
from commentsvc.errors import Conflict, KeyMissing
from commentsvc.ledger.entry import commitment, leaf_data, new_salt
from commentsvc.ledger.key_change import KEY_ENTRY, KeyChange
from commentsvc.ledger.note import NoteSigner
from commentsvc.ledger.promise import sign_promise
from commentsvc.ledger.tree import leaf_hash
from commentsvc.models.audit import record_audit
from commentsvc.models.database import new_id, writing
from commentsvc.models.key_change import LogKeyChange, key_changes
from commentsvc.models.log import LogEntry
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.extend_log import extend_log, lock_log

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
    checkpoint; the first also the entry's promise. The caller has checked who may.

    Raises:
        Conflict: the key was changed by somebody else meanwhile; nothing was done.
        LedgerError: what is stored of the log does not fit together.
    """
    with writing(deps.session) as session:
        site, state = lock_log(session, site_id)
        if site.log_vkey != old:
            raise Conflict("The key of this site was changed meanwhile. `commentsvc key show` tells today's.")
        before = key_changes(session, site_id)
        salt, at = new_salt(), clock.now()
        told = KeyChange(site.log_origin, old, signers[-1].vkey, reason, iso(at))
        entry = _entry(deps, site, leaf_data(KEY_ENTRY, commitment(salt, told.snapshot())), signers[0], at)
        entry.leaf_index = state.size
        session.add(entry)
        extend_log(session, site, state, [entry.leaf_hash], signers)
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
        record_audit(session, site_id, actor, f"key.{reason}", site_id, {"old": old, "new": told.new})
        size = state.size
    settle_key(deps, site_id, told.new, [*before, change])
    return ChangedKey(old, told.new, reason, at, size)


def settle_key(deps: Deps, site_id: str, vkey: str, changes: Sequence[LogKeyChange]) -> None:
    """Put the files in order after a change to `vkey`. What does not work now, the next integrator that can will do."""
    try:
        deps.keys.adopt(site_id, vkey, {change.old_vkey for change in changes} - {vkey})
    except (OSError, KeyMissing) as error:
        log.warning("the new signing key is not yet in its place", site=site_id, reason=str(error))


def _entry(deps: Deps, site: Site, data: bytes, signer: NoteSigner, at: datetime) -> LogEntry:
    leaf = leaf_hash(data)
    deadline = at + timedelta(seconds=deps.settings.promise_seconds)
    promise = sign_promise(signer, site.log_origin, leaf, round(deadline.timestamp() * 1000))
    return LogEntry(
        site_id=site.id, id=new_id(), type=KEY_ENTRY, data=data, leaf_hash=leaf, promise=promise, deadline=deadline
    )
