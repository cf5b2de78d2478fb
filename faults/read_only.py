"""The file system turns read-only, as when a disk fails: posts are 503, readers go on, nothing is lost."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from faults.support.away import claim_polite
from faults.support.disk import make_read_only, small_disk
from faults.support.folder import run_folder
from faults.support.load import Load
from faults.support.processes import wait_until
from faults.support.proof import kept_checkpoint, prove
from faults.support.report import Report, run_as_script
from faults.support.service import Service

SECONDS = 6.0


def fault(report: Report, scale: float) -> None:
    """On SQLite. Such a disk stays as it is, so the operator copies it to a good one and starts again."""
    with run_folder("readonly") as folder:
        kept: list[Path] = []
        with small_disk(folder, 200) as disk:
            with Service(folder / "service", {"workers": 2, "data_dir": disk / "data"}).set_up() as service:
                service.start()
                with Load(service.port, pause=0.01) as load:
                    time.sleep(max(2.0, 5 * scale))
                    kept_checkpoint(service, folder, kept)
                    refused = load.writes.statuses["503"]
                    make_read_only(disk)
                    wait_until(lambda: load.writes.statuses["503"] > refused, "posts are refused")
                    reads = load.reads.statuses["200"]
                    time.sleep(SECONDS)
                    report.claim("readers are answered", load.reads.statuses["200"] > reads + 20)
                    load.stop()
                claim_polite(report, load)
                report.figure("writers were told", dict(load.writes.statuses))
                service.kill_server()
            shutil.copytree(disk / "data", folder / "copy")
        with Service(folder / "again", {"workers": 2, "data_dir": folder / "copy"}) as again:
            again.folder.mkdir()
            again.vkey, again.port = service.vkey, service.port
            again.start()
            prove(report, again, load, folder, kept)


if __name__ == "__main__":
    run_as_script("read_only", fault)
