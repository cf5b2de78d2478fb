"""The page Activity: searched, hostile words stay words, and downloaded by those who may."""

from __future__ import annotations

from typing import Any

import pytest

from commentsvc.models.database import writing
from commentsvc.usecases.access import CLI
from commentsvc.usecases.add_account import AccountDraft, add_account
from commentsvc.usecases.deps import Actor
from commentsvc.usecases.record_act import record_act
from tests.console.browsing import press, text
from tests.console.desk import PASSWORD, Desk
from tests.support.looks import beside, violations

URL = "/admin/example/activity"
HOSTILE = "<script>alert(1)</script>'\""


@pytest.fixture
def acts(deps: Any, site: Any, publish: Any, decide: Any) -> str:
    """A comment that was published and removed, and a rule that somebody of a hostile name added; the comment's id."""
    comment = str(publish()["comment"]["id"])
    decide(comment, "remove")
    eve = Actor("account:eve", HOSTILE, "example", frozenset({"admin"}), "203.0.113.0/24")
    with writing(deps.session):
        record_act(deps, "example", eve, "rule.add", HOSTILE, {"name": HOSTILE})
    return comment


def test_the_page_is_searched_and_what_makes_no_sense_is_said_beside_its_field(owner: Any, acts: str) -> None:
    whole = text(owner.get(URL))
    assert "added the rule" in whole and "203.0.113.0/24" in whole and "<script>alert" not in whole
    found = text(owner.get(URL, query_string={"who": "account:eve", "kind": "rule"}))
    assert "added the rule" in found and "the comment by" not in found.split("<table")[1]
    assert "Everything done to it" in whole
    assert "removed" in text(owner.get(URL, query_string={"target": acts}))
    for asked in ({"target": HOSTILE}, {"who": HOSTILE}):
        assert "<script>alert" not in text(owner.get(URL, query_string=asked))
    assert "Nothing that was done is like this." in text(owner.get(URL, query_string={"to": "2020-01-01"}))
    for name, wrong in (("from", "soon"), ("kind", "x"), ("target", "x" * 201), ("cursor", "1")):
        assert owner.get(URL, query_string={name: wrong}).status_code == 422, name
    assert 'id="from-error"' in text(owner.get(URL, query_string={"from": "soon"}))


def test_a_moderator_sees_decisions_and_no_download(moderator: Any, acts: str) -> None:
    shown = text(moderator.get(URL))
    assert "removed" in shown and "added the rule" not in shown and "Take it out" not in shown


def test_what_was_searched_for_is_downloaded_and_that_is_an_act(owner: Any, sign_in: Any, acts: str) -> None:
    answer = press(owner, f"{URL}?who=account:eve", {"format": "jsonl"}, action="/activity/export")
    assert answer.mimetype == "application/jsonl"
    assert [line.count('"rule.add"') for line in text(answer).splitlines()] == [1]
    officer = sign_in("dana@example.org", name="Dana", site_id="example", role="dpo")
    shown = text(officer.get(URL))
    assert "exported the activity" in shown and "got the whole activity" in shown and "Take it out" in shown
    assert press(officer, URL, {"format": "xlsx"}, action="/activity/export").status_code == 422


def test_the_page_fits_a_phone_and_hides_from_nobody(new_tab: Any, deps: Any, address: str, acts: str) -> None:
    add_account(
        deps, CLI, AccountDraft(email="o@example.org", password=PASSWORD, name="Olga", site_id="example", role="admin")
    )
    tab = new_tab(width=360)
    Desk(tab, address).enter("o@example.org")
    for width, scheme in ((360, "light"), (1440, "dark")):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.emulate_media(color_scheme=scheme)
        tab.goto(f"{address}{URL}")
        assert violations(tab) == [] and beside(tab) == 0
