"""From the command to the first answer, and what an idle worker takes of memory."""

from __future__ import annotations

import contextlib
import statistics
import time
from collections.abc import Iterator
from compileall import compile_dir

from benchmarks.harness.bench import Bench
from benchmarks.harness.bulk import Bulk
from benchmarks.harness.processes import Failed, memory_bytes, processor_seconds, running, stop, tree
from benchmarks.harness.store import COMMENTSVC, ROOT, Service, Store, answer, make_store
from benchmarks.harness.table import Line

NAME = "start"
MOST_SECONDS, MOST_MEMORY = 1.5, 120
GOALS = {
    "start": f"below {MOST_SECONDS} s from the command to the first answer",
    "memory": f"idle memory below {MOST_MEMORY} MB a worker",
}
LIMITS = "Importing what the service is made of, once; server processes are copies."
TIMES = 5


def run(bench: Bench) -> Iterator[Line]:
    """Two workers with the background worker inside, as `commentsvc serve` does by itself."""
    store = make_store(bench.work / "start")
    store.fill(Bulk("/of-20", 20))
    compile_dir(str(ROOT / "commentsvc"), quiet=1)  # as pip does when it installs, whatever this environment says
    bench.say("starting five times")
    found = [start_once(store) for _ in range(TIMES)]
    seconds, spent, used, whole = (statistics.median(figures) for figures in zip(*found, strict=True))
    goal = GOALS["start"]
    told = f"{seconds:.2f} s ({spent:.1f} s of processor, all processes)"
    yield Line("start to first answer", goal, told, "", "", seconds < MOST_SECONDS, LIMITS)
    goal = GOALS["memory"]
    told = f"{used / 1e6:.0f} MB ({whole / 1e6:.0f} MB with all that it shares with the others)"
    shared = "The same modules, most of which are shared."
    yield Line("idle memory of a worker", goal, told, "", "", used < MOST_MEMORY * 1e6, shared)


def start_once(store: Store) -> tuple[float, float, float, float]:
    """Seconds to the first thread, and those of processor; of the larger worker after some hundred reads, the bytes of
    memory that are its share (Pss), and all (Rss)."""
    log = store.data.parent / "start.log"
    env = store.environment(run_worker=True)
    begun = time.perf_counter()
    with running([*COMMENTSVC, "serve", "--port", str(store.port)], log, env, ROOT) as process:
        target = Service(store, process.pid, log).thread("/of-20")
        while True:
            with contextlib.suppress(OSError):
                answer(target)
                break
            if time.perf_counter() - begun > 60 or process.poll() is not None:
                raise Failed("no answer within a minute")
            time.sleep(0.005)
        seconds = time.perf_counter() - begun
        spent = processor_seconds(process.pid)
        for _ in range(200):
            answer(target)
        below = [pid for pid in tree(process.pid) if pid != process.pid]
        whole, worker = max((memory_bytes(pid, "Rss"), pid) for pid in below)
        share = memory_bytes(worker)
        stop(process)
    return seconds, spent, float(share), float(whole)
