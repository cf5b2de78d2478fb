"""The field of the form without JavaScript that nobody sees, and what such a form is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.domain.notice_texts import LANGUAGES
from commentsvc.models.comment import Comment
from commentsvc.portal.trap_label import TRAP_LABELS
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_spam_settings import change_spam_settings


@pytest.fixture
def overrides() -> dict[str, Any]:
    """The layers judge."""
    return {"spam_layers": True, "proof_cost": 10}


def statuses(deps: Any) -> list[tuple[str, list[str]]]:
    deps.session.rollback()
    rows = deps.session.execute(sa.select(Comment.status, Comment.held_reasons).order_by(Comment.id)).all()
    return [(status, list(reasons)) for status, reasons in rows]


def test_who_fills_in_every_field_is_spam_and_reads_that_it_waits(send: Callable[..., Any], deps: Any) -> None:
    answer = send(name="Eve", body="Cheap pills", subject="Cheap pills")
    assert answer.status_code == 201
    assert "waiting to be checked" in answer.get_data(as_text=True)
    ((status, reasons),) = statuses(deps)
    assert status == "spam"
    assert "trap" in reasons


def test_what_cannot_calculate_is_held_and_not_refused(send: Callable[..., Any], deps: Any, site: Any) -> None:
    change_spam_settings(deps, CLI, site.id, {"proof": "all"})
    assert send(name="Ada", body="Without a script").status_code == 201
    ((status, reasons),) = statuses(deps)
    assert status == "pending"
    assert "unproven" in reasons


def test_the_field_says_that_it_is_to_stay_empty_to_who_sees_it_after_all(client: Any, write_path: str) -> None:
    page = client.get(write_path).get_data(as_text=True)
    assert TRAP_LABELS["en"] in page
    assert 'name="subject" tabindex="-1" autocomplete="off"' in page
    assert set(TRAP_LABELS) == set(LANGUAGES)
    with client.get("/static/portal.css") as sheet:
        assert ".unseen { display: none; }" in sheet.get_data(as_text=True)
