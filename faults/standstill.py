"""Whoever holds SQLite's write lock is stopped (SIGSTOP) for a minute, then a server process: the others go on."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from faults.support.away import Meanwhile, claim_polite
from faults.support.folder import run_folder
from faults.support.load import Load
from faults.support.processes import wait_until
from faults.support.proof import kept_checkpoint, prove
from faults.support.report import Report, run_as_script
from faults.support.service import Service

SECONDS, LEAST_SECONDS = 60.0, 25.0
"""How long somebody stands still; longer than the service waits for SQLite."""
PATIENT_SECONDS = 20.0
"""So long a post may be kept waiting before it is told to come again: as long as SQLite is waited for, and a bit."""
HOLDER = """
import os, signal, sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("PRAGMA busy_timeout = 60000")
database.execute("BEGIN IMMEDIATE")
os.kill(os.getpid(), signal.SIGSTOP)
"""


def fault(report: Report, scale: float) -> None:
    """On SQLite: PostgreSQL's locks are its own, and it ends what waits too long for one."""
    seconds = max(LEAST_SECONDS, SECONDS * scale)
    with run_folder("standstill") as folder, Service(folder / "service", {"workers": 2}).set_up() as service:
        service.start()
        kept: list[Path] = []
        with Load(service.port, writers=12, readers=4, pause=0.01) as load:
            time.sleep(3)
            _lock_held(report, service, load, seconds)
            kept_checkpoint(service, folder, kept)
            silent = load.writes.statuses["no answer"] + load.reads.statuses["no answer"]
            report.claim("everybody gets an answer while the lock is held", not silent, silent)
            _process_stopped(report, service, load, seconds)
            load.stop()
        claim_polite(report, load, no_answer=True)
        prove(report, service, load, folder, kept)


def _lock_held(report: Report, service: Service, load: Load, seconds: float) -> None:
    meanwhile = Meanwhile(report, load, "the lock was held")
    with _holding(service.data / "commentsvc.db"):
        began, count, reads = time.monotonic(), load.count, load.reads.statuses["200"]
        time.sleep(seconds)
        report.figure("comments taken while the lock was held", load.count - count)
        report.claim("readers are answered meanwhile", load.reads.statuses["200"] > reads + seconds)
        slowest = max((took for _, took in load.reads.answered_since(began)), default=0.0)
        report.claim("no reader waits for it", slowest < 2, f"{slowest:.1f} s")
        waited = [took for _, took in load.writes.answered_since(began)]
        report.figure("posts answered meanwhile", len(waited))
        report.figure("longest wait of a post, s", max(waited, default=0.0))
        report.claim(
            f"posts are told to come again within {PATIENT_SECONDS:.0f} s",
            len(waited) > 0 and max(waited) < PATIENT_SECONDS,
            f"{len(waited)} answered, {max(waited, default=0.0):.1f} s at most",
        )
    meanwhile.back(15)


def _process_stopped(report: Report, service: Service, load: Load, seconds: float) -> None:
    meanwhile = Meanwhile(report, load, "a server process stood still")
    stopped = random.choice(service.server_workers())
    os.kill(stopped, signal.SIGSTOP)
    try:
        reads = load.reads.statuses["200"]
        time.sleep(seconds)
        report.claim("readers of the other process are answered", load.reads.statuses["200"] > reads)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(stopped, signal.SIGCONT)
    meanwhile.back(15)


@contextlib.contextmanager
def _holding(database: Path) -> Iterator[None]:
    """Somebody stands still with the write lock."""
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(database)])
    try:
        wait_until(lambda: _stands_still(holder.pid), "the lock is held")
        yield
    finally:
        holder.kill()
        holder.wait(60)


def _stands_still(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


if __name__ == "__main__":
    run_as_script("standstill", fault)
