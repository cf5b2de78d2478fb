"""Exporting the consent log, against what each database itself makes of the same lines: COPY, and the sqlite3 shell."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

from benchmarks.harness.bench import Bench
from benchmarks.harness.bulk import Bulk
from benchmarks.harness.postgres import Postgres, postgres
from benchmarks.harness.processes import Failed
from benchmarks.harness.processes import run as run_command
from benchmarks.harness.store import COMMENTSVC, ROOT, SITE, Store, make_store
from benchmarks.harness.table import Line, per_second
from commentsvc.models.database import writing
from commentsvc.models.log import LogEntry, LogState
from commentsvc.usecases.ready_consent_lines import ready_consent_lines

NAME = "export"
SHARE, MOST_MEMORY = 0.3, 200
GOALS = {
    "sqlite": f"at least {SHARE} of the sqlite3 shell's CSV; peak memory below {MOST_MEMORY} MB",
    "postgresql": f"at least {SHARE} of COPY … TO STDOUT; peak memory below {MOST_MEMORY} MB",
}
LIMITS = "A short row a record is read, and the status of its comment looked up; Python fills in the form of its lines."
EACH, CHUNK = 100, 100_000
SAMPLE = 200_000
"""Lines of our own export that the databases are given to write: the same bytes, ready."""


def run(bench: Bench) -> Iterator[Line]:
    """On both databases."""
    yield _sqlite(bench, make_store(bench.work / "export"))
    shutil.rmtree(bench.work / "export")
    with postgres(bench.work / "pg") as server:
        yield _postgresql(bench, make_store(bench.work / "export-pg", server.database("log")), server)


def _sqlite(bench: Bench, store: Store) -> Line:
    shell = shutil.which("sqlite3")
    ours, lines, peak = _ours(bench, store)
    head = _head(bench)
    if shell is None:
        return _line(bench, "SQLite", ours, lines, peak, "the sqlite3 shell is missing", 0.0)
    database = bench.work / "plain.db"
    run_command([shell, database, ".mode csv", f".import {head} plain"])
    limit = _limit([shell, "-csv", database, "SELECT * FROM plain"], bench.work)
    return _line(bench, "SQLite", ours, lines, peak, "sqlite3 -csv", limit)


def _postgresql(bench: Bench, store: Store, server: Postgres) -> Line:
    import psycopg

    ours, lines, peak = _ours(bench, store)
    head, uri = _head(bench), server.plain("log")
    with psycopg.connect(uri, autocommit=True) as connection, head.open("rb") as file:
        names = file.readline().decode().strip().split(",")
        connection.execute("CREATE TABLE plain (" + ", ".join(f'"{name}" text' for name in names) + ")")
        with connection.cursor().copy("COPY plain FROM STDIN (FORMAT csv)") as copy:
            while block := file.read(1 << 20):
                copy.write(block)
    program = server.bin / "psql"
    psql = str(program) if program.exists() else shutil.which("psql")
    if psql is None:
        return _line(bench, "PostgreSQL", ours, lines, peak, "psql is missing", 0.0)
    command = [psql, "--no-psqlrc", uri, "-c", "COPY plain TO STDOUT (FORMAT csv)"]
    return _line(bench, "PostgreSQL", ours, lines, peak, "COPY … TO STDOUT", _limit(command, bench.work))


def _ours(bench: Bench, store: Store) -> tuple[float, int, float]:
    """Seconds, lines, and megabytes of memory at the peak, of a process that does nothing else."""
    kind = store.kind
    for first in range(0, bench.records, CHUNK):
        many = min(CHUNK, bench.records - first)
        bench.say(f"{kind}: {first + many:,} records written")
        store.fill(Bulk(f"/of-{first}-", EACH, threads=max(1, many // EACH), first=first))
    bench.say(f"{kind}: the worker's part, {_ready(store) * 1e6 / bench.records:.0f} µs of processor a record")
    bench.say(f"{kind}: exporting")
    command = [*COMMENTSVC, "export", "consent-log", SITE, "--output", "-"]
    seconds, peak = _timed(command, bench.work / "log.csv", store.environment())
    with (bench.work / "log.csv").open("rb") as file:
        lines = sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b"")) - 1
    return seconds, lines, peak


def _ready(store: Store) -> float:
    """Give what was written in bulk its place in the log, without a tree, and let its lines be made as the worker makes
    them; the seconds of processor that this took, but for the database's own."""
    with store.parts() as deps:
        with writing(deps.session) as session:
            size = session.get_one(LogState, SITE).size
            bulk = sa.select(LogEntry.id, sa.func.row_number().over(order_by=LogEntry.id).label("number"))
            bulk = bulk.where(LogEntry.site_id == SITE, LogEntry.leaf_index.is_(None)).subquery()
            placed = sa.update(LogEntry).where(LogEntry.site_id == SITE, LogEntry.id == bulk.c.id)
            placed = placed.values(leaf_index=size + bulk.c.number - 1, refused=None)
            count = session.execute(placed, execution_options={"synchronize_session": False}).rowcount
            session.get_one(LogState, SITE).size = size + count
        store.settle()
        begun = time.process_time()
        while ready_consent_lines(deps, SITE):
            pass
        spent = time.process_time() - begun
    store.settle()
    return spent


def _head(bench: Bench) -> Path:
    """The first lines of the export in a file of their own; the rest is let go."""
    head = bench.work / "head.csv"
    with (bench.work / "log.csv").open("rb") as whole, head.open("wb") as out:
        out.writelines(islice(whole, SAMPLE + 1))
    (bench.work / "log.csv").unlink()
    return head


def _limit(command: Sequence[str | Path], work: Path) -> float:
    """Lines a second; the quickest of three."""
    target, rates = work / "limit.csv", []
    for _ in range(3):
        seconds, _ = _timed(command, target)
        with target.open("rb") as file:
            rates.append(sum(1 for _ in file) / seconds)
    return max(rates)


def _timed(command: Sequence[str | Path], target: Path, env: Mapping[str, str] | None = None) -> tuple[float, float]:
    with target.open("wb") as out, (target.parent / "said.log").open("wb") as said:
        begun = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], stdout=out, stderr=said, env=env, cwd=ROOT)
        try:
            peak = 0.0
            while process.poll() is None:
                peak = max(peak, _peak(process.pid))
                time.sleep(0.02)
        except BaseException:
            process.kill()
            raise
        seconds = time.perf_counter() - begun
    if process.returncode:
        raise Failed(f"{command[0]}: {(target.parent / 'said.log').read_text()[-300:]}")
    return seconds, peak


def _peak(pid: int) -> float:
    """Megabytes at the peak of this process so far. What `wait4` says of it begins with the size of its parent."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1000
    return 0.0


def _line(bench: Bench, name: str, seconds: float, lines: int, peak: float, against: str, limit: float) -> Line:
    ours = lines / seconds
    ratio = ours / limit if limit else 0.0
    goal = GOALS["sqlite" if name == "SQLite" else "postgresql"]
    return Line(
        f"export {bench.records:,} consent records, {name}",
        goal,
        f"{per_second(ours)} ({lines:,} lines in {seconds:.1f} s), peak memory {peak:.0f} MB",
        f"{against} {per_second(limit)} of the same lines" if limit else against,
        f"{ratio:.2f}" if limit else "",
        (ratio >= SHARE and peak < MOST_MEMORY) if limit else None,
        LIMITS,
    )
