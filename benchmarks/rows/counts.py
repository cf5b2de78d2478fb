"""The counters of twenty pages, against nginx with the same bytes."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.harness.bench import Bench
from benchmarks.harness.bulk import Bulk
from benchmarks.harness.load import take_turns
from benchmarks.harness.static import nginx_static
from benchmarks.harness.store import answer, make_store, serving
from benchmarks.harness.table import Line, milliseconds, per_second

NAME = "counts"
SHARE = 0.3
GOALS = {"counts": f"at least {SHARE} of nginx static"}
LIMITS = "One call into Python a request, and finding the answer by twenty addresses."


def run(bench: Bench) -> Iterator[Line]:
    """Twenty pages of ten comments each."""
    store = make_store(bench.work / "counts")
    store.fill(Bulk("/page-", 10, threads=20))
    with serving(store) as service:
        ours = service.counts([f"/page-{number}" for number in range(20)])
        with nginx_static(bench.work / "nginx", {"counts": answer(ours)[2]}) as nginx:
            bench.say("counts of 20 pages")
            found = take_turns({"ours": ours, "nginx": nginx["counts"]}, bench.seconds)
    ratio = found["ours"].rate / found["nginx"].rate
    yield Line(
        "counts, 20 pages",
        GOALS["counts"],
        f"{per_second(found['ours'].rate)}, p99 {milliseconds(found['ours'].p99)}, "
        f"{found['ours'].processor * 1e6:.0f} µs of processor",
        f"nginx {per_second(found['nginx'].rate)}, p99 {milliseconds(found['nginx'].p99)}",
        f"{ratio:.2f}",
        ratio >= SHARE,
        LIMITS,
    )
