"""The primary dies and its replica is promoted, under load: 503 for seconds, then all is well and nothing is lost.

The replica is synchronous, as a service that keeps law 6 over the loss of a machine needs it, and
COMMENTSVC_DATABASE_URL names both hosts with `target_session_attrs=read-write`.
"""

from __future__ import annotations

import time
from pathlib import Path

from faults.support.away import Meanwhile, claim_polite
from faults.support.folder import run_folder
from faults.support.load import Load
from faults.support.postgres import Postgres
from faults.support.proof import kept_checkpoint, prove
from faults.support.report import Report, run_as_script
from faults.support.service import Service


def fault(report: Report, scale: float) -> None:
    """One promotion; `scale` changes how long there is load before and after."""
    with run_folder("promotion") as folder:
        with Postgres(folder / "one").made() as first, Postgres(folder / "two").replica_of(first, True) as second:
            settings = {"workers": 2, "database_url": first.url(second)}
            with Service(folder / "service", settings, own_worker=True).set_up() as service:
                service.start()
                kept: list[Path] = []
                with Load(service.port, pause=0.01) as load:
                    time.sleep(max(2.0, 5 * scale))
                    kept_checkpoint(service, folder, kept)
                    meanwhile = Meanwhile(report, load, "promotion")
                    first.kill()
                    time.sleep(1)
                    report.figure("the replica was promoted in, s", second.promote())
                    second.stop_waiting_for_replicas()
                    meanwhile.back(20)
                    time.sleep(max(2.0, 5 * scale))
                    load.stop()
                claim_polite(report, load)
                report.claim(
                    "the job runner lived through it", service.worker is not None and service.worker.poll() is None
                )
                prove(report, service, load, folder, kept)


if __name__ == "__main__":
    run_as_script("promotion", fault)
