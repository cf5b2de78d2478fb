"""The disk with database and keys is full, and then has room again: posts are 503, readers go on, nothing is lost."""

from __future__ import annotations

import time
from pathlib import Path

from faults.support.away import Meanwhile, claim_polite
from faults.support.databases import KINDS, Place, place
from faults.support.disk import fill, small_disk
from faults.support.folder import run_folder
from faults.support.load import Load
from faults.support.processes import PATIENCE
from faults.support.proof import kept_checkpoint, prove
from faults.support.report import Report, run_as_script
from faults.support.service import Service

TIMES, FULL = 3, 6.0
MEGABYTES = 400
"""PostgreSQL takes a hundred before the first comment."""


def fault(report: Report, scale: float) -> None:
    """On both databases. PostgreSQL may end itself when its log cannot grow; what watches over it starts it again."""
    with run_folder("full") as folder:
        for kind in KINDS:
            with small_disk(folder, MEGABYTES) as disk, place(report, kind, folder, disk) as here:
                _full(report, here, disk, scale)


def _full(report: Report, here: Place, disk: Path, scale: float) -> None:
    folder = here.folder
    with Service(folder / "service", {"workers": 2} | here.settings).set_up() as service:
        service.start()
        kept: list[Path] = []
        with Load(service.port, pause=0.01) as load:
            time.sleep(2)
            for number in range(max(1, round(TIMES * scale))):
                kept_checkpoint(service, folder, kept)
                refused, reads = load.writes.statuses["503"], load.reads.statuses["200"]
                meanwhile = Meanwhile(report, load, f"full disk {number + 1}")
                ballast = fill(disk)
                while load.writes.statuses["503"] == refused and time.monotonic() < meanwhile.began + PATIENCE:
                    time.sleep(0.1)
                report.figure("seconds until the first refusal", time.monotonic() - meanwhile.began)
                time.sleep(FULL)
                report.claim("readers are answered while the disk is full", load.reads.statuses["200"] > reads + 20)
                ballast.unlink()
                here.revive()
                meanwhile.back(15)
            load.stop()
        claim_polite(report, load)
        prove(report, service, load, folder, kept)


if __name__ == "__main__":
    run_as_script("disk_full", fault)
