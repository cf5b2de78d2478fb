"""PostgreSQL restarts under load, in order and after a while away: 503 with Retry-After, then all is well by itself."""

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

TIMES, AWAY = 5, 4.0


def fault(report: Report, scale: float) -> None:
    """Restart at once, then stay away for some seconds, with a server and a job runner beside."""
    with run_folder("restart") as folder, Postgres(folder / "postgres").made() as postgres:
        settings = {"workers": 2, "database_url": postgres.url()}
        with Service(folder / "service", settings, own_worker=True).set_up() as service:
            service.start()
            kept: list[Path] = []
            with Load(service.port, pause=0.01) as load:
                time.sleep(2)
                for number in range(max(2, round(TIMES * scale))):
                    kept_checkpoint(service, folder, kept)
                    meanwhile = Meanwhile(report, load, f"restart {number + 1}")
                    postgres.stop()
                    time.sleep(AWAY if number % 2 else 0)
                    postgres.start()
                    meanwhile.back(15)
                    time.sleep(0.5)
                load.stop()
            claim_polite(report, load)
            report.claim(
                "the job runner lived through it", service.worker is not None and service.worker.poll() is None
            )
            connections = postgres.connections()
            report.figure("connections to PostgreSQL", connections)
            report.claim("no connection is left behind", connections <= 2 * (2 * 4 + 2 + 2) + 4, connections)
            prove(report, service, load, folder, kept)


if __name__ == "__main__":
    run_as_script("database_restart", fault)
