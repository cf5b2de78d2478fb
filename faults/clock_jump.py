"""The clock jumps an hour ahead, and later two hours back: comments are taken all the while, nothing is lost."""

from __future__ import annotations

import time
from pathlib import Path

from faults.support.away import Meanwhile, claim_polite
from faults.support.databases import KINDS, Place, place
from faults.support.folder import run_folder
from faults.support.load import Load
from faults.support.proof import kept_checkpoint, prove
from faults.support.report import CannotRun, Report, run_as_script
from faults.support.service import ROOT, Service

JUMPS = {"an hour ahead": "+3600", "an hour behind": "-3600", "right again": "+0"}
LIMITS = {"posts_per_minute": 1_000_000, "posts_per_minute_site": 1_000_000, "notices_per_minute": 1_000_000}
SLEEPS = ROOT / "faults" / "support" / "turned_clock"
"""What makes Python sleep under libfaketime."""


def fault(report: Report, scale: float) -> None:
    """Server and job runner live in a time of their own (libfaketime), the load and PostgreSQL do not."""
    library = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)
    if library is None:
        raise CannotRun("the clock is turned by libfaketime, which is not installed (Debian: faketime)")
    with run_folder("clock") as folder:
        for kind in KINDS:
            with place(report, kind, folder) as here:
                _jumps(report, here, library, scale)


def _jumps(report: Report, here: Place, library: Path, scale: float) -> None:
    folder, told = here.folder, here.folder / "time"
    told.write_text("+0")
    environ = {
        "LD_PRELOAD": str(library),
        "FAKETIME_TIMESTAMP_FILE": str(told),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "PYTHONPATH": str(SLEEPS),
    }
    settings = {"workers": 2} | LIMITS | here.settings
    with Service(folder / "service", settings, own_worker=True, environ=environ).set_up() as service:
        service.start()
        kept: list[Path] = []
        with Load(service.port, pause=0.02) as load:
            time.sleep(3)
            for name, offset in JUMPS.items():
                kept_checkpoint(service, folder, kept)
                meanwhile = Meanwhile(report, load, f"the clock is {name}")
                fresh = told.with_name("time.new")
                fresh.write_text(offset)
                fresh.replace(told)
                time.sleep(2)
                meanwhile.back(10)
                time.sleep(max(4.0, 10 * scale))
            load.stop()
        claim_polite(report, load)
        report.claim("nobody was limited", "429" not in load.writes.statuses + load.forms.statuses)
        prove(report, service, load, folder, kept)


if __name__ == "__main__":
    run_as_script("clock_jump", fault)
