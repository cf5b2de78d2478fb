"""How many reads and how much time a proof costs in a log of a million entries.

    python benchmarks/measure_proofs.py [--entries 1000000] [--proofs 200]

A log of that size is laid into a fresh SQLite database (tiles, and the entries that are asked for), and signed;
then proofs are made through the use-cases, verified, and timed. Prints one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from commentsvc.app import create_app
from commentsvc.cli.revision import upgrade
from commentsvc.clock import now
from commentsvc.ledger.checkpoint import Checkpoint, open_checkpoint
from commentsvc.ledger.proof import verify_consistency, verify_inclusion
from commentsvc.ledger.tree import append, root
from commentsvc.models import db
from commentsvc.models.database import new_id, writing
from commentsvc.models.log import LogCheckpoint, LogEntry, LogState
from commentsvc.models.log_tiles import StoredTiles
from commentsvc.usecases.access import CLI
from commentsvc.usecases.add_site import SiteDraft, add_site
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.read_consistency import read_consistency
from commentsvc.usecases.read_inclusion import read_inclusion

SITE = "bench"
BATCH = 65_536


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--proofs", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"data_dir": Path(folder), "run_worker": False, "log_level": "error"})
        with app.app_context():
            upgrade()
            deps: Deps = app.extensions["commentsvc"]
            asked = lay_log(deps, given.entries, given.proofs)
            sys.stdout.write(json.dumps(measure(deps, given.entries, asked)) + "\n")
            db.session.remove()
            db.engine.dispose()


def leaf(index: int) -> bytes:
    """A stand-in for a leaf hash."""
    return sha256(index.to_bytes(8, "big")).digest()


def lay_log(deps: Deps, entries: int, proofs: int) -> list[int]:
    """A site whose log has `entries` leaves; the indexes whose entries are stored, so that they can be asked for."""
    draft = SiteDraft(
        key=SITE,
        name="Bench",
        origins=["https://example.org"],
        controller_name="Bench",
        controller_contact="privacy@example.org",
        privacy_url="https://example.org/privacy",
    )
    add_site(deps, CLI, draft)
    asked = random.Random(1).sample(range(entries), proofs)  # noqa: S311 - which entries are measured
    signer = deps.keys.signer(SITE)
    with writing(deps.session) as session:
        tiles = StoredTiles(session, SITE)
        size = 0
        while size < entries:
            update = append(tiles, size, [leaf(n) for n in range(size, min(size + BATCH, entries))])
            tiles.write(update)
            session.flush()
            size = update.size
        head = root(tiles, size)
        note = Checkpoint(signer.name, size, head).sign(signer)
        session.add(LogCheckpoint(site_id=SITE, size=size, root=head, note=note, created_at=now()))
        state = session.get_one(LogState, SITE)
        state.size, state.root = size, head
        for index in asked:
            entry = LogEntry(
                site_id=SITE, id=new_id(), type="given", data=b"", leaf_hash=leaf(index), promise=b"", leaf_index=index
            )
            entry.deadline = now() + timedelta(days=1)
            session.add(entry)
    return asked


def measure(deps: Deps, entries: int, asked: list[int]) -> dict[str, Any]:
    """Reads and milliseconds of each kind of proof, each on a session that remembers nothing."""
    signer = deps.keys.signer(SITE)
    statements: list[str] = []
    sa.event.listen(deps.session.get_bind(), "before_cursor_execute", lambda *told: statements.append(told[2]))
    reads: dict[str, list[int]] = {"inclusion": [], "consistency": []}
    spent: dict[str, list[float]] = {"inclusion": [], "consistency": []}

    def timed(kind: str, prove: Any) -> Any:
        deps.session.remove()
        statements.clear()
        begun = time.perf_counter()
        found = prove()
        spent[kind].append(1000 * (time.perf_counter() - begun))
        reads[kind].append(sum(statement.startswith("SELECT") for statement in statements))
        return found

    for index in asked:
        found = timed("inclusion", lambda index=index: read_inclusion(deps, SITE, leaf(index)))
        head = open_checkpoint(found.checkpoint, signer.name, [signer.verifier])
        verify_inclusion(leaf(index), found.index, head.size, found.proof, head.root)
        if index:
            proof = timed("consistency", lambda index=index: read_consistency(deps, SITE, index, entries))
            old = root(StoredTiles(deps.session, SITE), index)
            verify_consistency(index, entries, old, head.root, proof)
    return {
        "entries": entries,
        **{
            kind: {
                "most_reads": max(reads[kind]),
                "median_ms": round(statistics.median(spent[kind]), 2),
                "p99_ms": round(sorted(spent[kind])[int(len(spent[kind]) * 0.99) - 1], 2),
            }
            for kind in reads
        },
    }


if __name__ == "__main__":
    main()
