"""A thread that the reader has already: 304, against nginx's."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.harness.bench import Bench
from benchmarks.harness.bulk import Bulk
from benchmarks.harness.load import Target, take_turns
from benchmarks.harness.processes import Failed
from benchmarks.harness.static import against_nginx, nginx_static
from benchmarks.harness.store import answer, make_store, serving
from benchmarks.harness.table import Line

NAME = "not_modified"
SHARE = 0.5
GOALS = {"304": f"at least {SHARE} of nginx's 304"}
LIMITS = "The same call into Python as a read; only the bytes are missing."


def run(bench: Bench) -> Iterator[Line]:
    """The same thread, known already."""
    store = make_store(bench.work / "not-modified")
    store.fill(Bulk("/story", 20))
    with serving(store) as service:
        _, headers, body = answer(service.thread("/story"))
        ours = service.thread("/story", If_None_Match=headers["etag"])
        with nginx_static(bench.work / "nginx", {"20": body}) as nginx:
            known = answer(nginx["20"])[1]["etag"]
            theirs = Target(nginx["20"].url, {"If-None-Match": known}, nginx["20"].pid)
            if (answer(ours)[0], answer(theirs)[0]) != (304, 304):
                raise Failed("not a 304")
            bench.say("304 of a thread of 20")
            found = take_turns({"ours": ours, "nginx": theirs}, bench.seconds)
    yield against_nginx("the same, 304", GOALS["304"], found["ours"], found["nginx"], SHARE, LIMITS)
