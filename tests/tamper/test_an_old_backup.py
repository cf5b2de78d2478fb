"""An old backup put back, with the key still there: the log goes on from an earlier state and contradicts itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.ledger.verdict import Outcome

from .conftest import Scene, size_of


@pytest.fixture
def database(sqlite_database: str) -> str:
    """A backup is a file here; what follows from putting it back is the same elsewhere."""
    return sqlite_database


@pytest.fixture
def rolled_back(scene: Scene, post: Callable[..., Any], tmp_path: Path, database: str) -> tuple[Scene, str]:
    """The scene after a backup, a fourth comment, and the backup put back; the fourth reader's receipt file."""
    live, backup = Path(sa.make_url(database).database or ""), tmp_path / "backup.db"
    _copy(live, backup)
    fourth = post(body="Lost by the backup.")["receipt"]
    scene.integrate()
    saved = scene.file(fourth)
    scene.kept = scene.checkpoint()
    scene.deps.session.close()
    _copy(backup, live)
    return scene, saved


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def test_as_long_as_the_log_is_shorter_it_lost_entries(rolled_back: tuple[Scene, str]) -> None:
    scene, _ = rolled_back

    assert size_of(scene.checkpoint()) == size_of(scene.kept) - 1
    assert scene.log_verdict().outcome is Outcome.ROLLED_BACK


def test_as_soon_as_it_is_as_long_again_it_is_a_split_view(
    rolled_back: tuple[Scene, str], post: Callable[..., Any]
) -> None:
    scene, saved = rolled_back
    post(body="Another comment in the same place.")
    scene.integrate()

    assert scene.log_verdict().outcome is Outcome.SPLIT_VIEW
    assert scene.verdict(saved, checkpoints=[scene.checkpoint()]).outcome is Outcome.SPLIT_VIEW


def test_once_it_is_longer_no_proof_connects_it_with_what_was_kept(
    rolled_back: tuple[Scene, str], client: Any, post: Callable[..., Any]
) -> None:
    scene, saved = rolled_back
    for number in range(3):
        post(body=f"Comment {number} after the backup.")
    scene.integrate()
    newest = scene.checkpoint()

    assert scene.log_verdict().outcome is Outcome.LOG_REWRITTEN
    sizes = {"from": size_of(scene.kept), "to": size_of(newest)}
    proof = client.get(f"{scene.site.url}/log/consistency", query_string=sizes).text
    assert scene.verdict(saved, checkpoints=[newest], consistency=[proof]).outcome is Outcome.LOG_REWRITTEN
