"""Deciding: every outcome told, the first moderator named to the second, and a way back step by step."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from commentsvc.errors import Forbidden, NotFound, ValidationFailed
from commentsvc.models.audit import Decision
from commentsvc.models.comment import Comment
from commentsvc.models.thread import Thread
from commentsvc.usecases.decide_comments import DecisionDraft, decide_comments
from commentsvc.usecases.deps import Actor

MIA = Actor(ref="account:mia", name="Mia", site_id="example", scopes=frozenset({"moderate"}))
TOM = Actor(ref="account:tom", name="Tom", site_id="example", scopes=frozenset({"moderate"}))


@pytest.fixture
def written(post: Any) -> Callable[..., uuid.UUID]:
    """`written(…)`: the id of a new pending comment."""

    def write(**changes: Any) -> uuid.UUID:
        return uuid.UUID(post(**changes)["comment"]["id"])

    return write


@pytest.fixture
def act(deps: Any) -> Callable[..., Any]:
    """`act(MIA, comment, "publish")`: the outcome of one decision."""

    def decide(actor: Actor, comment: uuid.UUID, action: str, **more: Any) -> Any:
        (outcome,) = decide_comments(deps, actor, "example", [DecisionDraft(comment, action, **more)])
        return outcome

    return decide


def decisions(deps: Any, comment: uuid.UUID) -> list[Decision]:
    deps.session.rollback()
    return list(deps.session.scalars(sa.select(Decision).where(Decision.comment_id == comment).order_by(Decision.id)))


def comment_row(deps: Any, comment: uuid.UUID) -> Comment:
    deps.session.rollback()
    return deps.session.get(Comment, ("example", comment))


def test_a_published_comment_is_counted_and_its_decision_is_written_down(deps, written, act):
    comment = written()

    outcome = act(MIA, comment, "publish", reason=" fine ")

    assert (outcome.outcome, outcome.status, outcome.decided_by) == ("done", "published", "Mia")
    (decision,) = decisions(deps, comment)
    assert decision.id == outcome.decision
    assert (decision.action, decision.from_status, decision.to_status) == ("publish", "pending", "published")
    assert (decision.actor, decision.actor_name, decision.reason) == ("account:mia", "Mia", "fine")
    row = comment_row(deps, comment)
    assert (row.status, row.live, row.decided_at) == ("published", 1, decision.at)
    assert deps.session.get(Thread, ("example", row.thread_id)).published_count == 1


def test_the_second_moderator_meets_what_the_first_decided(deps, written, act):
    comment = written()
    first = act(MIA, comment, "publish", expected_status="pending")

    second = act(TOM, comment, "spam", expected_status="pending")

    assert (second.outcome, second.status) == ("conflict", "published")
    assert (second.decided_by, second.decided_at) == ("Mia", first.decided_at)
    assert "published" in second.detail
    assert comment_row(deps, comment).status == "published"
    assert len(decisions(deps, comment)) == 1


def test_deciding_the_same_again_is_a_conflict_even_when_no_status_was_expected(written, act):
    comment = written()
    act(MIA, comment, "publish")

    assert (act(TOM, comment, "publish").outcome, act(TOM, comment, "publish").decided_by) == ("conflict", "Mia")


def test_undo_goes_back_step_by_step_and_then_has_nothing_left(deps, written, act):
    comment = written()
    for action in ("publish", "remove", "restore", "spam"):
        assert act(MIA, comment, action).outcome == "done"

    back = [act(TOM, comment, "undo") for _ in range(5)]

    assert [step.status for step in back] == ["published", "removed", "published", "pending", "pending"]
    assert [step.outcome for step in back] == ["done"] * 4 + ["conflict"]
    made = decisions(deps, comment)
    assert [decision.undoes for decision in made[4:]] == [decision.id for decision in reversed(made[:4])]
    row = comment_row(deps, comment)
    assert (row.live, row.decided_at) == (0, None)
    assert deps.session.get(Thread, ("example", row.thread_id)).published_count == 0


def test_undo_does_not_overrule_what_the_author_did_since(client, site, post, act):
    answer = post()
    comment = uuid.UUID(answer["comment"]["id"])
    act(MIA, comment, "publish")
    edited = client.patch(
        f"{site.comments_url}/{comment}",
        json={"body": "I changed my mind."},
        headers=site.headers() | {"Authorization": f"Bearer {answer['edit_token']}"},
    )
    assert edited.get_json()["comment"]["status"] == "pending"

    assert act(MIA, comment, "undo").outcome == "conflict"
    assert act(MIA, comment, "publish").outcome == "done"


def test_nobody_publishes_words_they_have_not_read(client, site, post, act, deps):
    answer = post(body="Harmless.")
    comment = uuid.UUID(answer["comment"]["id"])
    headers = site.headers() | {"Authorization": f"Bearer {answer['edit_token']}"}
    client.patch(f"{site.comments_url}/{comment}", json={"body": "Not harmless."}, headers=headers)
    edited_at = comment_row(deps, comment).edited_at

    blind = act(MIA, comment, "publish", expected_status="pending", expected_edited_at=None)
    older = act(MIA, comment, "publish", expected_edited_at=edited_at - timedelta(milliseconds=1))

    assert [(o.outcome, o.status, o.decided_by) for o in (blind, older)] == [("conflict", "pending", None)] * 2
    assert "edited" in blind.detail
    assert act(MIA, comment, "publish", expected_status="pending", expected_edited_at=edited_at).outcome == "done"
    assert act(MIA, comment, "undo").outcome == "done"


def test_an_erased_comment_is_gone_for_every_action(client, site, post, act):
    answer = post()
    comment = uuid.UUID(answer["comment"]["id"])
    act(MIA, comment, "publish")
    headers = site.headers() | {"Authorization": f"Bearer {answer['edit_token']}"}
    assert client.delete(f"{site.comments_url}/{comment}", headers=headers).status_code == 200

    for action in ("publish", "reject", "spam", "remove", "restore", "undo"):
        outcome = act(TOM, comment, action, expected_status="published")
        assert (outcome.outcome, outcome.status) == ("gone", "erased")


def test_unknown_comments_and_those_of_another_site_are_not_told_apart(deps, other_site, post, act):
    foreign = uuid.UUID(post(at=other_site)["comment"]["id"])

    outcomes = [act(MIA, comment, "publish") for comment in (foreign, uuid.uuid4())]

    assert {(o.outcome, o.status, o.decided_by, o.detail) for o in outcomes} == {
        ("not-found", None, None, outcomes[0].detail)
    }
    deps.session.rollback()
    assert deps.session.get(Comment, ("other", foreign)).status == "pending"


def test_one_conflict_in_a_batch_leaves_the_others_done_and_the_order_kept(deps, written):
    one, two, three = written(body="One."), written(body="Two."), written(body="Three.")
    drafts = [
        DecisionDraft(three, "publish"),
        DecisionDraft(one, "remove"),
        DecisionDraft(uuid.uuid4(), "publish"),
        DecisionDraft(two, "spam"),
        DecisionDraft(two, "undo"),
    ]

    outcomes = decide_comments(deps, MIA, "example", drafts)

    assert [o.comment for o in outcomes] == [draft.comment for draft in drafts]
    assert [o.outcome for o in outcomes] == ["done", "conflict", "not-found", "done", "done"]
    assert [comment_row(deps, comment).status for comment in (one, two, three)] == ["pending", "pending", "published"]


@pytest.mark.parametrize(
    ("drafts", "field"),
    [
        ([], "decisions"),
        ([DecisionDraft(uuid.uuid4(), "publish")] * 201, "decisions"),
        ([DecisionDraft(uuid.uuid4(), "delete")], "decisions.0.action"),
        ([DecisionDraft(uuid.uuid4(), "publish", expected_status="new")], "decisions.0.expected_status"),
        ([DecisionDraft(uuid.uuid4(), "publish", reason="x" * 501)], "decisions.0.reason"),
        ([DecisionDraft(uuid.uuid4(), "publish", reason="\x00")], "decisions.0.reason"),
    ],
)
def test_a_batch_that_makes_no_sense_is_refused_whole(deps, site, drafts, field):
    with pytest.raises(ValidationFailed) as refused:
        decide_comments(deps, MIA, "example", drafts)

    assert list(refused.value.fields) == [field]


def test_200_decisions_pass_at_once(deps, written):
    comment = written()

    outcomes = decide_comments(deps, MIA, "example", [DecisionDraft(comment, a) for a in ("spam", "undo") * 100])

    assert {o.outcome for o in outcomes} == {"done"}
    assert len(decisions(deps, comment)) == 200


def test_only_the_sites_own_moderators_decide(deps, site, other_site, written):
    comment = written()
    draft = [DecisionDraft(comment, "publish")]

    with pytest.raises(Forbidden):
        decide_comments(deps, replace(MIA, scopes=frozenset({"export"})), "example", draft)
    with pytest.raises(NotFound):
        decide_comments(deps, replace(MIA, site_id="other"), "example", draft)
    with pytest.raises(NotFound):
        decide_comments(deps, replace(MIA, site_id=None), "nowhere", draft)
    assert comment_row(deps, comment).status == "pending"


@pytest.fixture
def at_once():
    """`at_once(work, …)`: call all of them in threads that start together; what they raised is raised here."""

    def run(*works: Callable[[], None]) -> None:
        errors: list[BaseException] = []
        start = threading.Barrier(len(works))

        def guarded(work: Callable[[], None]) -> None:
            try:
                start.wait()
                work()
            except BaseException as error:
                errors.append(error)

        threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(180)
        assert errors == []

    return run


@pytest.fixture
def publishing(deps):
    """`publishing(MIA, ids, into)`: a moderator at work on a connection of their own, for a thread."""

    def make(actor: Actor, ids: list[uuid.UUID], into: list[Any]) -> Callable[[], None]:
        def work() -> None:
            with Session(deps.session.get_bind(), expire_on_commit=False) as session:
                drafts = [DecisionDraft(comment, "publish", expected_status="pending") for comment in ids]
                into.extend(decide_comments(replace(deps, session=session), actor, "example", drafts))

        return work

    return make


@pytest.fixture
def erasing(app, site):
    """`erasing(answers)`: their authors, one after the other, for a thread."""

    def make(answers: list[Any]) -> Callable[[], None]:
        def work() -> None:
            browser = app.test_client()
            for answer in answers:
                response = browser.delete(
                    f"{site.comments_url}/{answer['comment']['id']}",
                    headers=site.headers() | {"Authorization": f"Bearer {answer['edit_token']}"},
                )
                assert response.status_code == 200, response.get_data(as_text=True)

        return work

    return make


def id_of(answer):
    return uuid.UUID(answer["comment"]["id"])


def test_of_two_moderators_with_crossing_batches_each_comment_meets_one(deps, post, at_once, publishing):
    ids = [id_of(post(body=f"Number {n}.")) for n in range(12)]
    outcomes: list[Any] = []
    deps.session.rollback()

    at_once(publishing(MIA, ids, outcomes), publishing(TOM, ids[::-1], outcomes))

    by_comment: dict[uuid.UUID, list[str]] = {}
    for outcome in outcomes:
        by_comment.setdefault(outcome.comment, []).append(outcome.outcome)
    assert all(sorted(by_comment[comment]) == ["conflict", "done"] for comment in ids)
    assert all(len(decisions(deps, comment)) == 1 for comment in ids)
    thread = deps.session.get(Thread, ("example", comment_row(deps, ids[0]).thread_id))
    assert thread.published_count == len(ids)


def test_moderators_and_authors_in_one_thread_wait_for_each_other_and_never_deadlock(
    deps, post, publish, at_once, publishing, erasing
):
    roots = [publish(body=f"Number {n}.") for n in range(8)]
    replies = [id_of(post(body="A reply.", parent=root["comment"]["id"])) for root in roots]
    mia: list[Any] = []
    tom: list[Any] = []
    deps.session.rollback()

    at_once(publishing(MIA, replies[::2], mia), publishing(TOM, replies[1::2], tom), erasing(roots))

    assert {outcome.outcome for outcome in mia + tom} == {"done"}
    for root, reply in zip(roots, replies, strict=True):
        row = comment_row(deps, id_of(root))
        assert (row.status, row.live, comment_row(deps, reply).live) == ("erased", 1, 1)
    assert deps.session.get(Thread, ("example", row.thread_id)).published_count == len(replies)
