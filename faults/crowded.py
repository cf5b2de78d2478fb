"""Others take every connection of PostgreSQL, and ours are ended: 503 with Retry-After, then all is well by itself."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from threading import Event, Thread

import psycopg

from faults.support.away import Meanwhile, claim_polite
from faults.support.folder import run_folder
from faults.support.load import Load
from faults.support.postgres import NAME, Postgres
from faults.support.processes import wait_until
from faults.support.proof import prove
from faults.support.report import Report, run_as_script
from faults.support.service import Service

SECONDS = 20.0
CROWD = "crowd"
_END_OURS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s"


def fault(report: Report, scale: float) -> None:
    """The crowd has a user of its own; one connection that is kept for administrators is ours."""
    settings = ("max_connections = 40", "superuser_reserved_connections = 1")
    with run_folder("crowded") as folder, Postgres(folder / "postgres", settings).made() as postgres:
        with psycopg.connect(postgres.dsn("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE ROLE {CROWD} LOGIN")
            connection.execute("CREATE ROLE service LOGIN")
            connection.execute(f"ALTER DATABASE {NAME} OWNER TO service")
        url = postgres.url().replace(f"//{NAME}@", "//service@")
        report.claim("the service is no administrator", "//service@" in url, url)
        with Service(folder / "service", {"workers": 2, "database_url": url}).set_up() as service:
            service.start()
            with Load(service.port, pause=0.02) as load:
                time.sleep(2)
                meanwhile = Meanwhile(report, load, "no connection was left")
                with _crowd(postgres):
                    reads = load.reads.statuses["200"]
                    time.sleep(max(5.0, SECONDS * scale))
                    report.claim("readers are answered what is kept", load.reads.statuses["200"] > reads)
                meanwhile.back(15)
                report.claim("some were told to come again", load.writes.statuses["503"] > 0)
                load.stop()
            claim_polite(report, load)
            prove(report, service, load, folder, [])


@contextlib.contextmanager
def _crowd(postgres: Postgres) -> Iterator[None]:
    """Take every connection there is, and each that becomes free."""
    held: list[psycopg.Connection] = []
    over, full = Event(), Event()

    def take() -> None:
        while not over.is_set():
            try:
                held.append(psycopg.connect(f"{postgres.dsn('postgres')} user={CROWD}", connect_timeout=5))
            except psycopg.OperationalError:
                full.set()
                over.wait(0.01)

    taking = Thread(target=take, daemon=True)
    taking.start()
    try:
        wait_until(full.is_set, "no connection is left")
        with psycopg.connect(postgres.dsn("postgres"), autocommit=True) as connection:
            connection.execute(_END_OURS, ("service",))
        yield
    finally:
        over.set()
        taking.join()
        for one in held:
            one.close()


if __name__ == "__main__":
    run_as_script("crowded", fault)
