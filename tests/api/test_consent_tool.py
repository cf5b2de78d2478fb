"""What the site's own consent tool said: recorded as the widget tells it, bounded, and never more than it may say."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.domain.consent import open_snapshot
from commentsvc.models.consent import ConsentRecordBody
from tests.support.problems import assert_problem

TOOL = {"name": "cookieconsent", "category": "functionality", "answer": False}


@pytest.fixture
def database(sqlite_database: str) -> str:
    """Nothing here depends on the database."""
    return sqlite_database


def send(client: Any, site: Any, draft: dict[str, Any]) -> Any:
    return client.post(site.comments_url, json=draft, headers=site.headers())


def recorded(deps: Any) -> dict[str, Any]:
    record: dict[str, Any] = open_snapshot(deps.session.scalars(sa.select(ConsentRecordBody.snapshot)).one())["record"]
    return record


def test_the_answer_is_recorded_with_the_boxes_that_there_were(client, site, draft, deps):
    body = draft(signals={"gpc": False, "tool": TOOL})
    body["consent"]["not_offered"] = ["remember-me"]
    assert send(client, site, body).status_code == 201

    record = recorded(deps)
    assert record["signals"] == {"gpc": False, "tool": TOOL}
    assert "remember-me" not in {control["id"] for control in record["controls"]}
    assert {item["id"] for item in record["purposes"] if item["given"]} == {"publish"}


def test_a_tool_that_has_not_answered_is_recorded_as_that(client, site, draft, deps):
    assert send(client, site, draft(signals={"tool": {"name": "tcf"}})).status_code == 201

    assert recorded(deps)["signals"]["tool"] == {"name": "tcf", "category": None, "answer": None}


@pytest.mark.parametrize(
    ("tool", "field"),
    [
        ("tcf", "signals.tool"),
        ({"answer": True}, "signals.tool.name"),
        (TOOL | {"answer": "true"}, "signals.tool.answer"),
        (TOOL | {"answer": 1}, "signals.tool.answer"),
        (TOOL | {"name": "n" * 65}, "signals.tool.name"),
        (TOOL | {"category": "c" * 65}, "signals.tool.category"),
        (TOOL | {"category": {"a": 1}}, "signals.tool.category"),
        (TOOL | {"tc_string": "who this is"}, "signals.tool.tc_string"),
    ],
)
def test_a_strangers_word_about_a_tool_is_bounded(client, site, draft, stored, tool, field):
    problem = assert_problem(send(client, site, draft(signals={"tool": tool})), 422, "validation")
    assert any(name.startswith(field) for name in problem["fields"])
    assert stored(site).comments == 0


@pytest.mark.parametrize("unseen", [["publish"], ["remember-me"], ["x"] * 33, "remember-me", [{}]])
def test_what_had_no_box_cannot_have_been_given(client, site, draft, stored, unseen):
    body = draft(purposes={"publish": True, "remember-me": True})
    body["consent"]["not_offered"] = unseen
    problem = assert_problem(send(client, site, body), 422, "validation")
    assert all(name.startswith("consent.not_offered") for name in problem["fields"])
    assert stored(site).comments == 0
