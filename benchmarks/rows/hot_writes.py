"""Sixteen readers at full speed on one thread of 200 while ten comments a second arrive on it."""

from __future__ import annotations

import contextlib
import socket
import statistics
import threading
import time
from collections.abc import Iterator

from benchmarks.harness.bench import Bench
from benchmarks.harness.bulk import Bulk
from benchmarks.harness.exchange import read_answer
from benchmarks.harness.load import Sample, median, wrk
from benchmarks.harness.postgres import postgres
from benchmarks.harness.posts import Forms
from benchmarks.harness.processes import Failed
from benchmarks.harness.store import Store, make_store, serving
from benchmarks.harness.table import Line, milliseconds, per_second

NAME = "hot_writes"
GOALS = {"hot": "at least 0.5 of the reads without writes; the writer's p99 below 50 ms"}
LIMITS = "Each comment makes the page anew, once in each process; a post waits for a core while readers take them all."
ROUNDS, EVERY = 3, 0.1
LONGER = 3
"""So many times longer are the slices with a writer: of a hundred comments the 99th percentile is one of two."""


def run(bench: Bench) -> Iterator[Line]:
    """On both databases."""
    yield _line(bench, make_store(bench.work / "hot", moderation="after"), "SQLite")
    with postgres(bench.work / "pg") as server:
        store = make_store(bench.work / "hot-pg", server.database("hot"), moderation="after")
        yield _line(bench, store, "PostgreSQL")


def _line(bench: Bench, store: Store, name: str) -> Line:
    bench.say(f"readers and a writer, {name}")
    store.fill(Bulk("/hot", 200))
    forms = Forms(store, pages=1, page="/hot")
    seconds = max(3.0, bench.seconds)
    with serving(store, trusted_proxies=1) as service:
        target, taken = service.thread("/hot"), []
        with writing(forms, taken):
            wrk(target, 1)
        taken.clear()
        alone, beside = [], []
        for _ in range(ROUNDS):
            alone.append(wrk(target, seconds))
            with writing(forms, taken):
                beside.append(wrk(target, LONGER * seconds))
    return _told(name, median(alone), median(beside), taken)


def _told(name: str, alone: Sample, beside: Sample, taken: list[float]) -> Line:
    if len(taken) < 3:
        raise Failed(f"only {len(taken)} comments were taken")
    worst = statistics.quantiles(taken, n=100, method="inclusive")[98]
    ratio = beside.rate / alone.rate
    return Line(
        f"16 readers on a thread of 200, 10 comments a second, {name}",
        GOALS["hot"],
        f"{per_second(beside.rate)}, p99 {milliseconds(beside.p99)}; writer p50 "
        f"{milliseconds(statistics.median(taken))}, p99 {milliseconds(worst)} of {len(taken)}",
        f"without writes {per_second(alone.rate)}, p99 {milliseconds(alone.p99)}",
        f"{ratio:.2f}",
        ratio >= 0.5 and worst < 0.05,
        LIMITS,
    )


@contextlib.contextmanager
def writing(forms: Forms, taken: list[float]) -> Iterator[None]:
    """A comment every tenth of a second on a kept connection; `taken` gets how long each took. Raises `Failed` at the
    end when one was refused."""
    ready = [forms.request() for _ in range(200)]
    enough, refused = threading.Event(), []

    def write() -> None:
        due = time.perf_counter()
        with socket.create_connection(("127.0.0.1", forms.port), 30) as connection:
            for request in ready:
                if enough.wait(max(0.0, due - time.perf_counter())):
                    return
                begun = time.perf_counter()
                connection.sendall(request)
                answer = read_answer(connection)
                taken.append(time.perf_counter() - begun)
                if b" 201 " not in answer[:20]:
                    refused.append(answer[:300])
                    return
                due = max(due + EVERY, begun)

    thread = threading.Thread(target=write, daemon=True)
    thread.start()
    try:
        yield
    finally:
        enough.set()
        thread.join(30)
    if refused:
        raise Failed(f"a comment was refused: {refused[0]!r}")
