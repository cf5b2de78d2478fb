"""Two versions at once on one database, during an upgrade: the older one goes on, and is kept out once it would break.

The older version is a copy of this checkout. The newer is another copy, with a migration that expands, made on the fly,
and later one that contracts. The first runs while the older version serves; then both serve together.
"""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from faults.support.folder import run_folder
from faults.support.load import Load
from faults.support.postgres import Postgres
from faults.support.processes import wait_until
from faults.support.proof import kept_checkpoint, prove
from faults.support.report import Report, run_as_script
from faults.support.service import ROOT, Service

COMMENTS = 200
EXPAND = """
import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "{head}"


def upgrade():
    op.create_table("later", sa.Column("id", sa.Integer(), primary_key=True))
    op.add_column("comment", sa.Column("later", sa.Integer(), nullable=True))
    op.add_column("thread", sa.Column("later", sa.String(20), nullable=False, server_default="some"))
    op.create_index("ix_comment_later", "comment", ["site_id", "later"])
"""
CONTRACT = """
from alembic import op

revision = "9002"
down_revision = "9001"
oldest_code = "9001"


def upgrade():
    op.drop_table("later")
"""


def fault(report: Report, scale: float) -> None:
    """On both databases."""
    with run_folder("versions") as folder:
        older, newer = (_checkout(folder / name) for name in ("older", "newer"))
        _add_migration(newer, EXPAND)
        with Postgres(folder / "postgres") as postgres:
            postgres.made()
            _upgrade(report, folder / "on-postgresql", older, newer, {"database_url": postgres.url()}, scale)
        (newer / "migrations" / "versions" / "9002_made_here.py").unlink()
        _upgrade(report, folder / "on-sqlite", older, newer, {}, scale)


def _upgrade(report: Report, folder: Path, older: Path, newer: Path, settings: dict[str, Any], scale: float) -> None:
    report.say(folder.name)
    kept: list[Path] = []
    before = Service(folder, settings, root=older).set_up()
    one_address = {"public_url": f"http://127.0.0.1:{before.port}"}  # as behind one balancer
    after = replace(before, root=newer, settings=settings | one_address)
    after.vkey, after.log = before.vkey, folder / "newer.log"
    with before, after:
        before.start()
        first = Load(before.port).start()
        second = Load(after.port)
        try:
            _wait_for(first, COMMENTS * scale)
            kept_checkpoint(before, folder, kept)
            began = time.monotonic()
            after.command("migrate")
            report.figure("migrated under load in, s", time.monotonic() - began)
            _wait_for(first, COMMENTS * scale)
            kept_checkpoint(before, folder, kept)
            after.start_server(300)
            second.start()
            _wait_for(second, COMMENTS * scale)
            kept_checkpoint(after, folder, kept)
            before.kill_server()
            before.start()
            _wait_for(first, COMMENTS * scale)
            report.claim("the older version starts again on the expanded database", before.answers())
        finally:
            first.stop()
            if second.count:
                second.stop()
        report.figure("comments by the older and by the newer version", f"{first.count:,}, {second.count:,}")
        odd = first.writes.odd + first.reads.odd + second.writes.odd + second.reads.odd
        report.claim("neither said anything but its answers and 503", not odd, odd[:3])
        both = SimpleNamespace(
            acknowledged=[*first.acknowledged, *second.acknowledged], texts=first.texts | second.texts
        )
        prove(report, after, both, folder, kept)  # type: ignore[arg-type]
        before.stop()
        _add_migration(newer, CONTRACT)
        after.command("migrate")
        refused = before.command("migrate", "--check", codes=(0, 1))
        try:
            before.command("serve", "--port", str(before.port), seconds=120)
            said = "it served" + refused
        except RuntimeError as error:
            said = str(error)
        report.claim("once something was taken away, the older version is kept out", "newer version" in said, said)
        report.claim("and the newer one goes on", after.answers())


def _wait_for(load: Load, more: float) -> None:
    enough = load.count + more
    wait_until(lambda: load.count >= enough, "comments are taken", 600)


def _checkout(folder: Path) -> Path:
    """A copy of what runs here, without what belongs to nobody."""
    for name in ("commentsvc", "migrations"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def _add_migration(checkout: Path, text: str) -> None:
    versions = checkout / "migrations" / "versions"
    head = max(path.name[:4] for path in versions.glob("[0-9]*.py"))
    number = text.split('= "', 1)[1][:4]
    (versions / f"{number}_made_here.py").write_text(f'"""Made by a fault."""\n{text.format(head=head)}')


if __name__ == "__main__":
    run_as_script("two_versions", fault)
