"""What changed in the queue: decisions, arrivals, edits and erasures by anybody, told as states."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from commentsvc.domain.queue_filter import QueueFilter
from commentsvc.errors import Forbidden, NotFound, ValidationFailed
from commentsvc.usecases.decide_comments import DecisionDraft, decide_comments
from commentsvc.usecases.deps import Actor
from commentsvc.usecases.follow_queue import follow_queue
from commentsvc.usecases.list_queue import list_queue
from tests.support.sites import bearer

MIA = Actor(ref="account:mia", name="Mia", site_id="example", scopes=frozenset({"moderate"}))
BO = replace(MIA, ref="account:bo", name="Bo")
PENDING = QueueFilter(status="pending")


def news(deps, cursor, actor=MIA, wanted=PENDING):
    deps.session.rollback()
    return follow_queue(deps, actor, "example", cursor, wanted)


def told(found):
    return {change.item.body: (change.item.status, change.listed, change.by_you) for change in found.changes}


def decide(deps, actor, answer, action):
    decide_comments(deps, actor, "example", [DecisionDraft(uuid.UUID(answer["comment"]["id"]), action)])


def test_two_moderators_see_each_others_decisions_and_what_comes_meanwhile(deps, post, later):
    first, second = post(body="First"), post(body="Second")
    later(minutes=1)
    page = list_queue(deps, MIA, "example", PENDING)
    assert news(deps, page.follow).changes == []

    decide(deps, BO, first, "publish")
    decide(deps, MIA, second, "spam")
    post(body="Third")
    heard = news(deps, page.follow)

    assert told(heard) == {
        "First": ("published", False, False), "Second": ("spam", False, True), "Third": ("pending", True, False),
    }  # fmt: skip
    (by_bo,) = [change.item.last_decision.by for change in heard.changes if change.item.body == "First"]
    assert (by_bo, heard.reload) == ("Bo", False)
    assert heard.counts == {"pending": 1, "published": 1, "spam": 1, "rejected": 0, "removed": 0}
    assert told(news(deps, heard.cursor)) == told(heard), "a moment later it is told again: it may not have arrived"
    later(minutes=1)
    quiet = news(deps, news(deps, heard.cursor).cursor)
    assert (quiet.changes, quiet.counts) == ([], None)


def test_edits_and_erasures_by_their_authors_are_heard_of(client, site, deps, post, later):
    edited, erased = post(body="Befor"), post(body="Gone")
    later(minutes=1)
    cursor = news(deps, None).cursor

    for answer, send, told_anew in ((edited, client.patch, {"json": {"body": "Before"}}), (erased, client.delete, {})):
        where = f"{site.comments_url}/{answer['comment']['id']}"
        assert send(where, headers=site.headers() | bearer(answer["edit_token"]), **told_anew).status_code == 200

    assert told(news(deps, cursor)) == {"Before": ("pending", True, False), "": ("erased", False, False)}


def test_after_a_long_silence_or_too_much_at_once_the_page_is_read_anew(deps, post, later, monkeypatch):
    cursor = news(deps, None).cursor
    post(), post()
    monkeypatch.setattr("commentsvc.usecases.follow_queue.MOST_CHANGES", 1)
    many = news(deps, cursor)
    later(hours=2)

    assert (many.changes, many.reload, many.counts["pending"]) == ([], True, 2)
    assert news(deps, cursor).reload


def test_a_strangers_queue_is_not_followed_and_a_cursor_must_be_one(deps, site, other_site, post):
    cursor = news(deps, None).cursor
    post(at=other_site)

    assert news(deps, cursor).changes == []
    with pytest.raises(NotFound):
        follow_queue(deps, MIA, "other", cursor)
    with pytest.raises(Forbidden):
        follow_queue(deps, replace(MIA, scopes=frozenset({"export"})), "example", cursor)
    for wrong in ("x", "-1", "9" * 15, "\u0661"):
        with pytest.raises(ValidationFailed) as refused:
            news(deps, wrong)
        assert list(refused.value.fields) == ["cursor"]
