"""The page Requests: the clock is seen, one click does it, and a reader's words are words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from commentsvc.clock import now
from commentsvc.domain.request import Channel
from commentsvc.usecases.access import CLI
from commentsvc.usecases.open_letter import Letter, open_letter
from commentsvc.usecases.open_request import RequestDraft, open_request
from tests.console.browsing import press, text

HOSTILE = "<script>alert(1)</script> {{ 7*7 }} ' onmouseover=x =1+1 \u202e"


@pytest.fixture
def opened(deps: Any, site: Any, publish: Any) -> str:
    """An open objection of a reader with a receipt; its number."""
    from uuid import UUID

    record = publish(body="Swordfish")["receipt"]["id"]
    made = open_request(
        deps, site.id, RequestDraft("objection", words=HOSTILE, record_id=UUID(record)), Channel.RECEIPT
    )
    return f"/admin/{site.id}/requests/{made.id}"


def test_the_list_and_the_page_show_the_clock_and_hostile_words_as_words(owner, site, opened):
    listed = text(owner.get(f"/admin/{site.id}/requests"))
    assert "Objection" in listed and "days left" in listed
    shown = text(owner.get(opened))
    assert "<script>alert" not in shown and "&lt;script&gt;" in shown and "{{ 7*7 }}" in shown


def test_what_is_overdue_says_so_in_words_and_colour(owner, site, deps):
    came = now() - timedelta(days=40)
    made = open_letter(deps, CLI, site.id, Letter(RequestDraft("access"), came, "Called back"))
    listed, shown = (text(owner.get(f"/admin/{site.id}/requests{rest}")) for rest in ("", f"/{made.id}"))
    assert 'class="status bad"' in listed and "days overdue" in listed
    assert "Overdue." in shown


def test_an_objection_is_followed_with_one_form(owner, site, opened, client):
    refused = owner.post(opened, data={"act": "object"}, follow_redirects=False)
    assert refused.status_code == 400  # a page of another site cannot send it
    answer = press(owner, opened, {"act": "object", "by_post": "yes", "text": ""}, action=opened)
    assert "Taken down." in text(answer)
    assert "Objection followed" in text(answer)
    closed = text(owner.get(f"/admin/{site.id}/requests?closed=1"))
    assert "Objection followed" in closed


def test_without_mail_nothing_is_answered_before_it_was_written_by_post(owner, opened):
    answer = press(owner, opened, {"act": "refuse", "text": "No"}, action=opened)
    assert answer.status_code == 409
    assert "by post" in text(answer)


def test_a_letter_is_put_on_file_held_and_released(owner, site, publish):
    publish(author={"name": "Mia", "email": "mia@example.org"})
    page = f"/admin/{site.id}/requests/new"
    wrong = press(owner, page, {"kind": "erasure", "about": "mia@example.org", "identified": "x", "record": "7"})
    assert wrong.status_code == 422
    answer = press(owner, page, {"kind": "erasure", "about": "mia@example.org", "identified": "Called back"})
    assert "must be answered by" in text(answer) and "1 comment under their address" in text(answer)
    here = answer.request.path
    until = now() + timedelta(days=9)
    held = press(owner, here, {"why": "A suit", "until": f"{until:%Y-%m-%d}", "claims": "y"}, action="/hold")
    assert "A suit" in text(held) and "for legal claims" in text(held)
    ended = press(owner, here, {}, action="/lifted")
    assert "The hold has ended." in text(ended)


def test_who_has_no_business_here_is_not_let_in(moderator, foreigner, site, opened):
    assert moderator.get(opened).status_code == 403
    assert foreigner.get(opened).status_code == 404
    assert foreigner.post(opened, data={"act": "erase"}).status_code in (400, 404)
