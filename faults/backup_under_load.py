"""A backup under load, restored into the other database: what was acknowledged is there, and the log proves it.

Once from SQLite into PostgreSQL and once back. The load goes on while the backup is written. The restored copy is then
held against a checkpoint from before the backup, which it must contain, and against one from after it, than which it
must be called older.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import sqlalchemy as sa

from commentsvc.ledger.verdict import Outcome
from faults.support.folder import run_folder
from faults.support.load import Load
from faults.support.postgres import Postgres
from faults.support.processes import wait_until
from faults.support.proof import kept_checkpoint, waiting
from faults.support.report import Report, run_as_script, share
from faults.support.service import ROOT, Service

COMMENTS = 600
PASSPHRASE = "a passphrase for faults only\n"


def fault(report: Report, scale: float) -> None:
    """Both ways."""
    with run_folder("backup") as folder:
        with Postgres(folder / "postgres-a") as postgres:
            postgres.made()
            target = {"database_url": postgres.url()}
            _there(report, Service(folder / "sqlite", {}), Service(folder / "to-postgresql", target), scale)
        with Postgres(folder / "postgres-b") as postgres:
            postgres.made()
            source = {"database_url": postgres.url()}
            _there(report, Service(folder / "postgresql", source), Service(folder / "to-sqlite", {}), scale)


def _there(report: Report, source: Service, target: Service, scale: float) -> None:
    report.say(f"from {source.folder.name}, {target.folder.name}")
    file, passphrase = source.folder / "all.backup", source.folder / "passphrase"
    kept: list[Path] = []
    with source.set_up() as service:
        passphrase.write_text(PASSPHRASE)
        service.start()
        load = Load(service.port).start()
        try:
            wait_until(lambda: load.count >= COMMENTS * scale, "there is something to back up", 600)
            kept_checkpoint(service, service.folder, kept)
            wait_until(lambda: len(load.acknowledged) > 0, "a comment was taken")
            before, began = {written.id for written in list(load.acknowledged)}, time.monotonic()
            service.command("backup", str(file), "--passphrase-file", str(passphrase))
            ended = time.monotonic()
            enough = load.count + 8
            wait_until(lambda: load.count > enough, "comments are taken after the backup")
        finally:
            load.stop()
        wait_until(lambda: waiting(service) == 0, "every entry is in the log")
        kept_checkpoint(service, service.folder, kept)
        quiet = load.writes.since(began - (ended - began), began)
        report.figure("rows were written in", f"{ended - began:.1f} s, {file.stat().st_size / 1024:,.0f} KiB")
        report.figure("posts answered before / while it was written", f"{len(quiet)} / {_during(load, began, ended)}")
        report.figure("p99 of a post while it was written, s", share(load.writes.since(began, ended), 0.99))
        report.claim("comments were taken while it was written", _during(load, began, ended) > 0)
        odd = load.writes.odd + load.reads.odd
        report.claim("nobody met an error", not odd and set(load.writes.statuses) <= {"201"}, odd[:3])
    _restored(report, target, file, passphrase, kept, before)


def _during(load: Load, began: float, ended: float) -> int:
    return len(load.writes.since(began, ended))


def _restored(
    report: Report, target: Service, file: Path, passphrase: Path, kept: list[Path], before: set[str]
) -> None:
    target.folder.mkdir(parents=True)
    began = time.monotonic()
    told = target.command("restore", str(file), "--passphrase-file", str(passphrase), "--no-erasures")
    report.figure("restored in, s", time.monotonic() - began)
    report.claim("the log proves what was restored", "Proven: the log" in told, told)
    with target.engine.connect() as connection:
        ids = {
            str(one)
            for one in connection.execute(sa.text("SELECT id FROM comment").columns(sa.column("id", sa.Uuid))).scalars()
        }
    lost = before - ids
    report.figure("comments acknowledged before it, and restored", f"{len(before):,}, {len(ids):,}")
    report.claim("nothing acknowledged before the backup is lost", not lost, f"{len(lost)} of {len(before)}")
    older, newer = (_verify(target, one) for one in (kept[0], kept[-1]))
    report.claim("the copy holds the log that was seen before the backup", older == Outcome.PROVEN.exit_code, older)
    report.claim("it is told from the newest: rolled back", newer == Outcome.ROLLED_BACK.exit_code, newer)
    with target:
        target.start()
        load = Load(target.port, writers=1, readers=1).start()
        wait_until(lambda: load.count > 3, "the restored service takes comments")
        load.stop()
        wait_until(lambda: waiting(target) == 0, "every entry is in the log")
    forked = _verify(target, kept[-1])
    report.claim(
        "once it was written to, it is called another log, or still older",
        forked in (Outcome.LOG_REWRITTEN.exit_code, Outcome.SPLIT_VIEW.exit_code, Outcome.ROLLED_BACK.exit_code),
        forked,
    )


def _verify(service: Service, kept: Path) -> int:
    """What `commentsvc verify` says of the service's database with one kept checkpoint."""
    command = [sys.executable, "-c", "from commentsvc.program import main; main()", "verify", "--checkpoint", str(kept)]
    return subprocess.run(command, cwd=ROOT, env=service.environment(), capture_output=True, check=False).returncode


if __name__ == "__main__":
    run_as_script("backup_under_load", fault)
