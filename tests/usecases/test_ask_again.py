"""A notice that asks again ends what was agreed to before it, provably and in small steps. On both databases."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from commentsvc.clock import now
from commentsvc.domain.consent import open_snapshot
from commentsvc.jobs.worker import HANDLERS
from commentsvc.models.audit import AuditEvent
from commentsvc.models.consent import ConsentRecordBody
from commentsvc.models.database import writing
from commentsvc.models.passing import OutboxTask
from commentsvc.usecases import ask_again as asking
from commentsvc.usecases.access import CLI
from commentsvc.usecases.publish_notice import publish_notice
from commentsvc.usecases.review_notice import decided
from commentsvc.usecases.run_due_tasks import TaskRun, run_due_tasks
from tests.support.sites import bearer
from tests.usecases.log_entries import audit, integrate_all

BOTH = {"publish": True, "remember-me": True}
TASKS = {asking.ASK_AGAIN: HANDLERS[asking.ASK_AGAIN]}


def publish_asking(deps: Any, site_id: str, lang: str = "en", **changes: Any) -> str:
    """A new version that asks again; its hash."""
    changes = decided(deps, CLI, site_id, lang, changes or {"title": "Read this again"}, True)
    return publish_notice(deps, CLI, site_id, lang, changes).sha256


def work(deps: Any) -> TaskRun:
    deps.session.rollback()
    return run_due_tasks(deps, TASKS)


def told(deps: Any, posted: dict[str, Any]) -> list[dict[str, Any]]:
    """The events of the posted comment's record as they are committed to, oldest first."""
    deps.session.rollback()
    query = sa.select(ConsentRecordBody.snapshot).where(ConsentRecordBody.record_id == UUID(posted["receipt"]["id"]))
    return [open_snapshot(body)["event"] for body in deps.session.scalars(query.order_by(ConsentRecordBody.event_id))]


def types(deps: Any, posted: dict[str, Any]) -> list[str]:
    return [event["type"] for event in told(deps, posted)]


def test_choices_made_under_earlier_versions_end_and_nothing_else_does(
    deps: Any, site: Any, other_site: Any, post: Any
) -> None:
    first = post(purposes=BOTH)
    publish_notice(deps, CLI, site.id, "en", {"title": "Second"})
    second, without = post(purposes=BOTH), post()
    german, foreign = post(purposes=BOTH, lang="de"), post(purposes=BOTH, at=other_site)
    third = publish_asking(deps, site.id)
    newer = post(purposes=BOTH)
    assert work(deps) == TaskRun(done=1)

    for ended in (first, second):
        given, expired = told(deps, ended)
        assert (expired["type"], expired["by"], expired["notice"]) == ("expired", "server", third)
        assert [name for name, on in expired["purposes"].items() if on] == ["publish"]
        assert (expired["state"], given["state"], "notice" in given) == ("given", "given", False)
    assert [types(deps, one) for one in (without, german, foreign, newer)] == [["given"]] * 4
    deps.session.rollback()
    lines = [row.detail for row in deps.session.query(AuditEvent) if row.action == "notice.asked-again"]
    assert lines == [{"ended": 2}]
    for one in (site, other_site):
        integrate_all(deps, one.id)
        audit(deps, one.id)


def test_a_purpose_that_only_an_older_version_offered_ends_too(deps: Any, site: Any, post: Any) -> None:
    posted = post(purposes=BOTH)
    only = [item for item in decided_purposes(deps, site.id) if item["required"]]
    publish_notice(deps, CLI, site.id, "en", {"purposes": only})
    publish_asking(deps, site.id)
    work(deps)
    assert types(deps, posted) == ["given", "expired"]


def decided_purposes(deps: Any, site_id: str) -> list[dict[str, Any]]:
    from commentsvc.usecases.publish_notice import draft_notice

    purposes: list[dict[str, Any]] = draft_notice(deps, CLI, site_id, "en", {})["purposes"]
    return purposes


def test_it_goes_on_where_it_was_cut_off_and_ends_each_choice_once(
    deps: Any, site: Any, post: Any, later: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "BATCH", 2)
    monkeypatch.setattr(asking, "STEPS", 1)
    posted = [post(purposes=BOTH) for _ in range(5)]
    publish_asking(deps, site.id)
    append = asking.append_event
    calls: list[int] = []

    def dying(*args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        if len(calls) == 4:
            raise RuntimeError("the machine went away")
        return append(*args, **kwargs)

    monkeypatch.setattr(asking, "append_event", dying)
    assert work(deps) == TaskRun(done=1, failed=1)
    assert [len(types(deps, one)) for one in posted] == [2, 2, 1, 1, 1]
    later(minutes=1)
    assert work(deps).failed == 0
    later(minutes=10)
    work(deps)
    assert [types(deps, one) for one in posted] == [["given", "expired"]] * 5
    deps.session.rollback()
    assert deps.session.query(OutboxTask).filter_by(kind=asking.ASK_AGAIN).count() == 0
    lines = [row.detail for row in deps.session.query(AuditEvent) if row.action == "notice.asked-again"]
    assert lines == [{"ended": 5}]


def change(client: Any, site: Any, posted: dict[str, Any], **body: Any) -> Any:
    return client.post(
        f"{site.url}/consents/{posted['receipt']['id']}/events",
        json={"type": "given", "purpose": "remember-me", **body},
        headers=site.headers() | bearer(posted["receipt"]["secret"]),
    )


def test_what_was_asked_again_is_given_only_under_the_words_in_force_and_stays_given(
    deps: Any, site: Any, post: Any, client: Any, later: Any
) -> None:
    posted = post(purposes=BOTH)
    old = post()
    new = publish_asking(deps, site.id)
    work(deps)
    stale = change(client, site, posted)
    assert (stale.status_code, stale.get_json()["slug"]) == (409, "notice-stale")
    assert stale.get_json()["notice"]["sha256"] == new
    assert change(client, site, old).status_code == 409  # who had not agreed before reads the new words as well
    assert change(client, site, posted, notice="0" * 64).status_code == 409
    assert change(client, site, posted, notice=new).status_code == 200
    assert told(deps, posted)[-1]["notice"] == new
    later(minutes=11)
    assert work(deps) == TaskRun(done=1)
    assert types(deps, posted) == ["given", "expired", "given"]
    publish_asking(deps, site.id, title="Once more")
    work(deps)
    assert types(deps, posted) == ["given", "expired", "given", "expired"]


def test_a_comment_that_was_being_written_meanwhile_is_found_by_the_second_look(
    deps: Any, site: Any, post: Any, later: Any
) -> None:
    posted = post(purposes=BOTH)
    publish_asking(deps, site.id)
    with writing(deps.session) as session:  # as if the post had been committed behind the first look
        session.execute(sa.delete(OutboxTask).where(OutboxTask.run_at <= now()))
    assert work(deps) == TaskRun()
    later(minutes=11)
    assert work(deps) == TaskRun(done=1)
    assert types(deps, posted) == ["given", "expired"]
