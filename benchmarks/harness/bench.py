"""What a row is given: a folder that goes away, how long to measure, and how many comments are many."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

DATABASES = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Bench:
    """`seconds` is the length of one slice of load, `comments` how many the row with many of them writes, `records` how
    many are exported; `root` holds what stays between runs (the environments of peers)."""

    work: Path
    root: Path
    seconds: float = 2.0
    comments: int = 1_000_000
    records: int = 1_000_000
    kept: Path | None = None
    databases: tuple[str, ...] = DATABASES

    def say(self, text: str) -> None:
        """Tell whoever waits."""
        sys.stderr.write(f"    {text}\n")
        sys.stderr.flush()


def from_environment(work: Path, root: Path) -> Bench:
    """As `BENCH_SECONDS`, `BENCH_COMMENTS`, `BENCH_RECORDS`, `BENCH_KEEP` and `BENCH_DATABASES` say."""
    seconds = os.environ.get("BENCH_SECONDS") or Bench.seconds
    comments = os.environ.get("BENCH_COMMENTS") or Bench.comments
    records = os.environ.get("BENCH_RECORDS") or Bench.records
    kept = os.environ.get("BENCH_KEEP")
    named = os.environ.get("BENCH_DATABASES")
    databases = tuple(named.split(",")) if named else DATABASES
    return Bench(work, root, float(seconds), int(comments), int(records), Path(kept) if kept else None, databases)
