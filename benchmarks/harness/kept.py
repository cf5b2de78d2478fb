"""Databases of many comments that stay between runs, since loading one takes longer than measuring it."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from benchmarks.harness.bench import Bench
from benchmarks.harness.bulk import Bulk
from benchmarks.harness.postgres import Postgres, postgres
from benchmarks.harness.processes import free_port
from benchmarks.harness.store import Store, make_store
from benchmarks.harness.whole import fill_whole

EACH, CHUNK = 100, 100_000
SIZES = {20: 0, 200: 1_000, 2_000: 2_000}
"""Threads of these sizes are in each of them, with the first of their numbers."""
FIRST = 10_000
"""The first number of all others."""
MOST_WHOLE, WHOLE_OF_MORE = 1_000_000, 100_000
"""Of so many comments at most, each has all that a post leaves behind. Of more, only the first have snapshots and salts
and the others what is left of an erased record: snapshots are two thirds of all bytes."""


@contextlib.contextmanager
def kept_stores(bench: Bench, kind: str, sizes: dict[str, int]) -> Iterator[dict[str, Store]]:
    """A store of this kind for each name, with so many comments: as an earlier run left it where `BENCH_KEEP` names the
    folder, with what that posted, and loaded where there is none."""
    top = _top(bench)
    top.mkdir(parents=True, exist_ok=True)
    if kind == "sqlite":
        yield {name: _store(bench, top / f"sqlite-{comments}", "", comments) for name, comments in sizes.items()}
        return
    with postgres(top / "pg", keep=bench.kept is not None) as server:
        stores = {}
        for name, comments in sizes.items():
            data = top / f"postgresql-{comments}"
            stores[name] = _store(bench, data, _database(server, f"many_{comments}", data), comments)
        yield stores


def files_of(bench: Bench, kind: str, stores: dict[str, Store]) -> Iterator[Path]:
    """The files in which the databases of these stores are."""
    for folder in [_top(bench) / "pg"] if kind == "postgresql" else [store.data for store in stores.values()]:
        yield from (file for file in folder.rglob("*") if file.is_file())


def _top(bench: Bench) -> Path:
    return bench.kept or bench.work


def _database(server: Postgres, name: str, data: Path) -> str:
    import psycopg

    if not _whole(data).exists():
        with psycopg.connect(server.uri, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
        return server.database(name)
    return server.existing(name)


def _store(bench: Bench, data: Path, url: str, comments: int) -> Store:
    if _whole(data).exists():
        return _as_left(data, url)
    shutil.rmtree(data, ignore_errors=True)
    store = make_store(data, url, moderation="after")
    fill_whole(store, bulks(comments), lambda told: bench.say(f"{store.kind}: {told}"))
    _whole(data).touch()
    return store


def _as_left(data: Path, url: str) -> Store:
    """What an earlier run left, upgraded to what this code needs."""
    from commentsvc.cli.revision import upgrade

    store = Store(data, url or f"sqlite:///{data}/comments.db", free_port())
    with store.parts():
        upgrade()
    return store


def bulks(comments: int) -> list[Bulk]:
    """The threads of `SIZES`, and so many other comments in threads of a hundred."""
    whole = comments if comments <= MOST_WHOLE else WHOLE_OF_MORE
    found = [Bulk(f"/of-{size}", size, first=first) for size, first in SIZES.items()]
    for first in range(0, comments, CHUNK):
        threads = min(CHUNK, comments - first) // EACH
        parts = "all" if first < whole else "bare"
        found.append(Bulk(f"/other-{first}-", EACH, threads=threads, first=FIRST + first, parts=parts))
    return found


def _whole(data: Path) -> Path:
    return data / "loaded"
