"""The queue: who waits longest comes first, paging loses nothing, and searching takes its words literally."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from commentsvc.errors import Forbidden, NotFound, ValidationFailed
from commentsvc.usecases.decide_comments import DecisionDraft, decide_comments
from commentsvc.usecases.deps import Actor
from commentsvc.usecases.list_queue import list_queue

MIA = Actor(ref="account:mia", name="Mia", site_id="example", scopes=frozenset({"moderate"}))


def bodies(page):
    return [item.body for item in page.comments]


def listed(deps, **how):
    deps.session.rollback()
    return list_queue(deps, MIA, "example", **how)


def decide(deps, answer, action):
    (outcome,) = decide_comments(deps, MIA, "example", [DecisionDraft(uuid.UUID(answer["comment"]["id"]), action)])
    assert outcome.outcome == "done"


def test_pending_comments_come_oldest_first_and_all_others_newest_first(deps, post):
    answers = [post(body=f"Number {n}.") for n in range(4)]
    for answer in answers[:2]:
        decide(deps, answer, "publish")

    assert bodies(listed(deps, status="pending")) == ["Number 2.", "Number 3."]
    assert bodies(listed(deps, status="published")) == ["Number 1.", "Number 0."]
    assert bodies(listed(deps)) == ["Number 3.", "Number 2.", "Number 1.", "Number 0."]


def test_an_item_tells_everything_a_moderator_judges_by(deps, site, post):
    answer = post(body="I *agree*.", author={"name": "Ada", "website": "https://ada.example/"}, title="A story")
    reply_to = answer["comment"]["id"]
    decide(deps, answer, "publish")
    post(body="So do I.", parent=reply_to)

    (item,) = listed(deps, status="published").comments
    (reply,) = listed(deps, status="pending").comments

    assert (str(item.id), item.parent, str(reply.parent)) == (reply_to, None, reply_to)
    assert (item.thread_url, item.thread_title) == (site.page, "A story")
    assert item.thread_key == answer["comment"]["page"]
    assert (item.author_name, item.author_website) == ("Ada", "https://ada.example/")
    assert (item.body, "<em>agree</em>" in item.html) == ("I *agree*.", True)
    assert str(item.record) == answer["receipt"]["id"]
    assert (item.last_decision.by, item.last_decision.action, item.can_undo) == ("Mia", "publish", True)
    assert (reply.last_decision, reply.can_undo) == (None, False)


def test_the_last_decision_of_an_undone_comment_is_the_undoing(deps, post):
    answer = post()
    decide(deps, answer, "spam")
    decide(deps, answer, "undo")

    (item,) = listed(deps).comments

    assert (item.last_decision.action, item.last_decision.to_status, item.can_undo) == ("undo", "pending", False)


@pytest.mark.parametrize("status", ["pending", None])
def test_pages_follow_each_other_without_gap_or_repetition_while_comments_come_and_go(deps, post, status):
    answers = [post(body=f"Number {n}.") for n in range(7)]
    first = listed(deps, status=status, limit=3)
    decide(deps, answers[0], "spam")
    post(body="A late one.")

    second = listed(deps, status=status, limit=3, cursor=first.next)
    third = listed(deps, status=status, limit=3, cursor=second.next)

    seen = bodies(first) + bodies(second) + bodies(third)
    expected = {f"Number {n}." for n in range(7)}
    assert len(seen) == len(set(seen))
    assert set(seen) - {"A late one."} == expected
    assert third.next is None


def test_a_full_last_page_has_no_next(deps, post):
    for n in range(2):
        post(body=f"Number {n}.")

    assert listed(deps, limit=2).next is None


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("agree", ["I AGREE 100%"]),
        ("100%", ["I AGREE 100%"]),
        ("%", ["I AGREE 100%"]),
        ("_", ["snake_case"]),
        ("\\", ["back\\slash"]),
        ("über", ["Über alles"]),
        ("ÜBER", ["Über alles"]),
        ("ada", ["I AGREE 100%", "snake_case", "back\\slash", "Über alles"]),
        ("nothing like it", []),
    ],
)
def test_a_search_finds_part_of_the_text_or_the_name_and_takes_wildcards_literally(deps, post, q, found):
    for body in ("I AGREE 100%", "snake_case", "back\\slash", "Über alles"):
        post(body=body)

    assert bodies(listed(deps, status="pending", q=q)) == found


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"status": "new"}, "status"),
        ({"cursor": "3"}, "cursor"),
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"q": "x" * 201}, "q"),
        ({"q": "\x00"}, "q"),
    ],
)
def test_what_cannot_be_listed_is_said_field_by_field(deps, site, how, field):
    with pytest.raises(ValidationFailed) as refused:
        listed(deps, **how)

    assert list(refused.value.fields) == [field]


def test_the_queue_of_another_site_does_not_exist_and_a_scope_is_needed(deps, site, other_site, post):
    post(at=other_site)

    assert listed(deps).comments == []
    with pytest.raises(NotFound):
        list_queue(deps, MIA, "other")
    with pytest.raises(Forbidden):
        list_queue(deps, replace(MIA, scopes=frozenset({"export"})), "example")
    with pytest.raises(NotFound):
        list_queue(deps, replace(MIA, site_id=None), "nowhere")
