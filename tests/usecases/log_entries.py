"""Pending entries as posting writes them, and an auditor who believes nothing that is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from commentsvc.clock import now
from commentsvc.ledger.checkpoint import Checkpoint, open_checkpoint
from commentsvc.ledger.entry import commitment, leaf_data, new_salt
from commentsvc.ledger.note import NoteVerifier
from commentsvc.ledger.promise import sign_promise
from commentsvc.ledger.proof import verify_consistency, verify_inclusion
from commentsvc.ledger.tree import consistency_proof, inclusion_proof, leaf_hash
from commentsvc.models import told
from commentsvc.models.database import new_id, writing
from commentsvc.models.key_change import key_changes
from commentsvc.models.log import LogCheckpoint, LogEntry, LogState, LogTile
from commentsvc.models.site import Site
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.integrate_entries import integrate_entries
from commentsvc.usecases.ready_consent_lines import ready_consent_lines
from tests.ledger import naive


def fresh(deps: Deps) -> Deps:
    """The same parts with a session of their own, as another process has them."""
    return replace(deps, session=Session(deps.session.get_bind(), expire_on_commit=False))


def make_entry(deps: Deps, site_id: str, type_: str = "given") -> LogEntry:
    """A pending entry with a good promise, not stored yet."""
    site = deps.session.get(Site, site_id)
    data = leaf_data(type_, commitment(new_salt(), b"{}"))
    deadline = now() + timedelta(days=1)
    promise = sign_promise(
        deps.keys.signer(site_id), site.log_origin, leaf_hash(data), round(deadline.timestamp() * 1000)
    )
    return LogEntry(
        site_id=site_id,
        id=new_id(),
        type=type_,
        data=data,
        leaf_hash=leaf_hash(data),
        promise=promise,
        deadline=deadline,
    )


def add_pending(deps: Deps, site_id: str, count: int = 1) -> list[LogEntry]:
    """Store `count` entries that wait for an index."""
    entries = [make_entry(deps, site_id) for _ in range(count)]
    store(deps, entries)
    return entries


def store(deps: Deps, rows: Sequence[Any]) -> None:
    """Store `rows`."""
    with writing(deps.session) as session:
        session.add_all(rows)


def integrate_all(deps: Deps, site_id: str) -> None:
    """Integrate until nothing is pending."""
    while integrate_entries(deps, site_id).more:
        pass


def log_rows(deps: Deps, site_id: str) -> dict[str, list[tuple[Any, ...]]]:
    """Everything stored of the site's log, read on a session of its own."""
    with fresh(deps).session as session:
        return {
            table.name: [
                tuple(row)
                for row in session.execute(
                    sa.select(table).where(table.c.site_id == site_id).order_by(*table.primary_key.columns)
                )
            ]
            for table in (model.__table__ for model in (LogEntry, LogTile, LogState, LogCheckpoint))
        }


def audit(deps: Deps, site_id: str) -> Checkpoint:
    """Check the whole log from its entries, with a naive tree, against every checkpoint; returns the last one.

    Each entry with an index is proven by the stored tiles to be in the last checkpoint, and each checkpoint to grow
    from the one before.
    """
    with fresh(deps).session as session:
        site = session.get(Site, site_id)
        entries = session.scalars(
            sa.select(LogEntry)
            .where(LogEntry.site_id == site_id, LogEntry.leaf_index.is_not(None))
            .order_by(LogEntry.leaf_index)
        ).all()
        leaves = [naive.leaf(entry.data) for entry in entries]
        assert [entry.leaf_index for entry in entries] == list(range(len(entries)))
        tiles = {
            (tile.level, tile.tile_index): tile.hashes
            for tile in session.scalars(sa.select(LogTile).where(LogTile.site_id == site_id))
        }
        vkeys = {site.log_vkey, *(change.old_vkey for change in key_changes(session, site_id))}
        checkpoints = [
            open_checkpoint(row.note, site.log_origin, map(NoteVerifier.parse, vkeys))
            for row in session.scalars(
                sa.select(LogCheckpoint).where(LogCheckpoint.site_id == site_id).order_by(LogCheckpoint.size)
            )
        ]
        state = session.get(LogState, site_id)
        assert (state.size, state.root) == (len(leaves), naive.mth(leaves))

    def read(level: int, index: int, width: int) -> bytes:
        return tiles[level, index]

    for checkpoint in checkpoints:
        assert checkpoint.root == naive.mth(leaves[: checkpoint.size])
    for old, new in zip(checkpoints, checkpoints[1:], strict=False):
        proof = consistency_proof(read, old.size, new.size)
        verify_consistency(old.size, new.size, old.root, new.root, proof)
    last = checkpoints[-1] if checkpoints else Checkpoint(site.log_origin, 0, naive.mth([]))
    assert last.size == len(leaves)
    for index, leaf in enumerate(leaves):
        verify_inclusion(leaf, index, last.size, inclusion_proof(read, index, last.size), last.root)
    return last


def asked_in_each_way(deps: Deps, site_id: str, ask: Callable[[], Any]) -> Any:
    """What `ask` says of the site's records: the same of those that no line tells of yet, of ready lines, and where
    nobody makes any."""
    said = ask()
    integrate_all(deps, site_id)
    while ready_consent_lines(deps, site_id):
        pass
    assert ask() == said, "the lines say otherwise"
    with pytest.MonkeyPatch.context() as nobody:
        nobody.setattr(told, "MOST_WAITING", 0)
        assert ask() == said, "all records say otherwise"
    return said
