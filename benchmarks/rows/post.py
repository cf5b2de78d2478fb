"""Posting: 1, 8 and 32 clients, on SQLite and on PostgreSQL, against Isso and a bare durable insert."""

from __future__ import annotations

import contextlib
import socket
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from benchmarks.harness.bench import Bench
from benchmarks.harness.isso import isso
from benchmarks.harness.load import Sample, Target, median, write_raw, wrk
from benchmarks.harness.postgres import postgres
from benchmarks.harness.posts import Forms
from benchmarks.harness.processes import Failed
from benchmarks.harness.store import SITE, Service, Store, make_store, serving
from benchmarks.harness.table import Line, milliseconds, per_second

NAME = "post"
FACTOR = {1: 4, 8: 6, 32: 6}
GOALS = {clients: f"at least {factor} × Isso" for clients, factor in FACTOR.items()} | {
    "processor": "at most 1 ms of processor a post of 200 bytes"
}
LIMITS = (
    "Processor time in Python: checking, rendering and signing, and writing every row of a comment and its record; the "
    "disk would take several times as many commits. All layers against spam are on; the log's worker is off meanwhile."
)
ROUNDS = 3
MOST = 6000
"""Posts a second that a slice is prepared for."""
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass
class Contender:
    """Whose posts are counted: where, by which process, and what makes one more request. `most` is how many a second
    are prepared: after the first slice with so many clients, a few times as many as were taken."""

    address: str
    pid: int
    forms: Any
    most: float = MOST


def run(bench: Bench) -> Iterator[Line]:
    """Three contenders take turns; then what a post costs later, and the processor's share."""
    with contextlib.ExitStack() as stack:
        database = stack.enter_context(postgres(bench.work / "pg"))
        stores = {
            "sqlite": make_store(bench.work / "sqlite", moderation="after"),
            "postgresql": make_store(bench.work / "postgresql", database.database("posts"), moderation="after"),
        }
        contenders = {name: _ours(stack.enter_context(_service(store)), store) for name, store in stores.items()}
        peer = stack.enter_context(isso(bench))
        contenders["isso"] = Contender(peer.address, peer.pid, peer)
        limits = {"sqlite": _raw_sqlite(bench), "postgresql": _raw_postgresql(bench, database.plain("posts"))}
        found: dict[int, dict[str, Sample]] = {}
        for who in contenders.values():
            warm_up(who)
        for clients in FACTOR:
            bench.say(f"posting with {clients} clients")
            found[clients] = _take_turns(bench, contenders, clients)
            for name in DATABASES:
                yield _line(clients, name, found[clients], limits[name])
        for name in DATABASES:
            yield _processor(name, found)
            yield _integrating(stores[name])


def _service(store: Store) -> contextlib.AbstractContextManager[Service]:
    return serving(store, trusted_proxies=1)


def _ours(service: Service, store: Store) -> Contender:
    return Contender(service.address, service.pid, Forms(store))


def _take_turns(bench: Bench, contenders: dict[str, Contender], clients: int) -> dict[str, Sample]:
    found: dict[str, list[Sample]] = {name: [] for name in contenders}
    for who in contenders.values():
        who.most = MOST
    for number in range(ROUNDS):
        for name in list(contenders)[:: 1 if number % 2 == 0 else -1]:
            found[name].append(slice_of_posts(bench, name, contenders[name], clients))
    return {name: median(samples) for name, samples in found.items()}


def slice_of_posts(bench: Bench, name: str, who: Contender, clients: int) -> Sample:
    """One slice of load. Raises `Failed` with the first refusal's words."""
    requests = [who.forms.request() for _ in range(round(who.most * bench.seconds) + 200)]
    raw = write_raw(bench.work / f"{name}.raw", requests)
    try:
        sample = wrk(Target(who.address, None, who.pid, raw), bench.seconds, clients)
        who.most = 5 * sample.rate
        return sample
    except Failed as failed:
        raise Failed(f"{name}: {failed}; one more post: {_once(who.forms.request(), who.forms.port)}") from None
    finally:
        raw.unlink()


def warm_up(who: Contender) -> None:
    """Posts that nobody counts, each on a connection of its own, so that every process has seen some."""
    for _ in range(60):
        _once(who.forms.request(), who.forms.port)


def _once(request: bytes, port: int) -> str:
    with socket.create_connection(("127.0.0.1", port), 30) as connection:
        connection.sendall(request)
        return " ".join(connection.recv(2000).decode(errors="replace").split())[:200]


def _raw_sqlite(bench: Bench) -> float:
    """Commits a second of one row of a kilobyte, as durable as ours."""
    with contextlib.closing(sqlite3.connect(bench.work / "raw.db", isolation_level=None)) as connection:
        for words in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "CREATE TABLE t (b BLOB)"):
            connection.execute(words)
        return _commits(bench, lambda: connection.execute("INSERT INTO t VALUES (?)", (bytes(1000),)))


def _raw_postgresql(bench: Bench, uri: str) -> float:
    import psycopg

    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute("CREATE TABLE raw (b bytea)")
        return _commits(bench, lambda: connection.execute("INSERT INTO raw VALUES (%s)", (bytes(1000),)))


def _commits(bench: Bench, commit: Any) -> float:
    begun, count = time.perf_counter(), 0
    while (passed := time.perf_counter() - begun) < bench.seconds:
        commit()
        count += 1
    return count / passed


def _line(clients: int, name: str, found: dict[str, Sample], limit: float) -> Line:
    ours, peer = found[name], found["isso"]
    ratio = ours.rate / peer.rate
    return Line(
        f"post, {clients} client{'s' if clients > 1 else ''}, {DATABASES[name]}",
        GOALS[clients],
        f"{per_second(ours.rate)}, p50 {milliseconds(ours.p50)}, p99 {milliseconds(ours.p99)}",
        f"Isso {per_second(peer.rate)}, p99 {milliseconds(peer.p99)}; a bare durable insert {per_second(limit)}",
        f"{ratio:.1f}",
        ratio >= FACTOR[clients],
        LIMITS,
    )


def _processor(name: str, found: dict[int, dict[str, Sample]]) -> Line:
    spent = found[8][name].processor
    return Line(
        f"processor a post, {DATABASES[name]}",
        GOALS["processor"],
        " · ".join(milliseconds(samples[name].processor) for samples in found.values()) + " (1 · 8 · 32 clients)",
        f"Isso {milliseconds(found[8]['isso'].processor)}",
        f"{spent * 1000:.2f}",
        spent <= 0.001,
        LIMITS,
    )


def _integrating(store: Store) -> Line:
    """What the log's worker does later with what was posted."""
    from commentsvc.usecases.integrate_entries import integrate_entries

    with store.parts() as deps:
        begun, spent, before = time.perf_counter(), time.process_time(), _size(deps)
        while integrate_entries(deps, SITE).more and time.perf_counter() - begun < 10:
            pass
        passed, spent = time.perf_counter() - begun, time.process_time() - spent
        count = max(_size(deps) - before, 1)
    return Line(
        f"what the worker does later with each, {DATABASES[store.kind]}",
        "–",
        f"{per_second(count / passed)}, {spent / count * 1e6:.0f} µs of processor an entry of the log",
        limits="Checking each promise's signature.",
    )


def _size(deps: Any) -> int:
    from commentsvc.models.log import LogState

    deps.session.rollback()
    return int(deps.session.get(LogState, SITE, populate_existing=True).size)
