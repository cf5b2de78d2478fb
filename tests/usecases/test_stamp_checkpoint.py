"""Checkpoints are timestamped by an authority that is configured; whatever it does wrong, nothing false is stored."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from commentsvc.adapters.outbound import OutboundClient
from commentsvc.adapters.timestamping import Timestamps
from commentsvc.errors import OutboundFailed, TimestampError
from commentsvc.jobs.worker import Worker
from commentsvc.ledger.note import parse_note
from commentsvc.ledger.timestamp import verify_timestamp
from commentsvc.models.log import LogCheckpoint, latest_checkpoint
from commentsvc.models.passing import OutboxTask
from commentsvc.models.timestamp import LogTimestamp
from commentsvc.usecases.integrate_entries import integrate_entries
from commentsvc.usecases.run_due_tasks import run_due_tasks
from commentsvc.usecases.stamp_checkpoint import STAMP, plan_timestamps, stamp_checkpoint, timestamp_trouble
from tests.support.tsa import Authority, TsaServer, openssl
from tests.usecases.log_entries import add_pending, audit, fresh


@pytest.fixture
def overrides(tsa: TsaServer) -> dict[str, Any]:
    return tsa.settings()


def grow(deps: Any, site: Any, entries: int = 2) -> LogCheckpoint:
    add_pending(deps, site.id, entries)
    integrate_entries(deps, site.id)
    found = latest_checkpoint(deps.session, site.id)
    assert found is not None
    return found


def stored(deps: Any, site: Any) -> list[tuple[int, str]]:
    with fresh(deps).session as session:
        rows = session.scalars(sa.select(LogTimestamp).where(LogTimestamp.site_id == site.id))
        return sorted((row.size, row.authority) for row in rows)


def tasks(deps: Any) -> list[uuid.UUID]:
    with fresh(deps).session as session:
        return list(session.scalars(sa.select(OutboxTask.id).where(OutboxTask.kind == STAMP)))


def test_a_checkpoint_is_timestamped_and_the_token_holds(deps: Any, site: Any, tsa: TsaServer) -> None:
    checkpoint = grow(deps, site)

    stamp_checkpoint(deps, site.id, {})

    [kept] = fresh(deps).session.scalars(sa.select(LogTimestamp))
    body = parse_note(checkpoint.note).text.encode()
    found = verify_timestamp(kept.token, body, [tsa.authority.roots.read_bytes()])
    assert (kept.site_id, kept.size, kept.authority) == (site.id, checkpoint.size, tsa.url)
    assert kept.stamped_at == found.at
    assert tsa.authority.openssl_accepts(kept.token, body)


def test_only_a_hash_is_sent_with_a_nonce_and_a_wish_for_the_certificate(
    deps: Any, site: Any, tsa: TsaServer, tmp_path: Path
) -> None:
    grow(deps, site)
    stamp_checkpoint(deps, site.id, {})

    [(path, media_type, query)] = tsa.asked
    file = tmp_path / "query"
    file.write_bytes(query)
    told = openssl("ts", "-query", "-in", file, "-text").stdout.decode()
    assert (path, media_type) == ("/tsr", "application/timestamp-query")
    assert "Hash Algorithm: sha256" in told
    assert "Nonce: 0x" in told
    assert "Certificate required: yes" in told
    assert len(query) < 100
    assert site.id.encode() not in query


def test_a_second_run_asks_nobody(deps: Any, site: Any, tsa: TsaServer) -> None:
    checkpoint = grow(deps, site)

    stamp_checkpoint(deps, site.id, {})
    stamp_checkpoint(deps, site.id, {})

    assert len(tsa.asked) == 1
    assert stored(deps, site) == [(checkpoint.size, tsa.url)]


def test_two_workers_at_once_keep_one_token(deps: Any, site: Any, tsa: TsaServer) -> None:
    checkpoint = grow(deps, site)
    both = threading.Barrier(2)
    tsa.before_answering = lambda: both.wait(180) and None
    failures: list[BaseException] = []

    def work() -> None:
        try:
            stamp_checkpoint(fresh(deps), site.id, {})
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(180)

    assert failures == []
    assert len(tsa.asked) == 2
    assert stored(deps, site) == [(checkpoint.size, tsa.url)]


def test_cut_off_between_stamping_and_storing_it_is_asked_again(deps: Any, site: Any, tsa: TsaServer) -> None:
    checkpoint = grow(deps, site)

    class DiesAfterwards:
        url = tsa.url

        def stamp(self, message: bytes) -> Any:
            deps.timestamps.stamp(message)
            raise SystemExit

    with pytest.raises(SystemExit):
        stamp_checkpoint(replace(fresh(deps), timestamps=DiesAfterwards()), site.id, {})
    assert stored(deps, site) == []

    stamp_checkpoint(deps, site.id, {})
    assert stored(deps, site) == [(checkpoint.size, tsa.url)]


def of_something_else(tsa: TsaServer, tmp_path: Path) -> Callable[[bytes, bytes], tuple[int, bytes]]:
    def answer(_query: bytes, _reply: bytes) -> tuple[int, bytes]:
        data, query = tmp_path / "else", tmp_path / "else.tsq"
        data.write_bytes(b"something else\n")
        assert openssl("ts", "-query", "-data", data, "-sha256", "-cert", "-out", query).returncode == 0
        return 200, tsa.authority.answer(query.read_bytes())

    return answer


def with_another_nonce(tsa: TsaServer, _tmp_path: Path) -> Callable[[bytes, bytes], tuple[int, bytes]]:
    first: list[bytes] = []

    def answer(_query: bytes, reply: bytes) -> tuple[int, bytes]:
        first.append(reply)
        return 200, first[0]

    return answer


def by_a_stranger(tsa: TsaServer, tmp_path: Path) -> Callable[[bytes, bytes], tuple[int, bytes]]:
    stranger = Authority(tmp_path / "stranger")
    return lambda query, _reply: (200, stranger.answer(query))


def refusing(_tsa: TsaServer, _tmp_path: Path) -> Callable[[bytes, bytes], tuple[int, bytes]]:
    return lambda _query, _reply: (200, bytes.fromhex("300530030201 02".replace(" ", "")))


def with_nonsense(_tsa: TsaServer, _tmp_path: Path) -> Callable[[bytes, bytes], tuple[int, bytes]]:
    return lambda _query, _reply: (200, b"<html>please log in</html>")


def with_an_error(_tsa: TsaServer, _tmp_path: Path) -> Callable[[bytes, bytes], tuple[int, bytes]]:
    return lambda _query, reply: (500, reply)


def without_end(_tsa: TsaServer, _tmp_path: Path) -> Callable[[bytes, bytes], tuple[int, bytes]]:
    return lambda _query, reply: (200, reply + b"\0" * 200_000)


def damaged(_tsa: TsaServer, _tmp_path: Path) -> Callable[[bytes, bytes], tuple[int, bytes]]:
    return lambda _query, reply: (200, reply[:-1] + bytes([reply[-1] ^ 1]))


WRONG = [
    of_something_else,
    with_another_nonce,
    by_a_stranger,
    refusing,
    with_nonsense,
    with_an_error,
    without_end,
    damaged,
]


@pytest.mark.parametrize("behaviour", WRONG)
def test_a_wrong_answer_is_refused_and_nothing_is_stored(
    deps: Any, site: Any, tsa: TsaServer, tmp_path: Path, behaviour: Any
) -> None:
    checkpoint = grow(deps, site)
    tsa.misbehave = behaviour(tsa, tmp_path)
    if behaviour is with_another_nonce:  # the authority's honest answer to an earlier request over the same bytes
        deps.timestamps.stamp(parse_note(checkpoint.note).text.encode())

    with pytest.raises((TimestampError, OutboundFailed)):
        stamp_checkpoint(deps, site.id, {})

    assert stored(deps, site) == []


def test_an_authority_whose_clock_is_far_off_is_refused(deps: Any, site: Any, later: Any) -> None:
    grow(deps, site)
    later(minutes=30)

    with pytest.raises(TimestampError, match="clock"):
        stamp_checkpoint(deps, site.id, {})
    assert stored(deps, site) == []


def work_once(deps: Any) -> None:
    Worker(deps, Event()).tick()


def test_the_worker_stamps_what_is_new_and_not_more_often_than_it_may(
    deps: Any, site: Any, other_site: Any, tsa: TsaServer, later: Any, make_app: Any
) -> None:
    deps = replace(deps, settings=make_app(**tsa.settings(tsa_minutes=2)).extensions["commentsvc"].settings)
    add_pending(deps, site.id, 2)
    work_once(deps)
    assert [size for size, _ in stored(deps, site)] == [audit(deps, site.id).size]
    first = stored(deps, site)

    add_pending(deps, site.id, 2)
    later(minutes=1.5)
    work_once(deps)
    assert stored(deps, site) == first, "it is too early"

    later(minutes=2)
    work_once(deps)
    assert len(stored(deps, site)) == 2

    later(minutes=3)
    asked = len(tsa.asked)
    work_once(deps)
    assert len(tsa.asked) == asked, "nothing is new"
    assert plan_timestamps(deps) == 0
    assert stored(deps, other_site) == []


def test_an_authority_that_is_down_stops_nothing_is_tried_again_and_is_seen(
    deps: Any, site: Any, tsa: TsaServer, later: Any
) -> None:
    tsa.misbehave = lambda _query, _reply: (503, b"")
    add_pending(deps, site.id, 2)

    work_once(deps)

    assert audit(deps, site.id).size == 2, "integrating went on"
    assert stored(deps, site) == []
    assert "503" in (timestamp_trouble(deps.session, site.id) or "")
    deps.session.rollback()

    add_pending(deps, site.id, 1)
    tsa.misbehave = lambda _query, reply: (200, reply)
    later(minutes=1)
    work_once(deps)
    assert [size for size, _ in stored(deps, site)] == [3]
    assert timestamp_trouble(deps.session, site.id) is None


def test_one_that_does_not_answer_at_all_is_left_alone_for_a_while(
    deps: Any, site: Any, tsa: TsaServer, make_app: Any
) -> None:
    nobody = make_app(
        tsa_url="http://127.0.0.1:9",
        **{k: v for k, v in tsa.settings().items() if k == "tsa_roots"},
        outbound_exceptions="127.0.0.1:9",
    )
    authority = nobody.extensions["commentsvc"].timestamps

    with pytest.raises(OutboundFailed, match="did not answer"):
        authority.stamp(b"x")
    with pytest.raises(OutboundFailed, match="left alone"):
        authority.stamp(b"x")


def test_one_that_is_slow_is_not_waited_for(deps: Any, site: Any, tsa: TsaServer) -> None:
    checkpoint = grow(deps, site)
    over = threading.Event()
    tsa.before_answering = lambda: over.wait(180) and None
    impatient = OutboundClient(frozenset({("127.0.0.1", tsa.port)}), timeout=0.2)
    authority = Timestamps(tsa.url, tsa.authority.roots.read_bytes(), impatient)
    try:
        with pytest.raises(OutboundFailed, match="longer than|did not answer"):
            stamp_checkpoint(replace(deps, timestamps=authority), site.id, {})
        assert stored(deps, site) == []
    finally:
        over.set()

    stamp_checkpoint(deps, site.id, {})
    assert stored(deps, site) == [(checkpoint.size, tsa.url)]


def test_a_task_that_was_given_up_is_planned_anew_once_the_next_is_due(
    deps: Any, site: Any, tsa: TsaServer, later: Any
) -> None:
    grow(deps, site)
    tsa.misbehave = lambda _query, _reply: (500, b"")
    assert plan_timestamps(deps) == 1
    assert plan_timestamps(deps) == 0, "one task a site"
    for _ in range(10):
        later(hours=6)
        run_due_tasks(deps, {STAMP: stamp_checkpoint})
    with fresh(deps).session as session:
        [task] = session.scalars(sa.select(OutboxTask).where(OutboxTask.kind == STAMP))
        assert task.failed_at is not None
    assert plan_timestamps(deps) == 0
    later(hours=2)

    assert plan_timestamps(deps) == 1
    with fresh(deps).session as session:
        [task] = session.scalars(sa.select(OutboxTask).where(OutboxTask.kind == STAMP))
        assert task.failed_at is None


def test_two_workers_that_plan_at_once_plan_it_once(deps: Any, site: Any) -> None:
    grow(deps, site)
    planned: list[uuid.UUID] = []

    class Interrupted(Session):
        """Behind the first look at what is due, another worker is faster."""

        def rollback(self) -> None:
            super().rollback()
            if not planned:
                assert plan_timestamps(fresh(deps)) == 1
                planned.extend(tasks(deps))

    with Interrupted(deps.session.get_bind(), expire_on_commit=False) as session:
        plan_timestamps(replace(deps, session=session))

    assert len(planned) == 1
    assert tasks(deps) == planned


@pytest.mark.parametrize("overrides", [{}])
def test_where_no_authority_is_set_nobody_is_asked(deps: Any, site: Any, tsa: TsaServer, overrides: Any) -> None:
    grow(deps, site)

    assert plan_timestamps(deps) == 0
    stamp_checkpoint(deps, site.id, {})
    with pytest.raises(Exception, match="no timestamp authority is set"):
        deps.timestamps.stamp(b"x")
    assert stored(deps, site) == [] and tsa.asked == []


def test_a_site_without_a_checkpoint_is_left_alone(deps: Any, site: Any, tsa: TsaServer) -> None:
    assert plan_timestamps(deps) == 0
    stamp_checkpoint(deps, site.id, {})
    assert tsa.asked == []
