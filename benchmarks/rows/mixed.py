"""Nineteen reads to one post, all on one hot thread: what the posts do to the reads."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.harness import load
from benchmarks.harness.bench import Bench
from benchmarks.harness.bulk import Bulk
from benchmarks.harness.load import write_raw
from benchmarks.harness.posts import Forms
from benchmarks.harness.processes import Failed
from benchmarks.harness.processes import run as run_command
from benchmarks.harness.store import Service, make_store, serving
from benchmarks.harness.table import Line, milliseconds, per_second

NAME = "mixed"
GOALS = {"mixed": "p99 of reads at most 3 × that without writes"}
LIMITS = "Posts and reads share two cores and, in each process, Python's lock: a read waits while a post computes."
CLIENTS, ROUNDS, MOST = 16, 3, 1500


def run(bench: Bench) -> Iterator[Line]:
    """With posts and without, in turns."""
    store = make_store(bench.work / "mixed", moderation="after")
    store.fill(Bulk("/hot", 20))
    forms = Forms(store, pages=1, page="/hot")
    with serving(store, trusted_proxies=1) as service:
        bench.say("nineteen reads to one post")
        _slice(service, 1.0, _posts(bench, forms, 1.0))
        alone, beside, posts = [], [], []
        for _ in range(ROUNDS):
            alone.append(_slice(service, bench.seconds)["reads"])
            found = _slice(service, bench.seconds, _posts(bench, forms, bench.seconds))
            beside.append(found["reads"])
            posts.append(found["posts"])
    slow, quick = _median(beside, 2), _median(alone, 2)
    yield Line(
        "mixed, 95 % reads on one hot thread",
        GOALS["mixed"],
        f"reads {per_second(_median(beside, 0))}, p99 {milliseconds(slow)}; posts {per_second(_median(posts, 0))}, "
        f"p99 {milliseconds(_median(posts, 2))}",
        f"reads alone {per_second(_median(alone, 0))}, p99 {milliseconds(quick)}",
        f"p99 × {slow / quick:.1f}",
        slow <= 3 * quick,
        LIMITS,
    )


def _posts(bench: Bench, forms: Forms, seconds: float) -> Path:
    return write_raw(bench.work / "mixed.raw", [forms.request() for _ in range(round(MOST * seconds))])


def _slice(service: Service, seconds: float, posts: Path | None = None) -> dict[str, tuple[float, float, float]]:
    """For reads and posts: how many a second, median and 99th percentile in seconds."""
    url = service.thread("/hot").url
    parts = urlsplit(url)
    command = ["wrk", "-t", str(CLIENTS), "-c", str(CLIENTS), "-d", f"{max(1, round(seconds))}s", "--timeout", "30s"]
    command += ["-s", str(Path(load.__file__).parent / "mixed.lua"), url, "--", f"{parts.path}?{parts.query}"]
    said = run_command([*command, str(CLIENTS), *([str(posts)] if posts else [])])
    if bad := re.search(r"Non-2xx or 3xx responses: \d+|Socket errors: .*", said):
        raise Failed(bad[0])
    took = float(re.search(r"requests in ([\d.]+)s", said)[1])  # type: ignore[index]
    found = {}
    for name, count, p50, p99 in re.findall(r"^(reads|posts) (\d+) ([\d.]+) ([\d.]+)$", said, re.MULTILINE):
        found[name] = (int(count) / took, float(p50) / 1e6, float(p99) / 1e6)
    if "reads" not in found or (posts and "posts" not in found):
        raise Failed(f"too few answers: {' '.join(said.split())[-200:]}")
    return found


def _median(samples: list[tuple[float, float, float]], part: int) -> float:
    return statistics.median(sample[part] for sample in samples)
