"""What the console reads, on both databases: threads, one thread whole, one comment's evidence, who did what."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from commentsvc.errors import Forbidden, NotFound, ValidationFailed
from commentsvc.usecases.deps import Actor
from commentsvc.usecases.list_activity import list_activity
from commentsvc.usecases.list_threads import list_threads
from commentsvc.usecases.review_comment import review_comment
from commentsvc.usecases.review_thread import review_thread

OWNER = Actor("account:x", "Olga", "example", frozenset({"moderate", "export", "subjects", "admin"}))
MODERATOR = Actor("account:y", "Mia", "example", frozenset({"moderate"}))
FOREIGNER = Actor("account:z", "Fritz", "other", frozenset({"moderate", "admin"}))


def test_threads_come_newest_first_with_what_waits_in_them(deps: Any, site: Any, post: Any, publish: Any) -> None:
    publish(page=f"{site.origin}/one", title="One")
    post(page=f"{site.origin}/two", title="Two_%")
    publish(page=f"{site.origin}/two", title="Two_%")
    found = list_threads(deps, MODERATOR, "example", limit=1)
    assert [(line.thread.title, line.comments, line.pending) for line in found.threads] == [("Two_%", 2, 1)]
    rest = list_threads(deps, MODERATOR, "example", limit=1, cursor=found.next)
    assert [(line.thread.title, line.comments, line.pending) for line in rest.threads] == [("One", 1, 0)]
    assert rest.next is None
    assert [line.thread.title for line in list_threads(deps, MODERATOR, "example", q="two_%").threads] == ["Two_%"]
    assert list_threads(deps, MODERATOR, "example", q="e_%").threads == []  # wildcards are letters
    for fault in ({"q": "\x00"}, {"q": "x" * 201}, {"cursor": "1"}):
        with pytest.raises(ValidationFailed):
            list_threads(deps, MODERATOR, "example", **fault)


def test_a_thread_is_a_tree_of_all_its_comments_page_by_page(deps: Any, site: Any, post: Any, publish: Any) -> None:
    top = publish(body="Top")["comment"]["id"]
    reply = publish(body="Reply", parent=top)["comment"]["id"]
    post(body="Below the reply", parent=reply)
    last = post(body="Last")["comment"]["id"]
    thread = list_threads(deps, MODERATOR, "example").threads[0].thread.id

    found = review_thread(deps, MODERATOR, "example", thread, limit=1)
    assert [branch.item.body for branch in found.branches] == ["Top"]
    assert found.branches[0].replies[0].item.body == "Reply"
    assert found.branches[0].replies[0].replies[0].item.status == "pending"
    rest = review_thread(deps, MODERATOR, "example", thread, cursor=found.next, limit=1)
    assert [str(branch.item.id) for branch in rest.branches] == [last]
    assert rest.next is None
    assert not found.closed


def test_one_comments_evidence_is_complete(deps: Any, site: Any, post: Any) -> None:
    comment = uuid.UUID(post(purposes={"publish": True, "remember-me": True})["comment"]["id"])
    found = review_comment(deps, MODERATOR, "example", comment)
    assert [(purpose.id, purpose.given, purpose.required) for purpose in found.purposes] == [
        ("publish", True, True),
        ("reply-mail", False, False),
        ("remember-me", True, False),
    ]
    assert found.kind == "consent"
    assert found.notice is not None
    assert [(event.type, event.index, event.by) for event in found.events] == [("given", None, "reader")]
    assert found.events[0].snapshot is not None


def test_activity_is_one_list_that_no_page_breaks(deps: Any, site: Any, publish: Any, decide: Any) -> None:
    for number in range(3):
        decide(publish(body=f"Comment {number}")["comment"]["id"], "remove")
    whole = list_activity(deps, OWNER, "example").acts
    assert [act.action for act in whole[:4]] == ["comment.remove", "comment.publish"] * 2
    assert {act.action for act in whole} >= {"site.add", "token.add"}
    assert [act.at for act in whole] == sorted((act.at for act in whole), reverse=True)

    paged, cursor = [], None
    while True:
        page = list_activity(deps, OWNER, "example", cursor=cursor, limit=2)
        paged += page.acts
        cursor = page.next
        if cursor is None:
            break
    assert [act.id for act in paged] == [act.id for act in whole]
    assert {act.action for act in list_activity(deps, MODERATOR, "example").acts} == {
        "comment.remove",
        "comment.publish",
    }


def test_nobody_reads_another_sites_comments_or_without_the_scope(
    deps: Any, site: Any, other_site: Any, publish: Any
) -> None:
    comment = uuid.UUID(publish()["comment"]["id"])
    thread = list_threads(deps, MODERATOR, "example").threads[0].thread.id
    exporter = Actor("token:x", "export", "example", frozenset({"export"}))
    for reads in (
        lambda actor, at: list_threads(deps, actor, at),
        lambda actor, at: list_activity(deps, actor, at),
        lambda actor, at: review_thread(deps, actor, at, thread),
        lambda actor, at: review_comment(deps, actor, at, comment),
    ):
        with pytest.raises(NotFound):
            reads(FOREIGNER, "example")
        with pytest.raises(Forbidden):
            reads(exporter, "example")
    for reads in (review_thread, review_comment):
        with pytest.raises(NotFound):
            reads(deps, FOREIGNER, "other", thread if reads is review_thread else comment)
