"""Ten minutes at half of what the service can take: memory flat, no leaked connections or files, no growing tables."""

from __future__ import annotations

import time
from dataclasses import dataclass

import sqlalchemy as sa

from faults.support.away import claim_polite
from faults.support.beside import megabytes
from faults.support.folder import run_folder
from faults.support.load import Load
from faults.support.postgres import Postgres
from faults.support.processes import open_files
from faults.support.proof import prove
from faults.support.report import Report, run_as_script, share
from faults.support.service import Service

SECONDS, WRITERS, READERS = 600, 4, 4
MOST_MB, MOST_PART = 16.0, 0.08
"""Memory may grow by so much from the first fifth to the end: what is cached, and what allocators keep."""
WITH_COMMENTS = {
    *("comment", "consent_record", "consent_event", "consent_record_body", "consent_line", "record_salt", "subject"),
    *("log_entry", "log_tile", "log_checkpoint", "checkpoint", "search_entry"),
    *("used_notice_token", "idempotent_answer", "fingerprint", "comment_finding", "comment_change"),
}
"""Tables that grow with comments, or keep something of each for hours or a day."""
SLACK = 200


@dataclass
class Sample:
    """The service at one moment."""

    memory: float
    files: int
    connections: int
    rows: dict[str, int]
    comments: int


def fault(report: Report, scale: float) -> None:
    """On PostgreSQL, with the job runner beside."""
    with run_folder("soak") as folder, Postgres(folder / "postgres").made() as postgres:
        settings = {"workers": 2, "database_url": postgres.url(), "posts_per_minute_site": 1_000_000}
        with Service(folder / "service", settings, own_worker=True).set_up() as service:
            service.start()
            pause = _half(report, service)
            samples: list[Sample] = []
            with Load(service.port, WRITERS, READERS, pause=pause) as load:
                for _ in range(5):
                    time.sleep(SECONDS * scale / 5)
                    samples.append(_sample(service, postgres, load))
                    told = samples[-1]
                    report.say(
                        f"{told.comments:,} comments, {told.memory:.0f} MB, {told.files} files, "
                        f"{told.connections} connections"
                    )
                load.stop()
            report.figure("reads, p99, s", share(load.reads.since(0), 0.99))
            report.figure("posts, p99, s", share(load.writes.since(0), 0.99))
            _claim_flat(report, samples)
            claim_polite(report, load)
            load.texts |= _texts(service) - load.texts  # what the measuring before wrote
            prove(report, service, load, folder, [])


def _half(report: Report, service: Service) -> float:
    """How long each client waits between two requests so that half of what can be taken is asked for."""
    load = Load(service.port, WRITERS, READERS).start()
    began = time.monotonic()
    time.sleep(10)
    load.stop()
    done = sum(told.statuses.total() for told in (load.writes, load.forms, load.reads))
    each = (WRITERS + READERS) * (time.monotonic() - began) / done
    report.figure("requests a second at full speed", done / (time.monotonic() - began))
    return 1.5 * each


def _sample(service: Service, postgres: Postgres, load: Load) -> Sample:
    rows: dict[str, int] = {}
    with service.engine.connect() as connection:
        for table in sa.inspect(connection).get_table_names():
            rows[table] = connection.execute(sa.text(f'SELECT count(*) FROM "{table}"')).scalar_one()
    files = sum(open_files(pid) for pid in service.processes())
    return Sample(megabytes(service), files, postgres.connections(), rows, load.count)


def _claim_flat(report: Report, samples: list[Sample]) -> None:
    first, last = samples[0], samples[-1]
    grown = last.memory - first.memory
    report.claim("memory is flat", grown < max(MOST_MB, MOST_PART * first.memory), f"{grown:+.0f} MB")
    report.claim("no file is left open", last.files <= first.files + 16, f"{first.files} → {last.files}")
    report.claim("no connection is left behind", last.connections <= first.connections + 4, last.connections)
    growing = {
        table: f"{first.rows[table]} → {count}"
        for table, count in last.rows.items()
        if count > first.rows[table] + SLACK and table not in WITH_COMMENTS
    }
    report.claim("no table grows that should not", not growing, growing)


def _texts(service: Service) -> set[str]:
    with service.engine.connect() as connection:
        return set(connection.execute(sa.text("SELECT body FROM comment")).scalars())


if __name__ == "__main__":
    run_as_script("soak", fault)
