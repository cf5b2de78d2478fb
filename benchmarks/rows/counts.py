"""The counters of twenty pages, against nginx with the same bytes."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.harness.bench import Bench
from benchmarks.harness.bulk import Bulk
from benchmarks.harness.load import take_turns
from benchmarks.harness.static import against_nginx, nginx_static
from benchmarks.harness.store import answer, make_store, serving
from benchmarks.harness.table import Line

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
    yield against_nginx("counts, 20 pages", GOALS["counts"], found["ours"], found["nginx"], SHARE, LIMITS)
