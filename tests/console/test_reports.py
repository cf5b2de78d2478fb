"""The page Reports, and the reasons that a moderator gives an author with a decision."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from commentsvc.usecases.deps import Visitor
from commentsvc.usecases.give_statement import statement_of
from commentsvc.usecases.report_comment import ReportDraft, report_comment
from tests.console.browsing import press, text

URL = "/admin/example/reports"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@pytest.fixture
def reported(deps: Any, site: Any, publish: Callable[..., Any]) -> uuid.UUID:
    """A public comment that somebody reported."""
    comment = uuid.UUID(publish(author={"name": "Ada"})["comment"]["id"])
    draft = ReportDraft(comment, HOSTILE, True, name=HOSTILE[:100], email="xolotl@mictlan.test")
    report_comment(deps, site.id, draft, Visitor("192.0.2.1", None, hosted=True))
    return comment


def test_a_moderator_takes_a_reported_comment_down_with_reasons_for_both(
    moderator: Any, owner: Any, deps: Any, site: Any, reported: uuid.UUID
) -> None:
    shown = text(moderator.get(URL))
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert "xolotl" not in shown, "the address is not a moderator's to see"
    unnamed = press(moderator, URL, {"ground": "illegal"}, verb="remove")
    assert "Name the law" in text(unnamed)

    done = press(moderator, URL, {"ground": "illegal", "rule": "§ 187", "answer": HOSTILE}, verb="remove")

    assert "its author is told why" in text(done)
    assert "No report waits." in text(done)
    assert "<script>alert" not in text(done)
    told = text(moderator.get(f"/admin/example/comments/{reported}"))
    assert "What the author is told" in told
    assert "§ 187" in told
    activity = text(owner.get("/admin/example/activity"))
    assert "decided about a report" in activity
    assert "reported a comment" in activity


def test_leaving_it_without_reasons_is_refused(moderator: Any, reported: uuid.UUID) -> None:
    assert "has a right to know" in text(press(moderator, URL, verb="keep"))
    assert "The report is answered." in text(press(moderator, URL, {"answer": "An opinion."}, verb="keep"))


def test_reports_are_nobody_elses(foreigner: Any, client: Any, moderator: Any, reported: uuid.UUID) -> None:
    assert foreigner.get(URL).status_code == 404
    assert foreigner.post(f"{URL}/{uuid.uuid4()}").status_code in (400, 404)
    assert client.get(URL).status_code == 302
    assert "There is no such report." in text(
        moderator.post(
            f"{URL}/{uuid.uuid4()}", data={"verb": "keep", "csrf_token": _token(moderator)}, follow_redirects=True
        )
    )


def _token(browser: Any) -> str:
    return text(browser.get(URL)).split('name="csrf_token" value="', 1)[1].split('"', 1)[0]


def test_refusing_says_at_least_the_rules_and_spam_says_nothing(
    moderator: Any, deps: Any, site: Any, post: Callable[..., Any]
) -> None:
    rejected, spam, chosen, silent = (uuid.UUID(post()["comment"]["id"]) for _ in range(4))
    queue = "/admin/example/queue"
    press(moderator, queue, verb=f"reject:{rejected}")
    press(moderator, queue, verb=f"spam:{spam}")
    press(moderator, queue, {"ground": "spam"}, verb=f"spam:{chosen}")
    press(moderator, queue, {"ground": "none"}, verb=f"reject:{silent}")

    def ground(one: uuid.UUID) -> str | None:
        found = statement_of(deps, site.id, one)
        return found.ground if found else None

    assert [ground(one) for one in (rejected, spam, chosen, silent)] == ["rules", None, "spam", None]
