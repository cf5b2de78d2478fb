"""The outbox: every task once if it works, again if it does not, and never silently lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from commentsvc.clock import now
from commentsvc.errors import Unavailable
from commentsvc.models.database import new_id, writing
from commentsvc.models.passing import OutboxTask
from commentsvc.usecases.run_due_tasks import LEASE, MAX_ATTEMPTS, TaskRun, run_due_tasks

from .log_entries import fresh


@pytest.fixture
def add_task(deps, site):
    """`add_task("mail", n=1)`: a task that is due now, with that payload."""

    def add(kind, *, due_in=timedelta(), **payload):
        with writing(deps.session) as session:
            session.add(
                OutboxTask(site_id=site.id, id=new_id(), kind=kind, payload=payload, run_at=now() + due_in, attempts=0)
            )

    return add


def tasks(deps):
    with fresh(deps).session as session:
        return session.scalars(sa.select(OutboxTask).order_by(OutboxTask.id)).all()


def test_a_due_task_is_run_with_its_payload_and_deleted(deps, site, add_task):
    add_task("mail", n=7)
    seen = []

    assert run_due_tasks(deps, {"mail": lambda *call: seen.append(call)}) == TaskRun(done=1)
    assert seen == [(deps, site.id, {"n": 7})]
    assert tasks(deps) == []


def test_tasks_that_are_not_due_or_of_an_unknown_kind_wait(deps, add_task):
    add_task("mail", due_in=timedelta(minutes=1))
    add_task("telegram")

    assert run_due_tasks(deps, {"mail": lambda *_: None}) == TaskRun()
    assert run_due_tasks(deps, {}) == TaskRun()
    assert [(task.kind, task.attempts) for task in tasks(deps)] == [("mail", 0), ("telegram", 0)]


def test_the_one_that_has_been_due_longest_comes_first_and_a_round_is_bounded(deps, add_task):
    add_task("mail", n=2, due_in=timedelta(minutes=-1))
    add_task("mail", n=1, due_in=timedelta(minutes=-2))
    add_task("mail", n=3)
    seen = []

    run_due_tasks(deps, {"mail": lambda _deps, _site, payload: seen.append(payload["n"])}, limit=2)

    assert seen == [1, 2]
    assert len(tasks(deps)) == 1


def fail(*_):
    raise ValueError("could not reach ada@example.org")


def test_a_failure_is_visible_without_foreign_text_and_tried_again_later_and_later(deps, add_task, later):
    add_task("mail")
    waits = []
    for _ in range(3):
        assert run_due_tasks(deps, {"mail": fail}) == TaskRun(failed=1)
        (task,) = tasks(deps)
        waits.append(round((task.run_at - now()).total_seconds()))
        assert run_due_tasks(deps, {"mail": fail}) == TaskRun()
        later(seconds=waits[-1] + 1)

    assert waits == [10, 20, 40]
    assert (task.last_error, task.attempts, task.failed_at) == ("ValueError", 3, None)


def test_our_own_errors_say_what_happened(deps, add_task):
    add_task("mail")

    def refuse(*_):
        raise Unavailable("The mail server did not answer.")

    run_due_tasks(deps, {"mail": refuse})

    assert tasks(deps)[0].last_error == "Unavailable: The mail server did not answer."


def test_after_the_last_attempt_a_task_stays_where_somebody_can_see_it(deps, add_task, later):
    add_task("mail")
    for _ in range(MAX_ATTEMPTS):
        assert run_due_tasks(deps, {"mail": fail}).failed == 1
        later(hours=7)

    assert run_due_tasks(deps, {"mail": fail}) == TaskRun()
    (task,) = tasks(deps)
    assert task.failed_at is not None
    assert task.last_error == "ValueError"


def test_a_claimed_task_is_nobody_elses_until_its_worker_is_given_up(deps, add_task, later):
    add_task("mail")
    others = []

    def run(*_):
        with (own := fresh(deps)).session:
            others.append(run_due_tasks(own, {"mail": fail}))
        later(seconds=LEASE.total_seconds() + 1)
        with (own := fresh(deps)).session:
            others.append(run_due_tasks(own, {"mail": lambda *_: None}))

    run_due_tasks(deps, {"mail": run})

    assert others == [TaskRun(), TaskRun(done=1)]
    assert tasks(deps) == []


def test_slow_tasks_do_not_hold_up_what_else_a_worker_does(deps, add_task, later):
    for _ in range(3):
        add_task("mail")

    assert run_due_tasks(deps, {"mail": lambda *_: later(seconds=15)}) == TaskRun(done=2)
    assert run_due_tasks(deps, {"mail": lambda *_: None}) == TaskRun(done=1)


def test_some_kinds_are_given_more_attempts(deps, add_task, later):
    add_task("mail")
    for _ in range(MAX_ATTEMPTS + 2):
        run_due_tasks(deps, {"mail": fail}, patience={"mail": MAX_ATTEMPTS + 2})
        later(hours=7)

    assert tasks(deps)[0].attempts == MAX_ATTEMPTS + 2
    assert tasks(deps)[0].failed_at is not None


def test_what_a_failing_handler_wrote_halfway_is_rolled_back(deps, site, add_task):
    add_task("mail")

    def write_and_fail(own, site_id, _payload):
        own.session.add(OutboxTask(site_id=site_id, id=new_id(), kind="half", payload={}, run_at=now()))
        own.session.flush()
        raise Unavailable("Half way.")

    run_due_tasks(deps, {"mail": write_and_fail})

    assert [task.kind for task in tasks(deps)] == ["mail"]


def test_several_workers_at_once_run_every_task_exactly_once(deps, add_task):
    for number in range(30):
        add_task("mail", n=number)
    seen = []

    def work(_):
        with (own := fresh(deps)).session:
            return run_due_tasks(own, {"mail": lambda _deps, _site, payload: seen.append(payload["n"])})

    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(work, range(4)))
    run_due_tasks(deps, {"mail": lambda _deps, _site, payload: seen.append(payload["n"])})

    assert sorted(seen) == list(range(30))
    assert sum(run.failed for run in runs) == 0
    assert tasks(deps) == []
