"""The page Retention: the periods, the dry run, letting go by hand, and what went."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_site import change_site
from commentsvc.usecases.plan_retention import plan_retention
from commentsvc.usecases.publish_notice import publish_notice
from tests.console.browsing import form_of, press, send, text

URL = "/admin/example/retention"


@pytest.fixture
def spam(post: Callable[..., Any], decide: Callable[..., Any]) -> str:
    """The id of a comment that is spam, by Tezcatlipoca."""
    found = str(post(author={"name": "Tezcatlipoca"})["comment"]["id"])
    decide(found, "spam")
    return found


def test_what_would_go_is_shown_let_go_and_written_down(sign_in: Any, spam: str, later: Any) -> None:
    later(days=13)
    admin = sign_in("admin@example.org", instance_admin=True)
    assert "Nothing has been kept too long." in text(admin.get(URL))
    press(admin, URL, {"spam_days": "10"}, action="/retention")
    shown = text(admin.get(URL))
    assert "Otherwise nothing goes before" in shown
    assert f"/admin/example/comments/{spam}" in shown

    answer = text(press(admin, URL, action="/retention/run"))

    assert "1 went." in answer
    assert "1 spam comment" in answer
    assert "Nothing has been kept too long." in answer
    gone = text(admin.get(f"/admin/example/comments/{spam}"))
    assert "Tezcatlipoca" not in gone
    activity = text(admin.get("/admin/example/activity"))
    assert "let go what was kept long enough" in activity
    assert "spam days from 30 to 10" in activity


def test_periods_are_changed_and_what_is_out_of_bounds_is_said_beside_its_field(
    admin: Any, site: Any, deps: Any
) -> None:
    saved = press(admin, URL, {"spam_days": "14", "published_months": "24"}, action="/retention")
    assert "Saved." in text(saved)
    policy = plan_retention(deps, CLI, site.id).policy
    assert (policy.spam_days, policy.rejected_days, policy.published_months) == (14, 30, 24)

    for field, wrong in (
        ("spam_days", "-1"),
        ("published_months", "601"),
        ("consent_months", "x"),
        ("removed_days", ""),
    ):
        refused = press(admin, URL, {field: wrong}, action="/retention")
        assert refused.status_code == 422, field
        assert f'id="{field}-error"' in text(refused), field
    deps.session.rollback()
    assert plan_retention(deps, CLI, site.id).policy == policy


def test_notices_of_other_sites_and_those_in_force_are_refused(
    admin: Any, site: Any, other_site: Any, deps: Any
) -> None:
    foreign, *_ = plan_retention(deps, CLI, other_site.id).notices
    current, *_ = plan_retention(deps, CLI, site.id).notices
    form = form_of(admin, URL, "/retention")
    for sha256 in (foreign.sha256, current.sha256, "<script>alert(1)</script>", "x" * 5000):
        refused = send(admin, URL, [*form.fields, ("old_notices", sha256)])
        assert refused.status_code == 422
        assert "<script>" not in text(refused)
    deps.session.rollback()
    assert plan_retention(deps, CLI, site.id).policy.old_notices == frozenset()


def test_an_old_notice_is_offered_with_the_number_of_its_comments(
    admin: Any, site: Any, deps: Any, publish: Callable[..., Any]
) -> None:
    publish()
    assert "No comment stands under a notice that is no longer in force." in text(admin.get(URL))
    publish_notice(deps, CLI, site.id, "en", {"title": "Anew"})
    shown = text(admin.get(URL))
    assert "English</bdi>, version 1" in shown
    (old,) = [
        notice for notice in plan_retention(deps, CLI, site.id).notices if notice.version == 1 and notice.comments
    ]

    press(admin, URL, {"old_notices": [old.sha256]}, action="/retention")

    again = text(admin.get(URL))
    assert f'value="{old.sha256}" checked' in again
    assert "Comments under an old notice" in again


def test_a_notice_that_promises_another_number_than_the_settings_is_pointed_out(
    admin: Any, site: Any, deps: Any
) -> None:
    assert "Every notice in force says so." in text(admin.get(URL))
    change_site(deps, CLI, site.id, {"retention_months": 12})
    shown = text(admin.get(URL))
    assert "the next notice: 12 months" in shown
    assert shown.count("Publish it again") == 2
    publish_notice(deps, CLI, site.id, "de", {})
    assert text(admin.get(URL)).count("Publish it again") == 1
    publish_notice(deps, CLI, site.id, "en", {})
    assert "Every notice in force says so." in text(admin.get(URL))
