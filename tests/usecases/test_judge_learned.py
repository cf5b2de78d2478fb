"""Asking the classifier about a new comment: doubt holds, certainty discards only where that was turned on."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from commentsvc.domain.held_back import FIRST_THRESHOLD
from commentsvc.errors import Forbidden, NotFound, ValidationFailed
from commentsvc.models.comment import Comment
from commentsvc.models.database import writing
from commentsvc.models.finding import findings_of
from commentsvc.models.learned import LearnedModel
from commentsvc.usecases.access import CLI
from commentsvc.usecases.change_learning import Learning, change_learning, learning_of
from commentsvc.usecases.change_site import change_site
from commentsvc.usecases.learn_decisions import learn_decisions
from commentsvc.usecases.read_learning import read_learning

BAD = "Win a free phone, number {n}, at http://cheap.example/{n}"
GOOD = "The council talked about the bridge on day {n}"


@pytest.fixture
def taught(deps: Any, site: Any, post: Any, decide: Any) -> Callable[[int], None]:
    """`taught(20)`: so many comments of each kind were decided and learnt; the site publishes at once."""

    def teach(of_each: int) -> None:
        for n in range(of_each):
            decide(post(body=BAD.format(n=n))["comment"]["id"], "spam")
            decide(post(body=GOOD.format(n=n))["comment"]["id"], "publish")
        learn_decisions(deps, site.id)
        change_site(deps, CLI, site.id, {"moderation": "after"})

    return teach


def stored(deps: Any, answer: dict[str, Any]) -> Comment:
    deps.session.rollback()
    return deps.session.get(Comment, ("example", uuid.UUID(answer["comment"]["id"])), populate_existing=True)


def test_it_is_silent_until_it_knows_enough_and_then_holds_and_says_why(deps, site, post, taught):
    taught(19)
    early = stored(deps, post(body=BAD.format(n=77)))
    assert (early.status, early.spam_score, early.held_reasons) == ("published", None, [])
    change_site(deps, CLI, site.id, {"moderation": "before"})
    taught(1)

    bad, good = stored(deps, post(body=BAD.format(n=78))), stored(deps, post(body=GOOD.format(n=79)))

    assert (bad.status, bad.held_reasons) == ("pending", ["learned"])
    assert bad.spam_score >= FIRST_THRESHOLD
    assert (good.status, good.held_reasons) == ("published", [])
    assert good.spam_score < 50
    (found,) = findings_of(deps.session, site.id, [bad.id])[bad.id]
    assert found.verdict == "hold"
    assert found.because.startswith("By what this site’s moderators decided before, this is spam with ")
    assert "What spoke for it most: " in found.because


def test_switched_off_it_says_nothing_and_goes_on_learning(deps, site, post, decide, taught):
    taught(20)
    change_learning(deps, CLI, site.id, {"enabled": False})

    free = post(body=BAD.format(n=78))
    assert (stored(deps, free).status, stored(deps, free).spam_score) == ("published", None)
    decide(free["comment"]["id"], "spam")
    assert learn_decisions(deps, site.id).learnt == 1


def test_a_site_may_choose_the_threshold(deps, site, post, taught):
    taught(20)
    score = stored(deps, post(body=BAD.format(n=78))).spam_score
    change_learning(deps, CLI, site.id, {"hold_at": min(100, score + 1)})
    assert stored(deps, post(body=BAD.format(n=78))).status == ("published" if score < 100 else "pending")
    change_learning(deps, CLI, site.id, {"hold_at": score})
    assert stored(deps, post(body=BAD.format(n=78))).status == "pending"


@pytest.mark.parametrize(
    ("discards", "from_on", "status"), [(True, 60, "spam"), (False, 60, "pending"), (True, None, "pending")]
)
def test_only_measured_certainty_that_the_site_asked_for_discards(deps, site, post, taught, discards, from_on, status):
    taught(20)
    change_learning(deps, CLI, site.id, {"discards": discards})
    with writing(deps.session) as session:
        session.get(LearnedModel, site.id).discards_at = from_on

    answer = post(body=BAD.format(n=78))

    assert stored(deps, answer).status == status
    assert answer["comment"]["status"] == "pending", "a reader is never told that it is spam"


def test_the_report_measures_what_was_not_seen_and_only_for_members(deps, site, other_site, taught):
    nothing = read_learning(deps, CLI, site.id)
    assert (nothing.speaks, nothing.spam, nothing.measured.precision) == (False, 0, None)
    taught(30)

    report = read_learning(deps, CLI, site.id)

    assert (report.speaks, report.spam, report.honest) == (True, 30, 30)
    assert (report.measured.spam, report.measured.honest) == (10, 10)
    assert (report.measured.recall, report.measured.precision, report.measured.honest_held) == (1.0, 1.0, 0.0)
    assert report.discards_at is None
    moderator = replace(CLI, site_id="other", scopes=frozenset({"moderate"}))
    with pytest.raises(NotFound):
        read_learning(deps, moderator, site.id)
    with pytest.raises(NotFound):
        change_learning(deps, moderator, site.id, {"enabled": False})
    with pytest.raises(Forbidden):
        change_learning(deps, replace(moderator, site_id=site.id), site.id, {"enabled": False})


@pytest.mark.parametrize("changes", [{"hold_at": 49}, {"hold_at": 101}, {"hold_at": True}, {"enabled": 1}, {"x": 1}])
def test_nonsense_is_refused_and_changes_nothing(deps, site, changes):
    with pytest.raises(ValidationFailed):
        change_learning(deps, CLI, site.id, {"discards": True} | changes)
    assert learning_of(deps, site.id) == Learning()
