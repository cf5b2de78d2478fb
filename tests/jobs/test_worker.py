"""The worker: does its rounds, outlives what fails, stops when asked."""

from __future__ import annotations

from datetime import timedelta
from threading import Event

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from commentsvc.clock import now
from commentsvc.jobs.worker import Worker, WorkerThread
from commentsvc.models.comment import Comment
from commentsvc.models.database import new_id, writing
from commentsvc.models.passing import Heartbeat, OutboxTask, RateWindow
from tests.support.demo import PATIENCE, wait_until
from tests.usecases.log_entries import add_pending, audit, fresh, log_rows


@pytest.fixture
def worker(deps):
    """A worker that knows one kind of task, `note`, which it writes into `worker.seen`."""
    seen = []
    made = Worker(deps, Event(), {"note": lambda _deps, site_id, payload: seen.append((site_id, payload))})
    made.seen = seen
    return made


def pending(deps, site_id):
    return [row for row in log_rows(deps, site_id)["log_entry"] if row[-2] is None and row[-1] is None]


def beats(deps):
    with fresh(deps).session as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Heartbeat))


def test_one_round_integrates_every_site_runs_tasks_sweeps_and_shows_a_sign_of_life(deps, worker, site, other_site):
    add_pending(deps, site.id, 3)
    add_pending(deps, other_site.id, 2)
    with writing(deps.session) as session:
        session.add(OutboxTask(site_id=site.id, id=new_id(), kind="note", payload={"n": 1}, run_at=now()))
        session.add(RateWindow(key="old", count=1, expires_at=now() - timedelta(hours=1)))

    worker.tick()

    assert not pending(deps, site.id)
    assert not pending(deps, other_site.id)
    assert audit(deps, site.id).size >= 3
    assert audit(deps, other_site.id).size >= 2
    assert worker.seen == [(site.id, {"n": 1})]
    with fresh(deps).session as session:
        assert now() - session.get(Heartbeat, "worker").at < timedelta(seconds=30)
        assert session.scalar(sa.select(sa.func.count()).select_from(RateWindow)) == 0


def test_more_than_one_batch_is_integrated_in_one_round(deps, worker, site):
    add_pending(deps, site.id, 1100)

    worker.tick()

    assert not pending(deps, site.id)


def test_checkpoints_come_on_a_fixed_clock_and_only_for_something_new(deps, worker, site, time_machine):
    time_machine.move_to("2027-01-01T12:00:01Z", tick=False)
    add_pending(deps, site.id)
    worker.tick()
    after_first = log_rows(deps, site.id)["log_checkpoint"]
    add_pending(deps, site.id)

    time_machine.move_to("2027-01-01T12:00:09.900Z", tick=False)
    worker.tick()
    assert log_rows(deps, site.id)["log_checkpoint"] == after_first

    time_machine.move_to("2027-01-01T12:00:10Z", tick=False)
    worker.tick()
    after_second = log_rows(deps, site.id)["log_checkpoint"]
    assert len(after_second) == len(after_first) + 1

    time_machine.move_to("2027-01-01T12:00:20Z", tick=False)
    worker.tick()
    assert log_rows(deps, site.id)["log_checkpoint"] == after_second


def test_a_site_whose_key_is_missing_does_not_hold_up_the_others(deps, worker, site, other_site):
    add_pending(deps, site.id)
    add_pending(deps, other_site.id)
    (deps.settings.key_dir / f"{site.id}.key").rename(deps.settings.key_dir / "elsewhere")

    with capture_logs() as lines:
        worker.tick()

    assert pending(deps, site.id)
    assert not pending(deps, other_site.id)
    (line,) = [line for line in lines if line["event"] == "worker step failed"]
    assert line["site"] == site.id
    assert "backup" in line["reason"]


def test_a_database_that_fails_for_a_while_is_asked_again_in_the_next_round(deps, worker, site, later):
    add_pending(deps, site.id)
    engine = deps.session.get_bind()

    def fail(*_):
        raise OperationalError("gone", None, Exception("gone"))

    event.listen(engine, "before_cursor_execute", fail)
    with capture_logs() as lines:
        worker.tick()
    event.remove(engine, "before_cursor_execute", fail)

    assert {line["step"] for line in lines} >= {"heartbeat", "integrate", "tasks", "sweep"}
    assert {line["log_level"] for line in lines} == {"error"}
    later(seconds=11)
    worker.tick()
    assert not pending(deps, site.id)


def test_a_defect_in_a_step_is_logged_as_critical_and_survived(deps, site):
    worker = Worker(deps, Event(), 7)  # no mapping at all: running tasks breaks in a way nobody foresaw
    add_pending(deps, site.id)
    broken = Worker(deps, Event(), {"note": "not callable"})
    with writing(deps.session) as session:
        session.add(OutboxTask(site_id=site.id, id=new_id(), kind="note", payload={}, run_at=now()))

    with capture_logs() as lines:
        broken.tick()
        worker.tick()

    assert not pending(deps, site.id)
    assert [line["log_level"] for line in lines if line["event"] == "worker step failed"] == ["critical"]
    with fresh(deps).session as session:
        assert session.scalars(sa.select(OutboxTask)).one().last_error == "TypeError"


def test_once_a_day_every_site_lets_go_what_it_kept_long_enough(worker, site, other_site, post, decide, deps, later):
    comments = {at.id: post(at=at)["comment"]["id"] for at in (site, other_site)}
    for at in (site, other_site):
        decide(comments[at.id], "spam", at=at)
    worker.tick()
    later(days=31)
    (deps.settings.key_dir / f"{site.id}.key").rename(deps.settings.key_dir / "gone")  # one site's trouble

    with capture_logs() as lines:
        worker.tick()

    with fresh(deps).session as session:
        found = dict(session.execute(sa.select(Comment.site_id, Comment.status)).all())
    assert found == {site.id: "spam", other_site.id: "erased"}
    assert [line["site"] for line in lines if line.get("step") == "retention"] == [site.id]
    assert [(line["site"], line["gone"]) for line in lines if line["event"] == "retention ran"] == [
        (other_site.id, {"spam": 1})
    ]


def test_nothing_is_held_while_the_worker_sleeps(deps, worker, site):
    add_pending(deps, site.id)
    worker.tick()

    assert deps.session.get_bind().pool.checkedout() == 0


def test_the_thread_integrates_by_itself_and_stops_promptly(make_app, deps, site):
    thread = WorkerThread(make_app(checkpoint_seconds=1)).start()
    try:
        add_pending(deps, site.id)
        wait_until(lambda: not pending(deps, site.id), "all are in the log")
        audit(deps, site.id)
        add_pending(deps, site.id)
        wait_until(lambda: not pending(deps, site.id), "all are in the log")
    finally:
        stopped = thread.stop(PATIENCE)

    assert stopped


def test_a_worker_that_would_sleep_for_a_day_stops_promptly_too(make_app, deps, site, monkeypatch):
    monkeypatch.setattr("commentsvc.jobs.worker.POLL_SECONDS", 86400)
    thread = WorkerThread(make_app(checkpoint_seconds=86400)).start()
    add_pending(deps, site.id)
    wait_until(lambda: beats(deps) == 1, "the first round")

    assert thread.stop(PATIENCE)
