"""Every fsync takes a fifth of a second: posts are slower and are all taken, readers do not notice."""

from __future__ import annotations

import shutil
import subprocess
import time

from faults.support.away import claim_polite
from faults.support.databases import KINDS, Place, place
from faults.support.folder import run_folder
from faults.support.load import Load
from faults.support.proof import prove
from faults.support.report import CannotRun, Report, run_as_script, share
from faults.support.service import Service

DELAY_MS = 200
SECONDS = 20


def fault(report: Report, scale: float) -> None:
    """On both databases, whose commits wait for the disk; strace holds each one up."""
    if not shutil.which("strace"):
        raise CannotRun("fsync is held up by strace, which is not installed")
    with run_folder("slowdisk") as folder:
        for kind in KINDS:
            with place(report, kind, folder) as here:
                _slow(report, here, scale)


def _slow(report: Report, here: Place, scale: float) -> None:
    with Service(here.folder / "service", {"workers": 2} | here.settings).set_up() as service:
        service.start()
        with Load(service.port, writers=8, readers=2, pause=0.01) as load:
            time.sleep(max(3.0, SECONDS * scale / 2))
            calm = load.reads.since(0)
            slow = _slow_down(service.server_workers() if here.postgres is None else here.postgres.processes())
            try:
                began, before = time.monotonic(), load.count
                time.sleep(max(5.0, SECONDS * scale))
                reads, writes = load.reads.since(began), load.writes.since(began)
                report.figure("comments a second meanwhile", (load.count - before) / (time.monotonic() - began))
            finally:
                for one in slow:
                    one.terminate()
                    one.wait(20)
            load.stop()
        report.figure("reads before, median and p99, s", f"{share(calm, 0.5):.4f} {share(calm, 0.99):.4f}")
        report.figure("reads meanwhile, median and p99, s", f"{share(reads, 0.5):.4f} {share(reads, 0.99):.4f}")
        report.figure("posts meanwhile, median and p99, s", f"{share(writes, 0.5):.3f} {share(writes, 0.99):.3f}")
        report.claim("posts did meet the slow disk", share(writes, 0.5) >= DELAY_MS / 1000, share(writes, 0.5))
        report.claim("readers do not wait for the disk", share(reads, 0.5) < DELAY_MS / 2000, share(reads, 0.5))
        claim_polite(report, load)
        prove(report, service, load, here.folder, [])


def _slow_down(pids: list[int]) -> list[subprocess.Popen[bytes]]:
    """Have strace hold up each fsync of these processes, and of those that they start."""
    delay = f"inject=fsync,fdatasync:delay_enter={DELAY_MS * 1000}"
    command = ["strace", "-f", "-qqq", "-e", "trace=fsync,fdatasync", "-e", delay, "-o", "/dev/null", "-p"]
    started = [subprocess.Popen([*command, str(pid)], stderr=subprocess.PIPE) for pid in pids]
    time.sleep(2)
    if ended := [one for one in started if one.poll() is not None]:
        raise CannotRun(f"strace may not look at our processes: {ended[0].stderr.read().decode()}")  # type: ignore[union-attr]
    return started


if __name__ == "__main__":
    run_as_script("slow_disk", fault)
