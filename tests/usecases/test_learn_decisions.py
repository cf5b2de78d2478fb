"""Learning: from this site's decisions only, each once, after the fact; what is undone or erased was never known."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from commentsvc.domain.learned import BUCKETS, build, unpack_buckets, unpack_weights
from commentsvc.models.comment import Comment
from commentsvc.models.database import new_id, writing
from commentsvc.models.learned import LearnedExample, LearnedModel, Lesson, plan_lesson
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_retention import change_retention
from commentsvc.usecases.delete_expired import delete_expired
from commentsvc.usecases.erase_comment import erase_in_transaction
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.learn_decisions import learn_decisions, sites_to_teach
from commentsvc.usecases.run_retention import run_retention
from tests.usecases.log_entries import fresh

BAD = "Win a free phone, number {n}, at http://cheap.example/{n}"
GOOD = "The council talked about the bridge on day {n}"


@pytest.fixture
def decided(post: Any, decide: Any) -> Callable[..., str]:
    """`decided("spam", n)`: the id of a comment that was decided so."""

    def make(action: str, n: int = 0, **more: Any) -> str:
        text = (BAD if action == "spam" else GOOD).format(n=n)
        comment = str(post(body=text, **more)["comment"]["id"])
        assert decide(comment, action, **({"at": more["at"]} if "at" in more else {}))["outcome"] == "done"
        return comment

    return make


def model_of(deps: Any, site_id: str = "example") -> LearnedModel:
    deps.session.rollback()
    found = deps.session.get(LearnedModel, site_id, populate_existing=True)
    assert found is not None
    return found


def examples(deps: Any, site_id: str = "example") -> list[LearnedExample]:
    deps.session.rollback()
    query = sa.select(LearnedExample).where(LearnedExample.site_id == site_id).order_by(LearnedExample.place)
    return list(deps.session.scalars(query.execution_options(populate_existing=True)))


def is_what_its_examples_make(deps: Any) -> bool:
    made = build((unpack_buckets(one.buckets), one.spam) for one in examples(deps))
    row = model_of(deps)
    return unpack_weights(row.weights) == made.weights and (row.spam, row.honest) == (made.spam, made.honest)


def test_publishing_and_spam_teach_and_rejecting_or_removing_does_not(deps, site, post, decide, decided):
    decided("spam")
    decided("publish")
    for action in ("reject", "publish", "remove"):
        last = post(body="Something rude")["comment"]["id"] if action != "remove" else last  # noqa: F821
        assert decide(last, action)["outcome"] == "done"
    post(body="Nobody decided about this one")
    assert sites_to_teach(deps) == ["example"]

    told = learn_decisions(deps, site.id)

    assert (told.learnt, told.unlearnt) == (2, 0)
    assert [one.spam for one in examples(deps)] == [True, False]
    assert is_what_its_examples_make(deps)
    assert sites_to_teach(deps) == []
    version = model_of(deps).version
    with writing(deps.session):
        plan_lesson(deps.session, site.id, uuid.UUID(last))
    learn_decisions(deps, site.id)
    assert model_of(deps).version == version, "a lesson that is looked at twice changes nothing"


def test_a_decision_that_is_undone_is_unlearnt_and_one_turned_round_is_learnt_anew(deps, site, decide, decided):
    kept, undone, turned = decided("spam", 1), decided("spam", 2), decided("publish", 3)
    learn_decisions(deps, site.id)
    decide(undone, "undo")
    decide(turned, "spam")

    told = learn_decisions(deps, site.id)

    assert (told.learnt, told.unlearnt) == (1, 2)
    assert [(str(one.comment_id), one.spam) for one in examples(deps)] == [(kept, True), (turned, True)]
    assert is_what_its_examples_make(deps)


def test_every_decision_is_scored_before_it_is_learnt(deps, site, decided):
    for n in range(20):
        decided("spam", n)
        decided("publish", n)
    learn_decisions(deps, site.id)
    assert {one.score for one in examples(deps)} == {None}, "it said nothing while it knew too little"
    decided("spam", 90)
    decided("publish", 91)

    learn_decisions(deps, site.id)

    *_, bad, good = examples(deps)
    assert bad.score > 80 > 20 > good.score


def test_what_is_erased_was_never_known(deps, site, decided, post, client):
    mine, other = decided("publish", 1), decided("spam", 2)
    learn_decisions(deps, site.id)
    with writing(deps.session):
        comment = deps.session.get(Comment, (site.id, uuid.UUID(mine)))
        erase_in_transaction(deps, find_site(deps, site.id), comment, by="reader")

    assert [str(one.comment_id) for one in examples(deps)] == [other], "its traits go in the same transaction"
    learn_decisions(deps, site.id)

    assert is_what_its_examples_make(deps)
    assert model_of(deps).honest == 0


def test_an_edited_comment_teaches_nothing_until_somebody_decides_about_its_new_words(
    deps, site, publish, client, decide
):
    answer = publish(body="The council talked about the bridge")
    learn_decisions(deps, site.id)
    assert len(examples(deps)) == 1
    changed = client.patch(
        f"{site.comments_url}/{answer['comment']['id']}",
        json={"body": "Win a free phone"},
        headers=site.headers() | {"Authorization": f"Bearer {answer['edit_token']}"},
    )
    assert changed.status_code == 200

    assert examples(deps) == []
    learn_decisions(deps, site.id)
    assert model_of(deps).honest == 0
    decide(answer["comment"]["id"], "spam")
    learn_decisions(deps, site.id)
    assert [one.spam for one in examples(deps)] == [True]


def test_spam_that_goes_by_its_period_leaves_numbers_that_lead_nowhere_for_a_year(deps, site, decided, later):
    decided("spam", 1)
    honest = decided("publish", 2)
    learn_decisions(deps, site.id)
    change_retention(deps, CLI, site.id, {"spam_days": 1, "published_months": 1})
    later(days=40)
    run_retention(deps, CLI, site.id)
    learn_decisions(deps, site.id)

    assert [(one.comment_id, one.spam) for one in examples(deps)] == [(None, True)], f"{honest} was honest"
    assert is_what_its_examples_make(deps)
    later(days=340)
    assert delete_expired(deps).get("learned_example") == 1
    learn_decisions(deps, site.id)
    assert examples(deps) == []
    assert set(unpack_weights(model_of(deps).weights)) == {0.0}


def test_one_site_teaches_no_other(deps, site, other_site, decided):
    decided("spam", 1, at=other_site)
    decided("publish", 2)

    learn_decisions(deps, site.id)
    learn_decisions(deps, other_site.id)

    assert (model_of(deps).spam, model_of(deps).honest) == (0, 1)
    assert (model_of(deps, "other").spam, model_of(deps, "other").honest) == (1, 0)
    mine, theirs = unpack_buckets(examples(deps)[0].buckets), unpack_buckets(examples(deps, "other")[0].buckets)
    assert len(set(mine) & set(theirs)) < 3, "each site has a key of its own"


def test_several_workers_learn_each_decision_once(deps, site, decided):
    for n in range(12):
        decided("spam" if n % 2 else "publish", n)
    workers = [fresh(deps) for _ in range(3)]
    failed: list[BaseException] = []

    def work(own: Any) -> None:
        try:
            for _ in range(3):
                learn_decisions(own, site.id)
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)
        finally:
            own.session.close()

    threads = [threading.Thread(target=work, args=(own,)) for own in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert len(examples(deps)) == 12
    assert len({one.comment_id for one in examples(deps)}) == 12
    assert is_what_its_examples_make(deps)
    assert deps.session.scalar(sa.select(sa.func.count()).select_from(Lesson)) == 0


def test_only_so_many_examples_are_kept_of_each_kind(deps, site, decided, monkeypatch):
    monkeypatch.setattr("commentsvc.usecases.learn_decisions.MOST_OF_EACH", 3)
    monkeypatch.setattr("commentsvc.usecases.learn_decisions._SLACK", 1)
    made = [decided("spam", n) for n in range(5)]
    decided("publish", 9)

    learn_decisions(deps, site.id)

    assert [str(one.comment_id) for one in examples(deps) if one.spam] == made[2:]
    assert is_what_its_examples_make(deps)
    assert len(unpack_weights(model_of(deps).weights)) == BUCKETS
    assert new_id() > model_of(deps).version
