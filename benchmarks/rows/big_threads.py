"""The first page of threads of 2,000 and 50,000 comments, against a thread of 20, with as many comments on the page."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

import sqlalchemy as sa

from benchmarks.harness.bench import Bench
from benchmarks.harness.bulk import Bulk
from benchmarks.harness.load import Sample, Target, take_turns
from benchmarks.harness.store import SITE, Store, answer, make_store, serving
from benchmarks.harness.table import Line, milliseconds, per_second

NAME = "big_threads"
SIZES = (2_000, 50_000)
ENOUGH = 0.9
GOALS = {"big": f"first page as fast as a thread of 20 (at least {ENOUGH} of it)"}
LIMITS = "Nothing in the size: the first page is kept as bytes, and made from an index when it changed."
TIMES = 30


def run(bench: Bench) -> Iterator[Line]:
    """Kept pages first, then pages that have to be made anew."""
    store = make_store(bench.work / "big")
    store.fill(*(Bulk(f"/of-{size}", size, first=size) for size in (20, *SIZES)))
    with serving(store) as service:
        targets = {size: service.thread(f"/of-{size}", "&limit=2") for size in (20, *SIZES)}
        bench.say("first pages")
        found = take_turns({str(size): target for size, target in targets.items()}, bench.seconds)
        made = made_anew(store, targets)
    for size in SIZES:
        yield _line(size, found, made)


def _line(size: int, found: dict[str, Sample], made: dict[int, float]) -> Line:
    ours, small = found[str(size)], found["20"]
    kept, anew = ours.rate / small.rate, made[20] / made[size]
    return Line(
        f"first page of a thread of {size:,}",
        GOALS["big"],
        f"{per_second(ours.rate)}, p50 {milliseconds(ours.p50)}; made anew {milliseconds(made[size])}",
        f"thread of 20: {per_second(small.rate)}, p50 {milliseconds(small.p50)}; made anew {milliseconds(made[20])}",
        f"{kept:.2f}; made anew {anew:.2f}",
        kept >= ENOUGH and anew >= ENOUGH,
        LIMITS,
    )


def made_anew(store: Store, targets: dict[int, Target]) -> dict[int, float]:
    """The median of seconds until the first answer after a thread changed, in turns."""
    from commentsvc.models import db
    from commentsvc.models.database import writing
    from commentsvc.models.thread import Thread

    found: dict[int, list[float]] = {size: [] for size in targets}
    with store.parts():
        for _ in range(TIMES):
            for size, target in targets.items():
                with writing(db.session) as session:
                    where = (Thread.site_id == SITE, Thread.key == f"/of-{size}")
                    session.execute(sa.update(Thread).where(*where).values(version=Thread.version + 1))
                begun = time.perf_counter()
                answer(target)
                found[size].append(time.perf_counter() - begun)
    return {size: statistics.median(times) for size, times in found.items()}
