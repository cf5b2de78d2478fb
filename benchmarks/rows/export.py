"""Exporting the consent log, against what each database itself makes of the same lines: COPY, and the sqlite3 shell."""

from __future__ import annotations

import resource
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
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
LIMITS = (
    "Starting the command, below some 100,000 records; then Python, which fills in the form of each record's lines."
)
EACH, CHUNK = 100, 100_000
SAMPLE = 200_000
"""Lines of our own export that the databases are given to write: the same bytes, ready."""


@dataclass(frozen=True, order=True)
class Measured:
    """A command that ended: seconds, seconds of processor, and megabytes of memory at the peak; of an export, how many
    lines it wrote, and how long one takes that writes none."""

    seconds: float
    processor: float
    peak: float
    lines: int = 0
    start: float = 0.0


def run(bench: Bench) -> Iterator[Line]:
    """On both databases."""
    yield _sqlite(bench, make_store(bench.work / "export"))
    shutil.rmtree(bench.work / "export")
    with postgres(bench.work / "pg") as server:
        yield _postgresql(bench, make_store(bench.work / "export-pg", server.database("log")), server)


def _sqlite(bench: Bench, store: Store) -> Line:
    shell = shutil.which("sqlite3")
    ours = _ours(bench, store)
    head = _head(bench)
    if shell is None:
        return _line(bench, "SQLite", ours, "the sqlite3 shell is missing", 0.0)
    database = bench.work / "plain.db"
    run_command([shell, database, ".mode csv", f".import {head} plain"])
    limit = _limit([shell, "-csv", database, "SELECT * FROM plain"], bench.work)
    return _line(bench, "SQLite", ours, "sqlite3 -csv", limit)


def _postgresql(bench: Bench, store: Store, server: Postgres) -> Line:
    import psycopg

    ours = _ours(bench, store)
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
        return _line(bench, "PostgreSQL", ours, "psql is missing", 0.0)
    command = [psql, "--no-psqlrc", uri, "-c", "COPY plain TO STDOUT (FORMAT csv)"]
    return _line(bench, "PostgreSQL", ours, "COPY … TO STDOUT", _limit(command, bench.work))


def _ours(bench: Bench, store: Store) -> Measured:
    """Of a process that does nothing else."""
    _load(bench, store)
    command = [*COMMENTSVC, "export", "consent-log", SITE, "--output", "-"]
    log, env = bench.work / "log.csv", store.environment()
    nothing = [*command, "--from", "2100-01-01"]
    start = min(_timed(nothing, log, env) for _ in range(3)).seconds
    bench.say(f"{store.kind}: exporting")
    whole = _timed(command, log, env)
    with log.open("rb") as file:
        lines = sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b"")) - 1
    return replace(whole, lines=lines, start=start)


def _load(bench: Bench, store: Store) -> None:
    """Records as leaves of the log, without a tree, and their lines made as the worker makes them."""
    kind = store.kind
    sizes = [min(CHUNK, bench.records - first) for first in range(0, bench.records, CHUNK)]
    bulks = [
        Bulk(f"/of-{number}-", EACH, threads=max(1, size // EACH), first=number * CHUNK, leaf=number * CHUNK)
        for number, size in enumerate(sizes)
    ]
    begun = time.monotonic()
    store.fill(*bulks, told=lambda count: bench.say(f"{kind}: {count:,} records, {time.monotonic() - begun:.0f} s"))
    with store.parts() as deps:
        with writing(deps.session) as session:
            state = session.get_one(LogState, SITE)
            state.size = sum(bulk.size for bulk in bulks)
            waiting = sa.select(LogEntry).where(LogEntry.site_id == SITE, LogEntry.leaf_index.is_(None))
            for entry in session.scalars(waiting):  # what was really posted
                entry.leaf_index = state.size
                state.size += 1
        spent = time.process_time()
        while ready_consent_lines(deps, SITE):
            pass
        spent = time.process_time() - spent
    bench.say(
        f"{kind}: the worker's part, {spent * 1e6 / bench.records:.0f} µs of processor a record but the database's"
    )
    store.settle()


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
        seconds = _timed(command, target).seconds
        with target.open("rb") as file:
            rates.append(sum(1 for _ in file) / seconds)
    return max(rates)


def _timed(command: Sequence[str | Path], target: Path, env: Mapping[str, str] | None = None) -> Measured:
    with target.open("wb") as out, (target.parent / "said.log").open("wb") as said:
        spent, begun = _processor(), time.perf_counter()
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
    return Measured(seconds, _processor() - spent, peak)


def _processor() -> float:
    """Seconds of processor of all commands that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peak(pid: int) -> float:
    """Megabytes at the peak of this process so far. What `wait4` says of it begins with the size of its parent."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1000
    return 0.0


def _line(bench: Bench, name: str, ours: Measured, against: str, limit: float) -> Line:
    rate = ours.lines / ours.seconds
    ratio = rate / limit if limit else 0.0
    goal = GOALS["sqlite" if name == "SQLite" else "postgresql"]
    return Line(
        f"export {bench.records:,} consent records, {name}",
        goal,
        f"{per_second(rate)} ({ours.lines:,} lines in {ours.seconds:.1f} s, {ours.start:.1f} s of these the command's "
        f"start; {ours.processor:.1f} s of processor), peak memory {ours.peak:.0f} MB",
        f"{against} {per_second(limit)} of the same lines" if limit else against,
        f"{ratio:.2f}" if limit else "",
        (ratio >= SHARE and ours.peak < MOST_MEMORY) if limit else None,
        LIMITS,
    )
