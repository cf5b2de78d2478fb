"""Retention over years: what goes, when, why, and what stays provable. On both databases, with the clock moved."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.clock import now
from commentsvc.domain.consent import open_snapshot
from commentsvc.errors import Forbidden, NotFound
from commentsvc.models.audit import AuditEvent
from commentsvc.models.comment import Comment, Subject
from commentsvc.models.consent import ConsentEvent, ConsentRecordBody
from commentsvc.usecases import run_retention as runs
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_retention import change_retention
from commentsvc.usecases.change_site import change_site
from commentsvc.usecases.deps import Actor
from commentsvc.usecases.plan_retention import plan_retention
from commentsvc.usecases.publish_notice import publish_notice
from commentsvc.usecases.run_retention import WORKER, run_retention, sites_due_for_retention
from tests.support.sites import bearer
from tests.usecases.log_entries import asked_in_each_way, audit, fresh, integrate_all

AUTHOR = {"name": "Xochiquetzal", "email": "xochi@popocatepetl.test", "website": "https://xochi.test"}


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody posts meanwhile, so that no pause is needed."""
    monkeypatch.setattr("commentsvc.usecases.take_turns.PAUSE", 0)


@pytest.fixture
def run(deps: Any, site: Any) -> Callable[..., dict[str, int]]:
    """`run()`: what the worker's run lets go now; the log must be one log before and after."""

    def go(at: Any = site) -> dict[str, int]:
        planned = asked_in_each_way(
            deps, at.id, lambda: {rule.rule: rule.count for rule in plan_retention(deps, CLI, at.id).rules}
        )
        done = run_retention(deps, WORKER, at.id)
        assert done.finished
        assert done.gone == planned, "the dry run said otherwise"
        integrate_all(deps, at.id)
        audit(deps, at.id)
        return done.gone

    return go


def statuses(deps: Any, site: Any) -> list[str]:
    deps.session.rollback()
    query = sa.select(Comment.status).where(Comment.site_id == site.id).order_by(Comment.id)
    return list(deps.session.scalars(query))


def events(deps: Any, record: str) -> list[str]:
    from uuid import UUID

    deps.session.rollback()
    query = sa.select(ConsentEvent.type).where(ConsentEvent.record_id == UUID(record)).order_by(ConsentEvent.id)
    return list(deps.session.scalars(query))


def snapshots(deps: Any, record: str) -> list[dict[str, Any]]:
    from uuid import UUID

    deps.session.rollback()
    query = sa.select(ConsentRecordBody.snapshot).where(ConsentRecordBody.record_id == UUID(record))
    return [open_snapshot(body) for body in deps.session.scalars(query.order_by(ConsentRecordBody.event_id))]


def test_what_was_not_published_goes_after_weeks_and_what_is_public_stays(
    post, publish, decide, deps, site, run, later
):
    spam, rejected, _waiting = (post()["comment"]["id"] for _ in range(3))
    _shown, removed = (publish()["comment"]["id"] for _ in range(2))
    decide(spam, "spam")
    decide(rejected, "reject")
    decide(removed, "remove")

    later(days=29)
    assert run() == {}
    later(days=2)
    assert run() == {"spam": 1, "rejected": 1}
    assert statuses(deps, site) == ["erased", "erased", "pending", "published", "removed"]
    later(days=150)
    assert run() == {"removed": 1}
    later(days=3650)
    assert set(run()) == {"trail"}, "of who did what; of comments nothing"
    assert statuses(deps, site) == ["erased", "erased", "pending", "published", "erased"]


def test_a_period_counts_from_the_last_decision_and_not_from_posting(post, decide, run, later):
    comment = post()["comment"]["id"]
    later(days=100)
    decide(comment, "spam")
    later(days=20)
    assert run() == {}
    decide(comment, "restore")
    decide(comment, "reject")
    later(days=29)
    assert run() == {}
    later(days=2)
    assert run() == {"rejected": 1}


def test_every_period_can_be_set_and_turned_off(post, publish, deps, site, run, later, decide):
    changes = {"spam_days": 0, "pending_days": 7, "published_months": 24, "trail_months": 0}
    change_retention(deps, CLI, site.id, changes)
    spam = post()["comment"]["id"]
    decide(spam, "spam")
    post()
    publish()

    later(days=8)
    assert run() == {"pending": 1}
    later(days=700)
    assert run() == {}
    later(days=30)
    assert run() == {"published": 1}
    assert statuses(deps, site) == ["spam", "erased", "erased"]


def test_a_comment_and_its_record_go_together_where_the_notice_promised_no_more(post, decide, deps, run, later):
    answer = post(author=AUTHOR)
    decide(answer["comment"]["id"], "spam")
    later(days=31)
    run()

    assert events(deps, answer["receipt"]["id"]) == ["given", "erased"]
    (left,) = snapshots(deps, answer["receipt"]["id"])
    assert left["event"]["by"] == "server"
    assert set(left["record"]) == {"record_id", "erases", "rule"}
    assert left["record"]["rule"] == "spam"
    assert deps.session.query(Subject).count() == 0


@pytest.fixture
def kept_a_year(deps: Any, site: Any) -> None:
    """The site's notices promise records for twelve months beyond their comments."""
    change_site(deps, CLI, site.id, {"retention_months": 12})
    for lang in ("en", "de"):
        publish_notice(deps, CLI, site.id, lang, {})


@pytest.mark.usefixtures("kept_a_year")
def test_a_record_outlives_its_comment_as_long_as_its_notice_promised(post, decide, deps, site, run, later):
    answer = post(author=AUTHOR)
    decide(answer["comment"]["id"], "spam")
    change_site(deps, CLI, site.id, {"retention_months": 0})  # what this reader was promised stays what it was
    later(days=31)
    assert run() == {"spam": 1}
    assert events(deps, answer["receipt"]["id"]) == ["given", "expired"]
    given, expired = snapshots(deps, answer["receipt"]["id"])
    assert expired["event"]["state"] == "expired"
    assert not any(expired["event"]["purposes"].values())
    assert given["event"]["state"] == "given"
    assert deps.session.query(Subject).count() == 1, "whoever asks for their data is still found"

    later(days=360)
    assert run() == {}
    later(days=8)
    assert run() == {"record": 1}
    assert events(deps, answer["receipt"]["id"]) == ["given", "expired", "erased"]
    assert deps.session.query(Subject).count() == 0
    assert run() == {}


@pytest.mark.usefixtures("kept_a_year")
def test_a_reader_may_have_the_outliving_record_erased_and_nothing_else(client, post, decide, deps, site, run, later):
    answer = post(author=AUTHOR)
    decide(answer["comment"]["id"], "spam")
    later(days=31)
    run()
    receipt = answer["receipt"]
    url, who = f"{site.url}/consents/{receipt['id']}/events", site.headers() | bearer(receipt["secret"])

    again = client.post(url, json={"type": "given", "purpose": "publish"}, headers=who)
    assert again.status_code == 410
    taken = client.post(url, json={"type": "withdrawn", "purpose": "publish"}, headers=who)
    assert taken.status_code == 200, taken.get_data(as_text=True)
    assert events(deps, receipt["id"]) == ["given", "expired", "erased"]
    later(days=800)
    assert set(run()) == {"trail"}


def test_a_changed_number_of_months_reaches_the_text_and_what_is_carried_out_at_once(deps, site):
    change_site(deps, CLI, site.id, {"retention_months": 6})
    said = publish_notice(deps, CLI, site.id, "de", {}).body.decode()

    assert "6 Monate" in said
    assert '"record_months":6' in said


def test_comments_under_an_old_notice_go_when_the_owner_says_so_whatever_their_status(
    post, publish, deps, site, run, later
):
    publish()
    post(lang="de")
    first = plan_retention(deps, CLI, site.id).notices
    publish_notice(deps, CLI, site.id, "en", {"title": "Anew"})
    publish()
    (chosen,) = [notice.sha256 for notice in first if notice.lang == "en"]
    change_retention(deps, CLI, site.id, {"old_notices": [chosen]})

    later(days=2)
    assert run() == {"old-notice": 1}
    assert statuses(deps, site) == ["erased", "pending", "published"]
    assert run() == {}


def test_a_comment_that_two_rules_are_about_is_counted_once(post, decide, deps, site, run, later):
    decide(post()["comment"]["id"], "spam")
    (chosen,) = [notice.sha256 for notice in plan_retention(deps, CLI, site.id).notices if notice.lang == "en"]
    publish_notice(deps, CLI, site.id, "en", {"title": "Anew"})
    change_retention(deps, CLI, site.id, {"old_notices": [chosen]})

    later(days=31)
    assert run() == {"old-notice": 1}


def in_service(manifest: dict[str, Any]) -> dict[str, Any]:
    """The notice's purposes, the optional one kept by the service, as a later purpose would be."""
    return {"purposes": [{**purpose, "storage": "service"} for purpose in manifest["purposes"]]}


def test_an_optional_consent_expires_and_the_comment_stays(client, publish, deps, site, run, later):
    from commentsvc.domain.notice import parse_manifest
    from commentsvc.models.notice import notice_in_force

    purposes = {"publish": True, "remember-me": True}
    on_device = publish(purposes=purposes)
    manifest = parse_manifest(notice_in_force(deps.session, site.id, "en").body)
    publish_notice(deps, CLI, site.id, "en", in_service(manifest))
    change_retention(deps, CLI, site.id, {"consent_months": 6})
    here, without = publish(purposes=purposes), publish()
    again = publish(purposes=purposes)
    receipt = again["receipt"]
    later(days=100)
    for type_ in ("withdrawn", "given"):
        answer = client.post(
            f"{site.url}/consents/{receipt['id']}/events",
            json={"type": type_, "purpose": "remember-me"},
            headers=site.headers() | bearer(receipt["secret"]),
        )
        assert answer.status_code == 200, answer.get_data(as_text=True)

    later(days=90)
    assert run() == {"consent": 1}
    assert run() == {}
    assert events(deps, here["receipt"]["id"]) == ["given", "expired"]
    assert snapshots(deps, here["receipt"]["id"])[-1]["event"]["purposes"] == {
        "publish": True,
        "reply-mail": False,
        "remember-me": False,
    }
    assert snapshots(deps, here["receipt"]["id"])[-1]["event"]["state"] == "given"
    for other in (on_device, without):
        assert events(deps, other["receipt"]["id"]) == ["given"]
    later(days=100)
    assert run() == {"consent": 1}
    assert events(deps, receipt["id"]) == ["given", "withdrawn", "given", "expired"]
    assert set(statuses(deps, site)) == {"published"}


def test_a_text_that_its_author_left_behind_goes_without_another_event(client, publish, deps, site, run, later, decide):
    answer = publish(author=AUTHOR)
    receipt = answer["receipt"]
    taken = client.post(
        f"{site.url}/consents/{receipt['id']}/events",
        json={"type": "withdrawn", "purpose": "publish", "keep_text": True},
        headers=site.headers() | bearer(receipt["secret"]),
    )
    assert taken.status_code == 200
    decide(answer["comment"]["id"], "remove")
    before = events(deps, receipt["id"])

    later(days=181)
    assert run() == {"removed": 1}
    assert events(deps, receipt["id"]) == before
    assert deps.session.query(Comment).one().body == ""


def test_each_run_that_let_something_go_leaves_a_line_with_numbers_and_nobody_in_it(
    post, decide, deps, site, run, later
):
    for _ in range(3):
        decide(post(author=AUTHOR)["comment"]["id"], "spam")
    run()
    later(days=31)
    run()
    run()

    lines = deps.session.query(AuditEvent).filter_by(site_id=site.id, action="retention.run").all()
    assert [(line.detail, line.actor_name) for line in lines] == [({"spam": 3}, "Retention")]
    (told,) = plan_retention(deps, CLI, site.id).runs
    assert told.gone == {"spam": 3}


def test_replies_by_others_stay_under_a_placeholder(client, publish, deps, site, run, later, decide):
    above = publish(author=AUTHOR)["comment"]["id"]
    publish(parent=above, body="I disagree")
    decide(above, "remove")
    later(days=181)
    run()

    thread = client.get(site.comments_url, query_string={"page": site.page}).get_json()
    (top,) = thread["comments"]
    assert top["placeholder"] is True
    assert "Xochi" not in str(thread)
    assert [reply["html"] for reply in top["replies"]] == ["<p>I disagree</p>"]


def test_other_sites_are_not_touched(post, decide, deps, site, other_site, run, later):
    for at in (site, other_site):
        decide(post(at=at)["comment"]["id"], "spam", at=at)
    later(days=31)
    assert run() == {"spam": 1}
    assert statuses(deps, site) == ["erased"]
    assert statuses(deps, other_site) == ["spam"]


def test_records_consents_and_codes_of_other_sites_are_not_touched_either(
    post, publish, decide, deps, site, other_site, run, later
):
    from commentsvc.domain.notice import parse_manifest
    from commentsvc.models.database import random_id, writing
    from commentsvc.models.notice import notice_in_force

    ended, optional = {}, {}
    for at in (site, other_site):
        change_site(deps, CLI, at.id, {"retention_months": 1})
        manifest = parse_manifest(notice_in_force(deps.session, at.id, "en").body)
        publish_notice(deps, CLI, at.id, "en", in_service(manifest))
        change_retention(deps, CLI, at.id, {"consent_months": 1})
        ended[at.id] = post(at=at)
        decide(ended[at.id]["comment"]["id"], "spam", at=at)
        optional[at.id] = publish(at=at, purposes={"publish": True, "remember-me": True})
    later(days=31)
    assert run() == {"spam": 1, "consent": 1}
    assert events(deps, optional[other_site.id]["receipt"]["id"]) == ["given"]
    assert run(other_site) == {"spam": 1, "consent": 1}
    with writing(deps.session) as session:
        for at in (site, other_site):
            session.add(Subject(site_id=at.id, id=random_id(), pseudonym="c" * 43, created_at=now()))
    later(days=40)

    assert run() == {"record": 1, "code": 1}
    assert events(deps, ended[site.id]["receipt"]["id"])[-1] == "erased"
    assert events(deps, ended[other_site.id]["receipt"]["id"])[-1] == "expired"
    assert deps.session.query(Subject).filter_by(site_id=other_site.id, pseudonym="c" * 43).count() == 1


def test_who_is_not_an_admin_of_the_site_neither_plans_nor_runs_nor_changes(deps, site, other_site):
    moderator = Actor("account:m", "Mia", site.id, frozenset({"moderate", "export", "subjects"}))
    foreigner = Actor("account:f", "Fritz", other_site.id, frozenset({"admin"}))
    for actor, refused in ((moderator, Forbidden), (foreigner, NotFound)):
        for call in (plan_retention, run_retention, lambda *facts: change_retention(*facts, {"spam_days": 1})):
            with pytest.raises(refused):
                call(deps, actor, site.id)


def test_a_run_that_is_cut_off_goes_on_where_it_stood_and_counts_on(post, decide, deps, site, later, monkeypatch):
    monkeypatch.setattr(runs, "BATCH", 2)
    for _ in range(5):
        decide(post()["comment"]["id"], "spam")
    later(days=31)
    ended, end = [], runs.end_in_transaction

    def crash(*facts: Any) -> None:
        end(*facts)
        ended.append(facts)
        if len(ended) == 4:  # the second of the second step, after it was written
            raise KeyboardInterrupt

    monkeypatch.setattr(runs, "end_in_transaction", crash)
    with pytest.raises(KeyboardInterrupt):
        run_retention(deps, WORKER, site.id)
    assert statuses(deps, site).count("erased") == 2, "a step is done whole or not at all"
    assert plan_retention(deps, CLI, site.id).unfinished == {"spam": 2}
    assert site.id in sites_due_for_retention(deps)

    monkeypatch.setattr(runs, "end_in_transaction", end)
    assert run_retention(deps, WORKER, site.id).gone == {"spam": 5}
    assert statuses(deps, site).count("erased") == 5
    assert sites_due_for_retention(deps) == []
    later(days=1)
    assert sites_due_for_retention(deps) == [site.id]
    integrate_all(deps, site.id)
    audit(deps, site.id)


def test_a_run_that_is_told_to_stop_does_so_between_two_steps(post, decide, deps, site, later, monkeypatch):
    monkeypatch.setattr(runs, "BATCH", 1)
    for _ in range(3):
        decide(post()["comment"]["id"], "spam")
    later(days=31)
    answers = iter([True, True, False])  # the first rule has nothing due, then one comment goes

    done = run_retention(deps, WORKER, site.id, go_on=lambda: next(answers))

    assert (done.finished, done.gone) == (False, {"spam": 1})
    assert statuses(deps, site).count("erased") == 1


def test_two_workers_at_once_let_each_comment_go_once(post, decide, deps, site, later, monkeypatch):
    monkeypatch.setattr(runs, "BATCH", 2)
    answers = [post(page=f"{site.origin}/{n % 3}", author={"name": f"N{n % 4}"}) for n in range(12)]
    for answer in answers:
        decide(answer["comment"]["id"], "spam")
    later(days=31)
    done: list[Any] = []

    def work() -> None:
        mine = fresh(deps)
        try:
            done.append(run_retention(mine, WORKER, site.id))
        finally:
            mine.session.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(180)

    assert len(done) == 3
    assert statuses(deps, site) == ["erased"] * 12
    for answer in answers:
        assert events(deps, answer["receipt"]["id"]) == ["given", "erased"]
    lines = deps.session.query(AuditEvent).filter_by(action="retention.run").all()
    assert sum(line.detail["spam"] for line in lines) == 12
    integrate_all(deps, site.id)
    audit(deps, site.id)


def test_a_new_rule_lets_nothing_go_before_a_day_has_passed(publish, deps, site, later):
    publish()
    later(days=400)
    run_retention(deps, WORKER, site.id)
    later(days=1)
    change_retention(deps, CLI, site.id, {"published_months": 12})
    changed_at = now()

    while site.id not in sites_due_for_retention(deps):
        later(hours=1)
    assert (now() - changed_at).total_seconds() >= 24 * 3600
    assert (now() - changed_at).total_seconds() < 49 * 3600


def test_people_of_whom_nothing_is_left_lose_their_code(deps, site, run):
    from commentsvc.models.database import random_id, writing

    with writing(deps.session) as session:
        session.add(Subject(site_id=site.id, id=random_id(), pseudonym="c" * 43, created_at=now()))

    assert run() == {"code": 1}
    assert deps.session.query(Subject).count() == 0
