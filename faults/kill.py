"""`kill -9` of every part at random moments under load: nothing acknowledged is lost, nothing is there twice.

The parts are the server, one of the processes that answer, the job runner, PostgreSQL (its first process, or one that
works for a client) and Valkey; then the first three on SQLite. What does not come back by itself is started again, as
systemd would. Meanwhile readers write on with the same Idempotency-Key until they are answered.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

from faults.support.folder import run_folder
from faults.support.load import Load
from faults.support.postgres import Postgres
from faults.support.processes import PATIENCE
from faults.support.proof import kept_checkpoint, prove
from faults.support.report import Report, run_as_script, share
from faults.support.service import Service
from faults.support.valkey import Valkey

ON_POSTGRESQL, ON_SQLITE = 100, 40
LIMITS = {name: 1_000_000 for name in ("posts_per_minute", "posts_per_minute_site", "notices_per_minute")}
"""So high that nobody meets them, and so counted all the same."""

Part = tuple[str, Callable[[], None]]


def fault(report: Report, scale: float) -> None:
    """Both databases in turn."""
    seed = random.randrange(2**32)
    random.seed(seed)
    report.figure("seed", str(seed))
    with run_folder("kill") as folder:
        with Postgres(folder / "postgres") as postgres, Valkey(folder / "valkey") as valkey:
            postgres.made()
            valkey.start()
            settings = {"workers": 2, "database_url": postgres.url(), "redis_url": valkey.url} | LIMITS
            with Service(folder / "on-postgresql", settings, own_worker=True).set_up() as service:
                parts = [*_of_service(service), *_around(postgres, valkey)]
                report.say("on PostgreSQL, with Valkey")
                _kill_all(report, service, parts, max(len(parts), round(ON_POSTGRESQL * scale)))
        with Service(folder / "on-sqlite", {"workers": 2} | LIMITS, own_worker=True).set_up() as service:
            report.say("on SQLite")
            parts = _of_service(service)
            _kill_all(report, service, parts, max(len(parts), round(ON_SQLITE * scale)))


def _of_service(service: Service) -> list[Part]:
    def server() -> None:
        service.kill_server()
        service.start_server()

    def process() -> None:
        os.kill(random.choice(service.server_workers()), signal.SIGKILL)

    def runner() -> None:
        service.kill_worker()
        service.start_worker()

    return [("the server", server), ("a server process", process), ("the job runner", runner)]


def _around(postgres: Postgres, valkey: Valkey) -> list[Part]:
    def database() -> None:
        if random.random() < 0.5:
            postgres.kill_backend(random.randrange(100))
        else:
            postgres.kill()
            postgres.start()

    def counters() -> None:
        valkey.kill()
        time.sleep(random.uniform(0, 1))
        valkey.start()

    return [("PostgreSQL", database), ("Valkey", counters)]


def _kill_all(report: Report, service: Service, parts: list[Part], times: int) -> None:
    """Kill one part after another, `times` in all, each about as often as the others; then prove what is left."""
    service.start()
    kept: list[Path] = []
    back: dict[str, list[float]] = {name: [] for name, _ in parts}
    order = random.sample([parts[number % len(parts)] for number in range(times)], times)
    ended = 0
    load = Load(service.port).start()
    try:
        for name, kill in order:
            time.sleep(random.uniform(0.1, 1.0))
            kept_checkpoint(service, service.folder, kept)
            began = time.monotonic()
            kill()
            enough = load.count + 4  # as many as may have been on their way
            while load.count <= enough and time.monotonic() - began < PATIENCE:
                ended += service.restarted()  # two deaths within seconds and granian gives up; systemd does not
                time.sleep(0.05)
            if load.count <= enough:
                raise TimeoutError(f"no comment is taken again after {name} was killed")
            back[name].append(time.monotonic() - began)
    finally:
        load.stop()
    for name, seconds in back.items():
        middle, most = share(seconds, 0.5), max(seconds)
        report.figure(
            f"{name} killed",
            f"{len(seconds)} times; comments are taken again after {middle:.1f} s in the middle, {most:.1f} s at most",
        )
    report.figure("the server ended by itself and was started again", ended)
    report.figure("posts were told", dict(load.writes.statuses))
    report.figure("readers were told", dict(load.reads.statuses))
    odd = load.writes.odd + load.reads.odd + load.forms.odd
    report.claim("errors are 503 with Retry-After, or no answer", not odd, odd[:3])
    prove(report, service, load, service.folder, kept)


if __name__ == "__main__":
    run_as_script("kill", fault)
