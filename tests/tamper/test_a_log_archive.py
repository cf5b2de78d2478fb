"""What an exported log shows to whoever kept a checkpoint, after the database was changed or an old one put back."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.ledger.believe import Trust
from commentsvc.ledger.verdict import Outcome
from commentsvc.ledger.verify_archive import verify_archive
from commentsvc.models.log import LogCheckpoint, LogTile
from commentsvc.usecases.access import CLI
from commentsvc.usecases.export_log import export_log

from .conftest import Attacker, Scene


@pytest.fixture
def database(sqlite_database: str) -> str:
    """A backup is a file here; what follows from putting it back is the same elsewhere."""
    return sqlite_database


def verdict(scene: Scene) -> Outcome:
    """What the auditor says of the whole log with the key and the checkpoint they had."""
    scene.deps.session.rollback()
    data = b"".join(export_log(scene.deps, CLI, scene.site.id).chunks)
    return verify_archive(io.BytesIO(data), Trust([scene.key], [scene.kept])).outcome


def test_the_log_as_it_is_begins_with_what_was_kept(scene: Scene, post: Callable[..., Any]) -> None:
    post()
    scene.integrate()

    assert verdict(scene) is Outcome.PROVEN


def test_a_changed_tile_is_altered(scene: Scene, attacker: Attacker) -> None:
    attacker.run(sa.update(LogTile).values(hashes=bytes(4 * 32)))

    assert verdict(scene) is Outcome.ALTERED


def test_a_checkpoint_that_is_gone_is_a_log_rolled_back(
    scene: Scene, attacker: Attacker, post: Callable[..., Any]
) -> None:
    post()
    scene.integrate()
    scene.kept = scene.checkpoint()

    attacker.run(sa.delete(LogCheckpoint).where(LogCheckpoint.size == int(scene.kept.split("\n")[1])))

    assert verdict(scene) is Outcome.ROLLED_BACK


@pytest.mark.parametrize(
    ("comments", "outcome"), [(0, Outcome.ROLLED_BACK), (1, Outcome.SPLIT_VIEW), (2, Outcome.LOG_REWRITTEN)]
)
def test_an_old_backup_that_was_put_back_is_found_out_however_far_it_grew(
    scene: Scene, post: Callable[..., Any], tmp_path: Path, database: str, comments: int, outcome: Outcome
) -> None:
    live, backup = Path(sa.make_url(database).database or ""), tmp_path / "backup.db"
    _copy(live, backup)
    post(body="Lost by the backup.")
    scene.integrate()
    scene.kept = scene.checkpoint()
    scene.deps.session.close()
    _copy(backup, live)

    for number in range(comments):
        post(body=f"Another, {number}.")
    if comments:
        scene.integrate()

    assert verdict(scene) is outcome


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
