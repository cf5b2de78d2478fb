"""The file system turns read-only, as when a disk fails: posts are 503, readers go on, nothing is lost."""

from __future__ import annotations

import time
from pathlib import Path

from faults.support.away import claim_polite
from faults.support.databases import KINDS, Place, place
from faults.support.disk import copied, make_read_only, small_disk
from faults.support.folder import run_folder
from faults.support.load import Load
from faults.support.postgres import Postgres
from faults.support.processes import wait_until
from faults.support.proof import kept_checkpoint, prove
from faults.support.report import Report, run_as_script
from faults.support.service import Service

SECONDS = 6.0
MEGABYTES = 400
"""PostgreSQL takes a hundred before the first comment."""


def fault(report: Report, scale: float) -> None:
    """On both databases. Such a disk stays as it is, so the operator copies it to a good one and starts again."""
    with run_folder("readonly") as folder:
        for kind in KINDS:
            kept: list[Path] = []
            with small_disk(folder, MEGABYTES) as disk, place(report, kind, folder, disk) as here:
                service, load = _broken(report, here, disk, kept, scale)
                if here.postgres is not None:
                    here.postgres.kill()
                    copied(disk / "postgres", folder / "postgres")
                copied(disk / "data", folder / f"{kind}-data")
            if kind == "sqlite":
                _again(report, service, load, kept, folder, {})
                continue
            with Postgres.moved(folder / "postgres") as postgres:
                _again(report, service, load, kept, folder, {"database_url": postgres.url()})


def _broken(report: Report, here: Place, disk: Path, kept: list[Path], scale: float) -> tuple[Service, Load]:
    folder = here.folder
    with Service(folder / "service", {"workers": 2} | here.settings).set_up() as service:
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
        report.figure("readers were told", dict(load.reads.statuses))
        service.kill_server()
    return service, load


def _again(
    report: Report, before: Service, load: Load, kept: list[Path], folder: Path, settings: dict[str, str]
) -> None:
    """The service on the copy."""
    kind = before.folder.parent.name
    with Service(folder / f"{kind}-again", {"workers": 2, "data_dir": folder / f"{kind}-data"} | settings) as again:
        again.folder.mkdir()
        again.vkey, again.port = before.vkey, before.port
        again.start()
        prove(report, again, load, again.folder, kept)


if __name__ == "__main__":
    run_as_script("read_only", fault)
