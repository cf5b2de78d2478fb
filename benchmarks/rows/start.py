"""From the command to the first answer, and what an idle worker takes of memory."""

from __future__ import annotations

import contextlib
import statistics
import time
from collections.abc import Iterator

from benchmarks.harness.bench import Bench
from benchmarks.harness.bulk import Bulk
from benchmarks.harness.processes import Failed, memory_bytes, running, stop, tree
from benchmarks.harness.store import COMMENTSVC, ROOT, Service, Store, answer, make_store
from benchmarks.harness.table import Line

NAME = "start"
MOST_SECONDS, MOST_MEMORY = 1.5, 120
GOALS = {
    "start": f"below {MOST_SECONDS} s from the command to the first answer",
    "memory": f"idle memory below {MOST_MEMORY} MB a worker",
}
LIMITS = "Importing what the service is made of, once in the parent and once in each worker."
TIMES = 5


def run(bench: Bench) -> Iterator[Line]:
    """Two workers with the background worker inside, as `commentsvc serve` does by itself."""
    store = make_store(bench.work / "start")
    store.fill(Bulk("/of-20", 20))
    taken, memory = [], []
    bench.say("starting five times")
    for _ in range(TIMES):
        seconds, used = _once(store)
        taken.append(seconds)
        memory.append(used)
    seconds, used = statistics.median(taken), statistics.median(memory)
    goal = GOALS["start"]
    yield Line("start to first answer", goal, f"{seconds:.2f} s", "", "", seconds < MOST_SECONDS, LIMITS)
    goal, told = GOALS["memory"], f"{used / 1e6:.0f} MB (what is shared counted whole)"
    yield Line("idle memory of a worker", goal, told, "", "", used < MOST_MEMORY * 1e6, "The same modules.")


def _once(store: Store) -> tuple[float, float]:
    """Seconds to the first thread, and bytes of the larger worker after some hundred reads."""
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
        for _ in range(200):
            answer(target)
        workers = sorted(memory_bytes(pid, "Rss") for pid in tree(process.pid) if pid != process.pid)
        stop(process)
    return seconds, float(workers[-1])
