"""The page of figures: a chart has its table, hostile words stay words, and each sees their part."""

from __future__ import annotations

import uuid
from typing import Any

from commentsvc.domain.request import Channel
from commentsvc.usecases.open_request import RequestDraft, open_request
from tests.support.pages import Page


def test_each_chart_has_a_table_with_the_same_numbers(moderator: Any, site: Any, post: Any, decide: Any) -> None:
    first = post()
    post(body="Something else altogether, thank you.")
    decide(first["comment"]["id"], "publish")
    shown = Page(moderator.get(f"/admin/{site.id}/figures?days=7").get_data(as_text=True))
    charts = shown.named("svg")
    assert len(charts) == 2 and all(chart["role"] == "img" and chart["aria-label"] for chart in charts)
    drawn = [one["class"] for one in shown.named("rect")]
    assert sorted(drawn) == ["is-pending", "is-publish", "is-published"]
    assert "Half of 1 decision about waiting comments were made within 5 minutes" in " ".join(shown.text.split())
    for days in ("30", "90", "365", "8", "x"):
        assert moderator.get(f"/admin/{site.id}/figures?days={days}").status_code == 200


def test_a_moderator_sees_nothing_of_consent_and_requests_and_an_officer_does(
    moderator: Any, sign_in: Any, site: Any, post: Any, deps: Any
) -> None:
    officer = sign_in("dana@example.org", name="Dana", site_id=site.id, role="dpo")
    record = post()["receipt"]["id"]
    open_request(deps, site.id, RequestDraft("access", record_id=uuid.UUID(record)), Channel.RECEIPT)
    for browser, sees in ((moderator, False), (officer, True)):
        shown = browser.get(f"/admin/{site.id}/figures").get_data(as_text=True)
        assert ("Agreed to, by notice" in shown, "Open requests" in shown) == (sees, sees)
        assert ("/requests/" in shown) == sees
