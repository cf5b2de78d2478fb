"""The same work with millions of comments in the database as with ten thousand."""

from __future__ import annotations

import contextlib
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.harness.bench import Bench
from benchmarks.harness.kept import SIZES, files_of, kept_stores
from benchmarks.harness.load import Sample, Target, median, take_turns, wrk
from benchmarks.harness.posts import Forms
from benchmarks.harness.processes import run as run_command
from benchmarks.harness.store import COMMENTSVC, ROOT, SITE, Service, Store, answer, serving
from benchmarks.harness.table import Line, milliseconds, per_second
from benchmarks.rows.big_threads import made_anew
from benchmarks.rows.hot_writes import writing
from benchmarks.rows.post import DATABASES, Contender, slice_of_posts, warm_up
from benchmarks.rows.start import start_once

NAME = "many_comments"
FEW, ENOUGH = 10_000, 0.85
GOALS = {"many": f"within 15 % of the same with {FEW:,} comments in the database"}
LIMITS = "Deeper trees of each index, and more pages of it that are not in the database's own memory."
CLIENTS = (1, 8, 32)
ROUNDS, STARTS, EXPORTS = 3, 3, 5
CHUNK = 4_194_304
EXPORTED = ("2024-07-03T09:46:50Z", "2024-07-03T09:47:00Z")
"""Ten seconds from the first of the other comments on, one of which was posted each millisecond."""


@dataclass
class Side:
    """One of the two services."""

    store: Store
    service: Service
    posts: Contender


Sides = dict[str, Side]


def run(bench: Bench) -> Iterator[Line]:
    """On each kind of database: one with few comments and one with many, both served, in turns."""
    for kind in bench.databases:
        with kept_stores(bench, kind, {"few": FEW, "many": bench.comments}) as stores:
            _read_whole(files_of(bench, kind, stores))
            yield _compared(bench, kind, "start to first answer", _starts(stores), per="start")
            with contextlib.ExitStack() as stack:
                sides = {}
                for name, store in stores.items():
                    service = stack.enter_context(serving(store, trusted_proxies=1))
                    forms = Forms(store, seed=time.time_ns())
                    sides[name] = Side(store, service, Contender(service.address, service.pid, forms))
                yield from _measured(bench, kind, sides)
            yield _compared(bench, kind, f"export of {FEW:,} records", _exports(stores), per="export")


def _read_whole(files: Iterator[Path]) -> None:
    """Have the system keep these in memory, as far as they fit, as those of a service that has run for a while."""
    for file in files:
        with contextlib.suppress(FileNotFoundError), file.open("rb", buffering=0) as opened:
            while opened.read(CHUNK):
                pass


def _measured(bench: Bench, kind: str, sides: Sides) -> Iterator[Line]:
    for what, targets in _reads(sides).items():
        bench.say(f"{kind}: {what}")
        yield _line(bench, kind, what, take_turns(targets, bench.seconds))
    anew = {name: made_anew(side.store, {20: side.service.thread("/of-20")})[20] for name, side in sides.items()}
    yield _compared(bench, kind, "a thread of 20 made anew", {name: (took, 0.0) for name, took in anew.items()})
    for side in sides.values():
        warm_up(side.posts)
    for clients in CLIENTS:
        bench.say(f"{kind}: posting with {clients}")
        work = f"post, {clients} client{'s' if clients > 1 else ''}"
        yield _line(bench, kind, work, _in_turns(sides, lambda name, side, n=clients: _posts(bench, name, side, n)))
    bench.say(f"{kind}: a hot thread")
    yield _line(
        bench,
        kind,
        "16 readers on a thread of 200, 10 comments a second",
        _in_turns(sides, lambda _name, side: _hot(bench, side)),
    )


def _reads(sides: Sides) -> dict[str, dict[str, Target]]:
    pages = [f"/other-0-{number}" for number in range(20)]
    found = {
        f"read a thread of {size:,}": {n: s.service.thread(f"/of-{size}") for n, s in sides.items()} for size in SIZES
    }
    found["304"] = {name: _known(side.service) for name, side in sides.items()}
    return found | {"counts, 20 pages": {name: side.service.counts(pages) for name, side in sides.items()}}


def _known(service: Service) -> Target:
    return service.thread("/of-20", If_None_Match=answer(service.thread("/of-20"))[1]["etag"])


def _in_turns(sides: Sides, measure: Callable[[str, Side], Sample]) -> dict[str, Sample]:
    found: dict[str, list[Sample]] = {name: [] for name in sides}
    for number in range(ROUNDS):
        for name in list(sides)[:: 1 if number % 2 == 0 else -1]:
            found[name].append(measure(name, sides[name]))
    return {name: median(samples) for name, samples in found.items()}


def _posts(bench: Bench, name: str, side: Side, clients: int) -> Sample:
    return slice_of_posts(bench, name, side.posts, clients)


def _hot(bench: Bench, side: Side) -> Sample:
    forms = Forms(side.store, pages=1, page="/of-200", seed=time.time_ns())
    with writing(forms, []):
        return wrk(side.service.thread("/of-200"), bench.seconds)


def _starts(stores: dict[str, Store]) -> dict[str, tuple[float, float]]:
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in stores}
    for _ in range(STARTS):
        for name, store in stores.items():
            found[name].append(start_once(store)[:2])
    return {name: _medians(times) for name, times in found.items()}


def _exports(stores: dict[str, Store]) -> dict[str, tuple[float, float]]:
    """Seconds, and those of processor, of the command, its start included."""
    import resource

    begin, end = EXPORTED
    command = [*COMMENTSVC, "export", "consent-log", SITE, "--from", begin, "--to", end, "--output"]
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in stores}
    for _ in range(EXPORTS):
        for name, store in stores.items():
            spent, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            run_command([*command, store.data / "lines.csv"], store.environment(), ROOT)
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            processor = used.ru_utime + used.ru_stime - spent.ru_utime - spent.ru_stime
            found[name].append((time.perf_counter() - begun, processor))
    return {name: _medians(times) for name, times in found.items()}


def _medians(times: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(took for took, _ in times), statistics.median(spent for _, spent in times)


def _line(bench: Bench, kind: str, what: str, found: dict[str, Sample]) -> Line:
    many, few = found["many"], found["few"]
    ratio = many.rate / few.rate
    return Line(
        f"{what}, {DATABASES[kind]}, with {bench.comments:,} comments",
        GOALS["many"],
        f"{per_second(many.rate)}, {many.processor * 1e6:.0f} µs of processor, p99 {milliseconds(many.p99)}",
        f"with {FEW:,}: {per_second(few.rate)}, {few.processor * 1e6:.0f} µs, p99 {milliseconds(few.p99)}",
        f"{ratio:.2f}; processor {few.processor / max(many.processor, 1e-9):.2f}",
        ratio >= ENOUGH,
        LIMITS,
    )


def _compared(bench: Bench, kind: str, what: str, found: dict[str, tuple[float, float]], per: str = "") -> Line:
    """Of times, not of rates."""
    many, few = found["many"], found["few"]
    ratio = few[0] / many[0]
    told = [
        milliseconds(took) + (f", {milliseconds(spent)} of processor a {per}" if per else "")
        for took, spent in (many, few)
    ]
    return Line(
        f"{what}, {DATABASES[kind]}, with {bench.comments:,} comments",
        GOALS["many"],
        told[0],
        f"with {FEW:,}: {told[1]}",
        f"{ratio:.2f}" + (f"; processor {few[1] / many[1]:.2f}" if per else ""),
        ratio >= ENOUGH,
        LIMITS,
    )
