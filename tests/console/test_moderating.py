"""Working the queue: one by one, in bulk, taken back, and two moderators at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.console.browsing import form_of, press, send, text

QUEUE = "/admin/example/queue"

Status = Callable[[str], str]


@pytest.fixture
def status(deps: Any) -> Status:
    """`status(comment id)`: where the comment stands now."""
    import uuid

    from commentsvc.models.comment import Comment

    def now(comment: str) -> str:
        deps.session.rollback()
        found: str = deps.session.get(Comment, ("example", uuid.UUID(comment))).status
        return found

    return now


@pytest.mark.parametrize(
    ("action", "after", "words"),
    [
        ("publish", "published", "1 comment published."),
        ("reject", "rejected", "1 comment rejected."),
        ("spam", "spam", "1 comment marked as spam."),
    ],
)
def test_one_button_decides_one_comment_and_undo_takes_it_back(
    moderator: Any, post: Any, status: Status, action: str, after: str, words: str
) -> None:
    comment, other = post()["comment"]["id"], post(body="Another one")["comment"]["id"]
    answer = press(moderator, QUEUE, verb=f"{action}:{comment}")
    assert words in text(answer)
    assert (status(comment), status(other)) == (after, "pending")

    page = press_again(moderator, answer, "undo:*")
    assert "Taken back: the comment is pending again." in text(page)
    assert status(comment) == "pending"


def press_again(browser: Any, answer: Any, verb: str) -> Any:
    """Press a button of the page that was just answered."""
    from tests.console.browsing import Forms

    form = next(form for form in Forms(text(answer)).found if ("verb", verb) in form.buttons)
    return send(browser, form.action, [*form.fields, ("verb", verb)])


def test_the_first_waiting_comment_comes_first_and_only_legal_steps_are_offered(moderator: Any, post: Any) -> None:
    first, second = post(body="First")["comment"]["id"], post(body="Second")["comment"]["id"]
    page = text(moderator.get(QUEUE))
    assert page.index("First") < page.index("Second")
    offered = {value for name, value in form_of(moderator, QUEUE).buttons if name == "verb"}
    assert offered == {"ticked"} | {f"{a}:{c}" for a in ("publish", "reject", "spam") for c in (first, second)}


def test_ticked_comments_are_decided_together_with_a_reason(
    moderator: Any, post: Any, status: Status, deps: Any
) -> None:
    from commentsvc.models.audit import Decision

    ids = [post(body=f"Comment {number}")["comment"]["id"] for number in range(3)]
    answer = press(moderator, QUEUE, {"comment": ids[:2], "action": "reject", "reason": "Off topic"}, verb="ticked")
    assert "2 comments rejected." in text(answer)
    assert [status(one) for one in ids] == ["rejected", "rejected", "pending"]
    assert {row.reason for row in deps.session.query(Decision)} == {"Off topic"}
    assert "2 decisions taken back." in text(press_again(moderator, answer, "undo:*"))
    assert [status(one) for one in ids] == ["pending"] * 3


def test_all_on_this_page_needs_no_script(moderator: Any, post: Any, status: Status) -> None:
    ids = [post(body=f"Comment {number}")["comment"]["id"] for number in range(3)]
    press(moderator, QUEUE, {"every": "y", "action": "publish"}, verb="ticked")
    assert [status(one) for one in ids] == ["published"] * 3


def test_nothing_ticked_decides_nothing(moderator: Any, post: Any, status: Status) -> None:
    comment = post()["comment"]["id"]
    assert "Nothing was ticked" in text(press(moderator, QUEUE, {"action": "spam"}, verb="ticked"))
    assert status(comment) == "pending"


def test_the_second_of_two_moderators_reads_what_the_first_decided(
    moderator: Any, owner: Any, post: Any, status: Status
) -> None:
    comment = post()["comment"]["id"]
    form = form_of(owner, QUEUE)  # Olga looks at it …
    press(moderator, QUEUE, verb=f"reject:{comment}")  # … while Mia decides
    answer = send(owner, form.action, [*form.fields, ("verb", f"publish:{comment}")])
    assert "Not changed. Mia decided this just now: it is rejected." in text(answer)
    assert status(comment) == "rejected"


def test_words_that_changed_since_they_were_read_are_not_published(
    moderator: Any, post: Any, client: Any, site: Any, status: Status
) -> None:
    posted = post(body="Harmless")
    comment = posted["comment"]["id"]
    form = form_of(moderator, QUEUE)
    edited = client.patch(
        f"{site.comments_url}/{comment}",
        json={"body": "No longer harmless"},
        headers=site.headers() | {"Authorization": f"Bearer {posted['edit_token']}"},
    )
    assert edited.status_code == 200
    answer = send(moderator, form.action, [*form.fields, ("verb", f"publish:{comment}")])
    assert "Not changed." in text(answer)
    assert "No longer harmless" in text(answer)
    assert status(comment) == "pending"


def test_in_bulk_a_conflict_leaves_the_others_decided(moderator: Any, owner: Any, post: Any, status: Status) -> None:
    ids = [post(body=f"Comment {number}")["comment"]["id"] for number in range(3)]
    form = form_of(owner, QUEUE)
    press(moderator, QUEUE, verb=f"spam:{ids[1]}")
    answer = send(owner, form.action, [*form.fields, ("every", "y"), ("verb", "ticked")])
    assert "2 comments published." in text(answer)
    assert "Mia decided this" in text(answer)
    assert [status(one) for one in ids] == ["published", "spam", "published"]


def test_a_comment_its_author_edited_meanwhile_is_read_again_before_it_is_published(
    moderator: Any, post: Any, client: Any, site: Any, status: Status
) -> None:
    posted = post(body="Harmless.")
    comment = posted["comment"]["id"]
    form = form_of(moderator, QUEUE)
    edited = client.patch(
        f"{site.comments_url}/{comment}",
        json={"body": "Not harmless."},
        headers=site.headers() | {"Authorization": f"Bearer {posted['edit_token']}"},
    )
    assert edited.status_code == 200
    answer = send(moderator, form.action, [*form.fields, ("verb", f"publish:{comment}")])
    assert "Not changed. Its author has edited it since you read it." in text(answer)
    assert status(comment) == "pending"
    press(moderator, QUEUE, verb=f"publish:{comment}")
    assert status(comment) == "published"


def test_a_comment_its_author_erased_meanwhile_cannot_be_published(
    moderator: Any, post: Any, client: Any, site: Any, status: Status
) -> None:
    posted = post()
    form = form_of(moderator, QUEUE)
    erased = client.delete(
        f"{site.comments_url}/{posted['comment']['id']}",
        headers=site.headers() | {"Authorization": f"Bearer {posted['edit_token']}"},
    )
    assert erased.status_code == 200
    answer = send(moderator, form.action, [*form.fields, ("verb", f"publish:{posted['comment']['id']}")])
    assert "Not changed." in text(answer)
    assert status(posted["comment"]["id"]) == "erased"
    assert '<span class="muted">Erased</span>' in text(moderator.get(f"{QUEUE}?status=erased"))


def test_filters_search_and_pages_lead_to_every_comment(moderator: Any, post: Any, decide: Any) -> None:
    ids = [post(body=f"About boats, number {number}")["comment"]["id"] for number in range(27)]
    decide(ids[0], "spam")
    first = text(moderator.get(QUEUE))
    assert first.count("About boats") == 25
    assert "Next page" in first
    second = text(moderator.get(f"{QUEUE}?cursor={ids[25]}"))
    assert "number 26" in second
    assert "Next page" not in second
    assert "First page" in second
    assert "number 0<" in text(moderator.get(f"{QUEUE}?status=spam"))
    assert text(moderator.get(f"{QUEUE}?status=all&q=NUMBER 26")).count("About boats") == 1
    assert "No comment here has" in text(moderator.get(f"{QUEUE}?q=nothing-of-this-kind"))


@pytest.mark.parametrize("query", ["status=wrong", "cursor=wrong", "q=%00", "q=" + "x" * 201])
def test_a_query_that_makes_no_sense_is_refused_in_html(moderator: Any, site: Any, query: str) -> None:
    answer = moderator.get(f"{QUEUE}?{query}")
    assert answer.status_code == 422
    assert answer.mimetype == "text/html"


@pytest.mark.parametrize(
    "fields",
    [
        {"verb": "publish:not-an-id"},
        {"verb": "erase:*"},
        {"verb": ""},
        {"verb": "publish:018f0000-0000-7000-8000-000000000000"},
        {"verb": "ticked", "action": "erase", "every": "y"},
        {"verb": "publish:*", "reason": "x" * 501},
    ],
)
def test_a_made_up_decision_changes_nothing(moderator: Any, post: Any, status: Status, fields: dict[str, str]) -> None:
    comment = post()["comment"]["id"]
    form = form_of(moderator, QUEUE)
    kept = [pair for pair in form.fields if pair[0] not in fields]
    answer = send(moderator, form.action, [*kept, *fields.items()])
    assert answer.status_code == 200
    assert 'class="notice bad"' in text(answer) or 'class="notice warn"' in text(answer)
    assert status(comment) == "pending"


def test_a_decision_with_a_nul_in_it_is_refused_whole(moderator: Any, post: Any, status: Status) -> None:
    comment = post()["comment"]["id"]
    form = form_of(moderator, QUEUE)
    fields = {"verb": f"publish:{comment}", "reason": "\x00"}
    kept = [pair for pair in form.fields if pair[0] not in fields]
    assert send(moderator, form.action, [*kept, *fields.items()]).status_code == 422
    assert status(comment) == "pending"


def test_a_comment_of_another_site_cannot_be_decided_from_here(
    moderator: Any, post: Any, other_site: Any, deps: Any
) -> None:
    import uuid

    from commentsvc.models.comment import Comment

    foreign = post(at=other_site)["comment"]["id"]
    post()
    form = form_of(moderator, QUEUE)
    answer = send(moderator, form.action, [*form.fields, ("verb", f"publish:{foreign}")])
    assert "There is no such comment on this site." in text(answer)
    assert deps.session.get(Comment, ("other", uuid.UUID(foreign))).status == "pending"


def test_deciding_comes_back_to_the_same_filter(moderator: Any, post: Any, decide: Any) -> None:
    comment = post()["comment"]["id"]
    decide(comment, "spam")
    form = form_of(moderator, f"{QUEUE}?status=spam&q=agree")
    token = dict(form.fields)["csrf_token"]
    answer = moderator.post(form.action, data={"csrf_token": token, "verb": f"publish:{comment}"})
    assert answer.location == f"{QUEUE}?status=spam&q=agree"


def test_a_thread_shows_the_whole_tree_and_can_be_closed_and_opened(
    moderator: Any, publish: Any, post: Any, client: Any, site: Any, draft: Any, deps: Any
) -> None:
    from tests.support.stored import thread_ids

    top = publish(body="At the top")["comment"]["id"]
    post(body="Below it", parent=top)
    url = f"/admin/example/threads/{thread_ids(deps.session, 'example')[0]}"
    page = text(moderator.get(url))
    assert page.index("At the top") < page.index('class="plain replies"') < page.index("Below it")

    late = draft(body="Too late")
    assert "The thread is closed." in text(press(moderator, url, action="/closed", closed="yes"))
    assert client.post(site.comments_url, json=late, headers=site.headers()).status_code == 403
    assert "takes comments again" in text(press(moderator, url, action="/closed", closed="no"))
    assert client.post(site.comments_url, json=late, headers=site.headers()).status_code == 201


def test_a_comment_is_decided_in_its_thread_and_on_its_own_page(moderator: Any, post: Any, status: Status) -> None:
    comment = post()["comment"]["id"]
    url = f"/admin/example/comments/{comment}"
    answer = press(moderator, url, {"reason": "Friendly"}, verb=f"publish:{comment}")
    assert "1 comment published." in text(answer)
    assert "<bdi>Mia</bdi> published – <bdi>Friendly</bdi>" in text(answer)
    assert status(comment) == "published"
    from tests.console.browsing import Forms

    assert ("verb", "undo:*") in Forms(text(answer)).found[1].buttons


def test_who_did_what_when_is_there_for_the_others(moderator: Any, owner: Any, post: Any) -> None:
    comment = post()["comment"]["id"]
    press(moderator, QUEUE, verb=f"publish:{comment}")
    press(moderator, f"/admin/example/comments/{comment}", {"reason": "On second thoughts"}, verb=f"remove:{comment}")
    page = text(owner.get("/admin/example/activity"))
    assert page.index("removed") < page.index("published")
    assert page.count("<bdi>Mia</bdi>") == 3  # what she decided, and that she signed in
    assert "On second thoughts" in page
    assert "added the site" in page  # an admin sees the other acts
    assert "added the site" not in text(moderator.get("/admin/example/activity"))
