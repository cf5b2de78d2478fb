"""Reading a thread of 0, 20 and 200 comments from our server alone, against nginx and a bare WSGI function."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.harness.bench import Bench
from benchmarks.harness.bulk import Bulk
from benchmarks.harness.load import Sample, Target, take_turns
from benchmarks.harness.postgres import postgres
from benchmarks.harness.static import bare_wsgi, nginx_static
from benchmarks.harness.store import Service, answer, make_store, serving
from benchmarks.harness.table import Line, milliseconds, per_second

NAME = "read"
SIZES = {0: 0.5, 20: 0.5, 200: 0.7}
GOALS = {size: f"at least {ratio} of nginx static, p99 at most 3 × nginx's" for size, ratio in SIZES.items()}
LIMITS = "One call into Python a request; granian hands the bytes over, nginx has them in the kernel (sendfile)."
GZIP = {"Accept-Encoding": "gzip"}
MIDDLE = 20


def run(bench: Bench) -> Iterator[Line]:
    """Each size, with gzip offered and not; and one from PostgreSQL."""
    store = make_store(bench.work / "read")
    store.fill(*(Bulk(f"/of-{size}", size, first=number * 1000) for number, size in enumerate(SIZES)))
    with serving(store) as service:
        files = {str(size): answer(service.thread(f"/of-{size}"))[2] for size in SIZES}
        with nginx_static(bench.work / "nginx", files) as nginx, bare_wsgi(bench.work / "bare", files) as bare:
            for size in SIZES:
                found = _slices(bench, service, nginx[str(size)], bare[str(size)], size)
                yield _line(f"read a thread of {size}", size, found, len(files[str(size)]), bare=True)
                found = _compressed(bench, service, nginx[str(size)], size)
                size_gz = len(answer(service.thread(f"/of-{size}", Accept_Encoding="gzip"))[2])
                yield _line(f"read a thread of {size}, gzip offered", size, found, size_gz)
            yield _postgresql(bench, nginx[str(MIDDLE)])


def _postgresql(bench: Bench, nginx: Target) -> Line:
    bench.say(f"reading a thread of {MIDDLE}, PostgreSQL")
    with postgres(bench.work / "pg") as server:
        store = make_store(bench.work / "read-pg", server.database("reading"))
        store.fill(Bulk("/story", MIDDLE))
        with serving(store) as service:
            target = service.thread("/story")
            found = take_turns({"ours": target, "nginx": nginx}, bench.seconds)
            return _line(f"read a thread of {MIDDLE}, PostgreSQL", MIDDLE, found, len(answer(target)[2]))


def _slices(bench: Bench, service: Service, nginx: Target, bare: Target, size: int) -> dict[str, Sample]:
    bench.say(f"reading a thread of {size}")
    return take_turns({"ours": service.thread(f"/of-{size}"), "nginx": nginx, "bare": bare}, bench.seconds)


def _compressed(bench: Bench, service: Service, nginx: Target, size: int) -> dict[str, Sample]:
    bench.say(f"reading a thread of {size}, gzip offered")
    ours = service.thread(f"/of-{size}", Accept_Encoding="gzip")
    return take_turns({"ours": ours, "nginx": Target(nginx.url, GZIP, nginx.pid)}, bench.seconds)


def _line(work: str, size: int, found: dict[str, Sample], length: int, bare: bool = False) -> Line:
    ours, nginx = found["ours"], found["nginx"]
    ratio, slower = ours.rate / nginx.rate, ours.p99 / nginx.p99
    against = f"nginx {per_second(nginx.rate)}, p99 {milliseconds(nginx.p99)}"
    if bare:
        against += f"; bare WSGI {per_second(found['bare'].rate)}, {_microseconds(found['bare'])}"
    return Line(
        work,
        GOALS[size],
        f"{per_second(ours.rate)}, p50 {milliseconds(ours.p50)}, p99 {milliseconds(ours.p99)}, "
        f"{_microseconds(ours)} of processor, {length:,} bytes",
        against,
        f"{ratio:.2f} (p99 × {slower:.1f})",
        ratio >= SIZES[size] and slower <= 3,
        LIMITS,
    )


def _microseconds(sample: Sample) -> str:
    return f"{sample.processor * 1e6:.0f} µs"
