"""Run the rows, print the table, write `benchmarks/RESULTS.md`.

    python -m benchmarks [row,row …]

Without names, all rows of `benchmarks/rows/` in the order of `ORDER`, and the file is written; with names, these only,
and the file stays as it is. `BENCH_SECONDS` (2) is the length of one slice of load, `BENCH_COMMENTS` (1,000,000) how
many comments the row with many of them writes.
"""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.harness.bench import Bench, from_environment
from benchmarks.harness.facts import facts
from benchmarks.harness.table import Line, markdown, page

ORDER = (
    "read",
    "not_modified",
    "behind_nginx",
    "big_threads",
    "post",
    "bad_post",
    "hot_writes",
    "mixed",
    "counts",
    "export",
    "many_comments",
    "start",
    "widget",
)
HERE = Path(__file__).parent
KEPT = HERE.parent / ".bench"
RESULTS = HERE / "RESULTS.md"


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and write the file when everything was measured."""
    names = [name for argument in arguments for name in argument.split(",") if name]
    unknown = [name for name in names if name not in ORDER]
    if unknown:
        sys.stderr.write(f"no such row: {', '.join(unknown)}. There are: {', '.join(ORDER)}\n")
        return 2
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGHUP, _leave)
    _forget_settings()
    KEPT.mkdir(exist_ok=True)
    known, lines, begun = facts(), [], time.monotonic()
    for name in names or ORDER:
        lines += measure(name)
    known.append(("Took", f"{(time.monotonic() - begun) / 60:.0f} minutes"))
    sys.stdout.write("\n" + markdown(lines))
    if not names:
        RESULTS.write_text(page(lines, known, NOTES))
        sys.stdout.write(f"\nWritten to {RESULTS.relative_to(HERE.parent)}.\n")
    return 0


def measure(name: str) -> list[Line]:
    """The lines of one row file; where it failed, one that says why, behind those measured before."""
    row: Any = importlib.import_module(f"benchmarks.rows.{name}")
    lines: list[Line] = []
    work = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=KEPT))
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {name}\n")
    try:
        bench: Bench = from_environment(work, KEPT)
        for line in row.run(bench):
            lines.append(line)
            bench.say(f"{line.work}: {line.measured} | {line.against} | {line.ratio} | {line.cells()[5]}")
    except Exception as error:  # the other rows go on
        if os.environ.get("BENCH_DEBUG"):
            traceback.print_exc()
        goal = next(iter(row.GOALS.values()))
        lines.append(Line(name, goal, f"failed: {type(error).__name__}: {str(error)[:300]}", limits=row.LIMITS))
        sys.stderr.write(f"    {lines[-1].measured}\n")
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return lines


NOTES = (
    "Load generator, servers and databases share the machine's cores. Each figure is the median of slices that took "
    "turns with those of what it is compared with.",
    "Posts: limits by address and site are off, the layers against spam are on (each post comes from another network, "
    "from a form opened a minute before, with a text of its own), comments are published at once.",
    "With many comments: the goal is meant for ten million. `BENCH_COMMENTS` says how many are written; one million "
    "unless it does.",
)


def _forget_settings() -> None:
    for variable in [name for name in os.environ if name.startswith("COMMENTSVC_")]:
        del os.environ[variable]


def _leave(_number: int, _frame: Any) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped; nothing is left behind.\n")
        sys.exit(130)
