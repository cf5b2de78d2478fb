"""The same work with millions of comments in the database as with ten thousand."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.harness.bench import Bench
from benchmarks.harness.bulk import Bulk
from benchmarks.harness.load import Sample, Target, median, take_turns
from benchmarks.harness.store import Service, Store, answer, make_store, serving
from benchmarks.harness.table import Line, milliseconds, per_second
from benchmarks.rows.big_threads import made_anew
from benchmarks.rows.post import Contender, Forms, slice_of_posts, warm_up

NAME = "many_comments"
FEW, ENOUGH = 10_000, 0.85
GOALS = {"many": f"within 15 % of the same with {FEW:,} comments in the database"}
LIMITS = "Deeper trees of each index, and more pages of it that are not in the database's own memory."
EACH, CHUNK = 100, 200_000
SIZES = {20: 0, 200: 1000}
"""Threads of these sizes, in both databases, with the first of their numbers."""


@dataclass
class Side:
    """One of the two services."""

    service: Service
    posts: Contender


def run(bench: Bench) -> Iterator[Line]:
    """On SQLite: one database of each kind, both served, in turns."""
    stores = {
        "few": _store(bench, "few", FEW),
        "many": _store(bench, "many", bench.comments),
    }
    size = sum(path.stat().st_size for path in stores["many"].data.glob("comments.db*")) / 1e9
    bench.say(f"{bench.comments:,} comments are {size:.1f} GB")
    with contextlib.ExitStack() as stack:
        sides = {}
        for name, store in stores.items():
            service = stack.enter_context(serving(store, trusted_proxies=1))
            sides[name] = Side(service, Contender(service.address, service.pid, Forms(store)))
        for what, targets in _reads(sides).items():
            yield _line(bench, what, take_turns(targets, bench.seconds))
        anew = {name: made_anew(stores[name], {20: side.service.thread("/of-20")})[20] for name, side in sides.items()}
        yield _anew(bench, anew)
        for side in sides.values():
            warm_up(side.posts)
        yield _line(bench, "post, 8 clients", _posting(bench, sides))


def _store(bench: Bench, name: str, comments: int) -> Store:
    store = make_store(bench.work / name, moderation="after")
    store.fill(*(Bulk(f"/of-{size}", size, first=first) for size, first in SIZES.items()))
    sizes = [min(CHUNK, comments - first) for first in range(0, comments, CHUNK)]
    bulks = [
        Bulk(f"/other-{number * CHUNK}-", EACH, threads=size // EACH, first=2000 + number * CHUNK, parts="bare")
        for number, size in enumerate(sizes)
    ]
    store.fill(*bulks, told=lambda count: bench.say(f"{count:,} comments written"))
    return store


def _reads(sides: dict[str, Side]) -> dict[str, dict[str, Target]]:
    pages = [f"/other-0-{number}" for number in range(20)]
    found = {
        f"read a thread of {size}": {n: s.service.thread(f"/of-{size}") for n, s in sides.items()} for size in SIZES
    }
    found["304"] = {name: _known(side.service) for name, side in sides.items()}
    return found | {"counts, 20 pages": {name: side.service.counts(pages) for name, side in sides.items()}}


def _known(service: Service) -> Target:
    return service.thread("/of-20", If_None_Match=answer(service.thread("/of-20"))[1]["etag"])


def _posting(bench: Bench, sides: dict[str, Side]) -> dict[str, Sample]:
    found: dict[str, list[Sample]] = {name: [] for name in sides}
    for number in range(3):
        for name in list(sides)[:: 1 if number % 2 == 0 else -1]:
            found[name].append(slice_of_posts(bench, name, sides[name].posts, 8))
    return {name: median(samples) for name, samples in found.items()}


def _line(bench: Bench, what: str, found: dict[str, Sample]) -> Line:
    many, few = found["many"], found["few"]
    ratio = many.rate / few.rate
    return Line(
        f"{what}, with {bench.comments:,} comments",
        GOALS["many"],
        f"{per_second(many.rate)}, {many.processor * 1e6:.0f} µs of processor",
        f"with {FEW:,}: {per_second(few.rate)}, {few.processor * 1e6:.0f} µs",
        f"{ratio:.2f}",
        ratio >= ENOUGH,
        LIMITS,
    )


def _anew(bench: Bench, anew: dict[str, float]) -> Line:
    ratio = anew["few"] / anew["many"]
    return Line(
        f"a thread of 20 made anew, with {bench.comments:,} comments",
        GOALS["many"],
        milliseconds(anew["many"]),
        f"with {FEW:,}: {milliseconds(anew['few'])}",
        f"{ratio:.2f}",
        ratio >= ENOUGH,
        LIMITS,
    )
