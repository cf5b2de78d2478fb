"""Who was affected between two moments: what was there, what was erased since, whom mail reaches. Both databases."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.clock import now
from commentsvc.domain.retention import Rule
from commentsvc.errors import Forbidden, NotFound, ValidationFailed
from commentsvc.exchange.affected_csv import COLUMNS, write_affected_csv
from commentsvc.models.audit import AuditEvent
from commentsvc.models.comment import Comment
from commentsvc.models.contact import Contact
from commentsvc.models.database import writing
from commentsvc.models.site import find_site
from commentsvc.usecases import assess_breach as breach
from commentsvc.usecases.access import CLI
from commentsvc.usecases.assess_breach import Window, export_affected, read_window
from commentsvc.usecases.change_site import change_site
from commentsvc.usecases.deps import Actor, Visitor
from commentsvc.usecases.end_comment import end_in_transaction
from commentsvc.usecases.own_comment import delete_own_comment
from commentsvc.usecases.publish_notice import publish_notice
from commentsvc.usecases.report_comment import ReportDraft, report_comment

HERE = Visitor("192.0.2.1", None, hosted=True)
ADA = {"name": "Ada", "email": "ada@example.org"}


@pytest.fixture
def assess(deps: Any, site: Any) -> Callable[[datetime, datetime], Any]:
    """`assess(begin, end)`: the numbers of the site."""
    return lambda begin, end: breach.assess_breach(deps, CLI, site.id, Window(begin, end))


def test_a_window_counts_what_was_there_and_what_was_erased_since(
    deps: Any, site: Any, post: Any, publish: Any, later: Any, assess: Any
) -> None:
    before = now()
    posted = [publish(author=ADA), post(author=ADA), post(author={"name": "Guest"}), post(author={"name": "Gone"})]
    erased_early = post(author={"name": "Early"})
    delete_own_comment(deps, site.id, uuid.UUID(erased_early["comment"]["id"]), erased_early["edit_token"], HERE)
    later(minutes=1)
    begin = now()
    report_comment(
        deps, site.id, ReportDraft(uuid.UUID(posted[0]["comment"]["id"]), "Why", True, email="x@y.test"), HERE
    )
    during = post(author={"name": "During"})
    delete_own_comment(deps, site.id, uuid.UUID(during["comment"]["id"]), during["edit_token"], HERE)
    later(minutes=5)
    end = now()
    later(minutes=1)
    delete_own_comment(deps, site.id, uuid.UUID(posted[3]["comment"]["id"]), posted[3]["edit_token"], HERE)
    post(author={"name": "After"})

    found = assess(begin, end)

    assert (found.people, found.comments, found.published, found.records) == (2, 3, 1, 3)
    assert (found.named, found.websites, found.with_code, found.reachable) == (3, 0, 1, 0)
    assert (found.erased, found.ended) == (2, 0), "the one erased before the window was not there"
    assert found.others["reports"] == (1, 1)
    nobody = assess(before - timedelta(days=2), before - timedelta(days=1))
    assert (nobody.people, nobody.comments, nobody.erased, nobody.others["reports"]) == (0, 0, 0, (0, 0))
    acts = deps.session.scalars(sa.select(AuditEvent.action).where(AuditEvent.site_id == site.id)).all()
    assert acts.count("breach.assess") == 2


def test_a_stored_address_makes_a_person_reachable_and_a_record_outlives_its_comment(
    deps: Any, site: Any, publish: Any, later: Any, assess: Any
) -> None:
    change_site(deps, CLI, site.id, {"retention_months": 12})
    publish_notice(deps, CLI, site.id, "en", {})
    publish_notice(deps, CLI, site.id, "de", {})
    posted = publish(author=ADA)
    deps.session.rollback()
    comment = deps.session.get(Comment, (site.id, uuid.UUID(posted["comment"]["id"])))
    deps.session.add(
        Contact(site_id=site.id, subject_id=comment.subject_id, address="ada@example.org", confirmed_at=now())
    )
    deps.session.commit()
    later(minutes=1)
    begin, end = now(), now() + timedelta(minutes=5)
    assert assess(begin, end).reachable == 1
    later(minutes=10)
    with writing(deps.session) as session:
        comment = session.get(Comment, (site.id, comment.id))
        end_in_transaction(deps, find_site(session, site.id), comment, Rule.PUBLISHED)

    found = assess(begin, end)

    assert (found.erased, found.ended, found.comments, found.records, found.people) == (0, 1, 0, 1, 1)


def test_the_list_has_references_and_numbers_and_is_read_in_batches(
    deps: Any, site: Any, post: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breach, "BATCH", 2)
    for number in range(5):
        post(author={"name": f"Name {number}", "email": f"who{number}@example.org"})
    window = Window(now() - timedelta(hours=1), now() + timedelta(seconds=1))

    people = export_affected(deps, CLI, site.id, window)
    text = b"".join(write_affected_csv((site.id, one) for one in people)).decode()

    rows = list(csv.reader(io.StringIO(text)))
    assert tuple(rows[0]) == COLUMNS
    assert len({row[1] for row in rows[1:]}) == len(rows) - 1 == 5
    assert "Name 4" not in text
    assert "example.org" not in text
    assert {row[7] for row in rows[1:]} == {"yes"}


def test_it_is_for_those_who_may_see_subjects_of_this_site(deps: Any, site: Any, other_site: Any, post: Any) -> None:
    post(author=ADA)
    window = Window(now() - timedelta(hours=1), now() + timedelta(hours=1))
    assert breach.assess_breach(deps, CLI, other_site.id, window).people == 0
    officer = Actor("token:1", "Officer", site.id, frozenset({"subjects"}))
    assert breach.assess_breach(deps, officer, site.id, window).people == 1
    for actor, where, refusal in (
        (officer, other_site.id, NotFound),
        (Actor("account:1", "Mia", site.id, frozenset({"moderate", "export"})), site.id, Forbidden),
    ):
        with pytest.raises(refusal):
            breach.assess_breach(deps, actor, where, window)
        with pytest.raises(refusal):
            export_affected(deps, actor, where, window)


def test_times_are_read_with_their_zone_and_nonsense_is_refused() -> None:
    window = read_window("2026-01-31T09:30", "2026-01-31T11:00:00+01:00", "2026-01-31")
    assert (window.end - window.begin) == timedelta(minutes=30)
    assert window.due_at is not None
    assert window.due_at.isoformat() == "2026-02-03T00:00:00+00:00"
    for wrong in (("", "2026-01-31"), ("2026-01-31", "2026-01-30"), ("x", "2026-01-31"), ("2026-01-30", "9999")):
        with pytest.raises(ValidationFailed):
            read_window(*wrong)
    with pytest.raises(ValidationFailed):
        read_window("2026-01-30", "2026-01-31", "2999-01-01")
