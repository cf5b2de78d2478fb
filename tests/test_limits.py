"""Counted windows: the same answers in the process, in the database and in Valkey, also from several processes."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from commentsvc.adapters.limits import CountedLimits, DatabaseStorage, NoLimits, ProcessStorage, build, redis_storage
from commentsvc.models import db
from commentsvc.models.database import WRITE
from commentsvc.settings import load_settings
from commentsvc.usecases.deps import Window
from tests.support.databases import bare_app

SECRET = b"s" * 40
MOMENT = datetime(2026, 5, 1, 12, tzinfo=UTC)


def engine_of(url: str) -> sa.Engine:
    with bare_app(url).app_context():
        engine: sa.Engine = db.engine
        return engine


@pytest.fixture(params=["memory", "sqlite", "postgresql", "valkey"])
def limits(request: pytest.FixtureRequest) -> Iterator[CountedLimits]:
    """Limits on every storage."""
    if request.param == "memory":
        yield CountedLimits(ProcessStorage(), SECRET)
    elif request.param == "valkey":
        storage = redis_storage(request.getfixturevalue("valkey_url"))
        storage.reset()
        yield CountedLimits(storage, SECRET)
        storage.storage.close()  # type: ignore[attr-defined]
    else:
        engine = engine_of(request.getfixturevalue(f"{request.param}_database"))
        yield CountedLimits(DatabaseStorage(engine), SECRET)
        engine.dispose()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def timed_limits(request: pytest.FixtureRequest) -> Iterator[CountedLimits]:
    """Limits on the storages that go by our own clock; Valkey goes by its own."""
    if request.param == "memory":
        yield CountedLimits(ProcessStorage(), SECRET)
    else:
        engine = engine_of(request.getfixturevalue(f"{request.param}_database"))
        yield CountedLimits(DatabaseStorage(engine), SECRET)
        engine.dispose()


def test_so_many_pass_and_then_one_waits_at_most_the_window(limits: CountedLimits) -> None:
    assert [limits.hit("post", "a", 3, 60) for _ in range(3)] == [None, None, None]

    wait = limits.hit("post", "a", 3, 60)
    assert wait is not None and 1 <= wait <= 60


def test_each_name_and_key_is_counted_for_itself(limits: CountedLimits) -> None:
    for _ in range(4):
        limits.hit("post", "a", 3, 60)

    assert limits.hit("post", "b", 3, 60) is None
    assert limits.hit("notice", "a", 3, 60) is None
    assert limits.hit("post\na", "", 3, 60) is None, "name and key cannot be shifted into each other"


def test_looking_does_not_count(limits: CountedLimits) -> None:
    for _ in range(10):
        assert limits.blocked("signin", "a", 2, 60) is None
    limits.hit("signin", "a", 2, 60)
    assert limits.blocked("signin", "a", 2, 60) is None
    limits.hit("signin", "a", 2, 60)

    wait = limits.blocked("signin", "a", 2, 60)
    assert wait is not None and 1 <= wait <= 60


def test_what_was_counted_can_be_forgotten(limits: CountedLimits) -> None:
    for _ in range(3):
        limits.hit("signin", "a", 2, 60)
    limits.clear("signin", "a", 2, 60)

    assert limits.blocked("signin", "a", 2, 60) is None
    assert limits.hit("signin", "a", 2, 60) is None


def test_zero_means_no_limit(limits: CountedLimits) -> None:
    assert {limits.hit("post", "a", 0, 60) for _ in range(50)} == {None}


def test_a_window_ends(timed_limits: CountedLimits, time_machine: Any) -> None:
    time_machine.move_to(MOMENT, tick=False)
    for _ in range(2):
        timed_limits.hit("post", "a", 2, 60)
    assert timed_limits.hit("post", "a", 2, 60) == 60
    time_machine.move_to(MOMENT + timedelta(seconds=59), tick=False)
    assert timed_limits.hit("post", "a", 2, 60) == 1

    time_machine.move_to(MOMENT + timedelta(seconds=60), tick=False)

    assert timed_limits.blocked("post", "a", 2, 60) is None
    assert [timed_limits.hit("post", "a", 2, 60) for _ in range(3)] == [None, None, 60]


def test_a_clock_that_was_set_back_leaves_nobody_waiting_for_an_hour(
    timed_limits: CountedLimits, time_machine: Any
) -> None:
    time_machine.move_to(MOMENT, tick=False)
    assert [timed_limits.hit("post", "somebody", 1, 60) for _ in range(2)][0] is None
    time_machine.move_to(MOMENT - timedelta(hours=1), tick=False)

    assert timed_limits.hit("post", "somebody", 1, 60) is None
    assert timed_limits.hit("post", "somebody", 1, 60) == 60


def test_threads_at_once_never_let_one_more_through(limits: CountedLimits) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: limits.hit("post", "a", 10, 60), range(40)))

    assert answers.count(None) == 10


def test_processes_at_once_never_let_one_more_through(database: str) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        answers = pool.map(_hits_of_a_process, [(database, 10)] * 3)

    assert sum(answers) == 12


def _hits_of_a_process(task: tuple[str, int]) -> int:
    url, times = task
    engine = engine_of(url)
    limits = CountedLimits(DatabaseStorage(engine), SECRET)
    passed = sum(limits.hit("post", "a", 12, 600) is None for _ in range(times))
    engine.dispose()
    return passed


def test_no_storage_holds_an_address_in_clear(sqlite_database: str) -> None:
    engine = engine_of(sqlite_database)
    CountedLimits(DatabaseStorage(engine), SECRET).hit("post", "example/203.0.113.7", 3, 60)
    CountedLimits(DatabaseStorage(engine), b"t" * 40).hit("post", "example/203.0.113.7", 3, 60)

    with engine.connect() as connection:
        keys = list(connection.execute(sa.text("SELECT key FROM rate_window")).scalars())
    engine.dispose()
    assert len(set(keys)) == 2, "another secret, another code"
    assert not any("203.0.113" in key or "example" in key for key in keys)


def test_when_the_shared_storage_is_gone_each_process_counts_for_itself() -> None:
    limits = CountedLimits(redis_storage("redis://127.0.0.1:1/0"), SECRET)

    answers = [limits.hit("post", "a", 2, 60) for _ in range(3)]
    limits.clear("post", "a", 2, 60)

    assert answers[:2] == [None, None] and answers[2] is not None
    assert limits.hit("post", "a", 2, 60) is None


def test_a_flood_of_addresses_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ProcessStorage, "MOST", 100)
    storage = ProcessStorage()
    for number in range(1000):
        storage.incr(f"key {number}", 60)

    assert storage.reset() <= 100
    assert storage.incr("key 999", 60) == 1


def test_the_null_twin_blocks_nobody() -> None:
    limits = NoLimits()

    assert {limits.hit("post", "a", 1, 60) for _ in range(5)} == {None}
    assert limits.blocked("post", "a", 1, 60) is None
    limits.hit_apart([Window("post", "a", 1, 60)])
    limits.clear("post", "a", 1, 60)


@pytest.mark.parametrize(
    ("changes", "storage"),
    [({}, "ProcessStorage"), ({"workers": 2}, "DatabaseStorage"), ({"redis_url": "valkey://h/0"}, "RedisStorage")],
)
def test_the_settings_choose_the_storage(
    tmp_path: Path, sqlite_database: str, changes: dict[str, Any], storage: str
) -> None:
    engine = engine_of(sqlite_database)
    built = build(load_settings({"data_dir": tmp_path / "data"} | changes), engine)
    engine.dispose()

    assert isinstance(built, CountedLimits) and type(built.storage).__name__ == storage


def test_what_is_counted_with_a_write_is_counted_with_everything_else_and_undone_with_it(sqlite_database: str) -> None:
    engine = engine_of(sqlite_database)
    limits = CountedLimits(DatabaseStorage(engine), SECRET)
    windows = [Window("post", "a", 3, 60), Window("free", "a", 0, 60), Window("post-site", "s", 2, 60)]
    assert limits.joins
    with Session(engine.execution_options(**{WRITE: True})) as session:
        limits.hit_in(session, windows)
        session.rollback()
        assert [limits.hit_in(session, windows) for _ in range(3)][:2] == [None, None]
        session.commit()
        wait = limits.blocked_in(session, windows)
        session.rollback()

    assert wait is not None and 1 <= wait <= 60
    assert limits.hit("post", "a", 3, 60) is not None, "both ways count the same windows"
    engine.dispose()
