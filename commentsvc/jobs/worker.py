"""The background worker: integrates log entries, runs the outbox, deletes what is over, and says that it lives.

Any number of workers may run, in server processes and beside them: every piece of work is locked or claimed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial
from threading import Event, Thread

import structlog
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from commentsvc.adapters.current import current_deps
from commentsvc.clock import now
from commentsvc.errors import CommentsvcError
from commentsvc.models.erasing import SCRUB
from commentsvc.models.log import sites_with_pending_entries
from commentsvc.models.outage import is_outage, let_go, reason
from commentsvc.models.spam_service import FORGET
from commentsvc.usecases.answer_at_once import answer_at_once
from commentsvc.usecases.ask_again import ASK_AGAIN, ask_again
from commentsvc.usecases.check_spam import check_spam, end_overdue_checks
from commentsvc.usecases.delete_expired import delete_expired
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.erase_person import ERASE, go_on_erasing
from commentsvc.usecases.forget_at_service import ATTEMPTS as FORGET_ATTEMPTS
from commentsvc.usecases.forget_at_service import forget_at_service
from commentsvc.usecases.integrate_entries import integrate_entries
from commentsvc.usecases.judge_by_services import CHECK
from commentsvc.usecases.learn_decisions import learn_decisions, sites_to_teach
from commentsvc.usecases.lift_restriction import LIFT, lift_restriction
from commentsvc.usecases.newest_signed import keep_newest
from commentsvc.usecases.open_request import ANSWER
from commentsvc.usecases.queue_mail import SEND
from commentsvc.usecases.ready_consent_lines import ready_consent_lines, sites_to_ready
from commentsvc.usecases.record_heartbeat import record_heartbeat
from commentsvc.usecases.report_decision import REPORT, report_decision
from commentsvc.usecases.run_due_tasks import Handler, run_due_tasks
from commentsvc.usecases.run_retention import WORKER as RETENTION
from commentsvc.usecases.run_retention import run_retention, sites_due_for_retention
from commentsvc.usecases.scrub_storage import REBUILD, rebuild_storage, scrub_storage
from commentsvc.usecases.send_mail import ATTEMPTS, send_mail
from commentsvc.usecases.send_webhooks import send_webhooks
from commentsvc.usecases.stamp_checkpoint import STAMP, plan_timestamps, stamp_checkpoint
from commentsvc.usecases.tell_moderators import mail_moderators
from commentsvc.usecases.tend_requests import tend_requests

HANDLERS: dict[str, Handler] = {
    SCRUB: scrub_storage,
    REBUILD: rebuild_storage,
    STAMP: stamp_checkpoint,
    SEND: send_mail,
    ASK_AGAIN: ask_again,
    ERASE: go_on_erasing,
    ANSWER: answer_at_once,
    LIFT: lift_restriction,
    CHECK: check_spam,
    REPORT: report_decision,
    FORGET: forget_at_service,
}
"""What runs from the outbox, by kind."""
PATIENCE = {SEND: ATTEMPTS, FORGET: FORGET_ATTEMPTS}
"""How often what is tried, where it is more than usual."""

POLL_SECONDS = 5
SWEEP_SECONDS = 60
PLAN_SECONDS = 60
RETENTION_SECONDS = 30
RETENTION_BUDGET = 5
"""Seconds between two looks at whether a site's daily run is due, and for how long one look works."""

READY_BUDGET = 2
"""Seconds that one look at what is not ready for an export works."""

log = structlog.get_logger(__name__)


class Worker:
    """The loop. Give it `deps` whose session belongs to the thread that calls `run`.

    Checkpoints are issued on a fixed clock, at whole multiples of `checkpoint_seconds` since 1970, so that they do not
    tell more closely than that when a reader posted.
    """

    def __init__(self, deps: Deps, stop: Event, handlers: Mapping[str, Handler] = HANDLERS) -> None:
        self._deps = deps
        self._stop = stop
        self._handlers = handlers
        self._slots: dict[str, int] = {}

    def run(self) -> None:
        """Work until `stop` is set, then finish the transaction at hand. What is pending waits for the next worker."""
        log.info("worker started")
        while not self._stop.is_set():
            self.tick()
            self._stop.wait(self._seconds_to_next_tick())
        log.info("worker stopped")

    def tick(self) -> None:
        """One round: everything that is due now. What fails is logged and tried again in the next round."""
        self._guarded("heartbeat", lambda: record_heartbeat(self._deps))
        if self._is_due("integrate", self._deps.settings.checkpoint_seconds):
            self._guarded("integrate", self.integrate_all)
            self._guarded("ready", self.ready_all)
        if self._is_due("timestamps", PLAN_SECONDS):
            self._guarded("timestamps", lambda: plan_timestamps(self._deps))
        self._guarded("learn", self.learn_all)
        self._guarded("tasks", lambda: run_due_tasks(self._deps, self._handlers, patience=PATIENCE))
        self._guarded("moderators", lambda: mail_moderators(self._deps))
        self._guarded("webhooks", lambda: send_webhooks(self._deps))
        if self._is_due("sweep", SWEEP_SECONDS):
            self._guarded("sweep", lambda: delete_expired(self._deps))
        if self._is_due("checks", SWEEP_SECONDS):
            self._guarded("checks", lambda: end_overdue_checks(self._deps))
        if self._is_due("requests", SWEEP_SECONDS):
            self._guarded("requests", lambda: tend_requests(self._deps))
        if self._is_due("retention", RETENTION_SECONDS):
            self._guarded("retention", self.retain_all)

    def integrate_all(self) -> None:
        """Integrate everything that is pending, site by site; one site's trouble does not hold up the others."""
        sites = sites_with_pending_entries(self._deps.session)
        for site_id in sites:
            self._guarded("integrate", partial(self._integrate, site_id), site=site_id)

    def _integrate(self, site_id: str) -> None:
        included = refused = size = 0
        more = True
        while more and not self._stop.is_set():
            result = integrate_entries(self._deps, site_id)
            included, refused = included + result.included, refused + result.refused
            size, more = result.size or size, result.more
        if included or refused:
            keep_newest(self._deps, site_id)
            log.info("entries integrated", site=site_id, included=included, refused=refused, size=size)

    def ready_all(self) -> None:
        """Make ready for an export what came into the logs. Nothing waits for it: it stops in time and goes on in a
        later round."""
        end = time.monotonic() + READY_BUDGET
        for site_id in sites_to_ready(self._deps):
            self._guarded("ready", partial(self._ready, site_id, end), site=site_id)

    def _ready(self, site_id: str, end: float) -> None:
        while not self._stop.is_set() and time.monotonic() < end and ready_consent_lines(self._deps, site_id):
            pass

    def learn_all(self) -> None:
        """Let the classifiers learn what was decided since the last round, site by site."""
        for site_id in sites_to_teach(self._deps):
            self._guarded("learn", partial(self._learn, site_id), site=site_id)

    def _learn(self, site_id: str) -> None:
        while learn_decisions(self._deps, site_id).more and not self._stop.is_set():
            pass

    def retain_all(self) -> None:
        """Let go what is due on the sites that had no run today. Promises come first: it stops in time and goes on in
        a later round."""
        end = time.monotonic() + RETENTION_BUDGET
        for site_id in sites_due_for_retention(self._deps):
            self._guarded("retention", partial(self._retain, site_id, end), site=site_id)

    def _retain(self, site_id: str, end: float) -> None:
        run = run_retention(
            self._deps, RETENTION, site_id, go_on=lambda: time.monotonic() < end and not self._stop.is_set()
        )
        if run.gone and run.finished:
            log.info("retention ran", site=site_id, gone=run.gone)

    def _guarded(self, step: str, work: Callable[[], object], **facts: str) -> None:
        try:
            work()
        except CommentsvcError as error:  # written by us, names the remedy, holds nothing personal
            log.error("worker step failed", step=step, reason=str(error), **facts)
        except SQLAlchemyError as error:
            if is_outage(error):
                log.error("worker step failed", step=step, reason=reason(error), **facts)
            else:
                log.error("worker step failed", step=step, exc_info=error, **facts)
        except Exception as error:  # a defect; the worker must outlive it, or no promise would be kept any more
            log.critical("worker step failed", step=step, exc_info=error, **facts)
        finally:
            let_go(self._deps.session)  # so that nothing is held while the worker sleeps

    def _is_due(self, step: str, seconds: int) -> bool:
        slot = int(now().timestamp()) // seconds
        if self._slots.get(step) == slot:
            return False
        self._slots[step] = slot
        return True

    def _seconds_to_next_tick(self) -> float:
        moment = now().timestamp()
        periods = (POLL_SECONDS, self._deps.settings.checkpoint_seconds)
        return min(period - moment % period for period in periods)


def work(app: Flask, stop: Event) -> None:
    """Run a worker in this thread, on the parts `app` was wired with, until `stop` is set."""
    with app.app_context():
        Worker(current_deps(), stop).run()


class WorkerThread:
    """A worker in a thread of the server's process. The thread is a daemon: it never keeps a process alive."""

    def __init__(self, app: Flask) -> None:
        self._stop = Event()
        self._thread = Thread(target=work, args=(app, self._stop), name="commentsvc-worker", daemon=True)

    def start(self) -> WorkerThread:
        """Begin; returns itself."""
        self._thread.start()
        return self

    def stop(self, timeout: float = 20) -> bool:
        """Ask it to stop and wait up to `timeout` seconds; whether it has stopped."""
        self._stop.set()
        self._thread.join(timeout)
        return not self._thread.is_alive()
