"""The figures: what is counted, over which time, and who sees which part; on both databases."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from commentsvc import clock
from commentsvc.domain.judgement import Finding, Verdict
from commentsvc.errors import Forbidden, NotFound, ValidationFailed
from commentsvc.models.audit import Decision
from commentsvc.models.comment import Comment
from commentsvc.models.database import writing
from commentsvc.models.finding import add_findings
from commentsvc.usecases.access import CLI
from commentsvc.usecases.deps import Actor
from commentsvc.usecases.read_figures import WAITS, read_figures


@pytest.fixture
def found_in(deps: Any, site: Any) -> Callable[..., None]:
    """Something was found in the comment."""

    def make(comment_id: str, reason: str, rule: uuid.UUID | None = None, verdict: Verdict = Verdict.HOLD) -> None:
        with writing(deps.session) as session:
            comment = session.get(Comment, (site.id, uuid.UUID(comment_id)))
            add_findings(session, comment, [Finding(reason, "For a test.", verdict, rule)], clock.now())

    return make


def actor(site_id: str, *scopes: str) -> Actor:
    return Actor("token:x", "x", site_id, frozenset(scopes))


def test_a_site_where_nothing_happened_has_figures_of_nothing(deps: Any, site: Any) -> None:
    found = read_figures(deps, CLI, site.id, 7)
    assert len(found.days) == 7 and found.days[-1] == clock.now().date()
    assert (found.comments, found.decisions) == ([{}] * 7, [{}] * 7)
    assert (found.waits, found.held, found.consents, found.requests) == ([0] * (len(WAITS) + 1), [], [], [])
    assert found.spam is not None and (found.spam.caught, found.spam.missed) == (0, 0)


def test_comments_decisions_waits_spam_and_consents_are_counted(
    deps: Any, site: Any, other_site: Any, post: Any, decide: Any, found_in: Any
) -> None:
    rule = uuid.uuid4()
    seen, held, caught, waiting, late = (
        post(body=f"Comment number {n} of five, of its own kind.", purposes={"publish": True, "remember-me": n > 2})
        for n in range(5)
    )
    post(at=other_site)
    ids = [one["comment"]["id"] for one in (seen, held, caught, waiting, late)]
    for n, reason, by in ((1, "links", rule), (2, "links", None), (2, "learned", None), (3, "links", rule)):
        found_in(ids[n], reason, by)
    found_in(ids[0], "trusted", None, Verdict.PASS)  # what lets a comment through holds nothing back
    decide(ids[0], "publish")
    decide(ids[0], "spam")  # readers saw it
    decide(ids[1], "publish")
    decide(ids[2], "spam")
    with writing(deps.session) as session:  # had waited for two hours
        moment = session.get(Comment, (site.id, uuid.UUID(ids[4]))).created_at - timedelta(hours=2)
        session.get(Comment, (site.id, uuid.UUID(ids[4]))).created_at = moment
    decide(ids[4], "reject")

    found = read_figures(deps, CLI, site.id, 7)

    assert found.comments is not None and found.decisions is not None and found.held is not None
    total: dict[str, int] = {}
    for day in found.comments:
        for status, count in day.items():
            total[status] = total.get(status, 0) + count
    assert total == {"published": 1, "spam": 2, "pending": 1, "rejected": 1}
    assert found.decisions[-1] == {"publish": 2, "spam": 2, "reject": 1}
    assert found.waits == [3, 0, 1, 0, 0, 0]
    by_rule = {(one.reason, one.rule): dict(one.by_status) for one in found.held}
    assert by_rule == {
        ("links", rule): {"published": 1, "pending": 1},
        ("links", None): {"spam": 1},
        ("learned", None): {"spam": 1},
    }
    assert found.spam is not None
    assert (found.spam.caught, found.spam.missed, found.spam.honest, found.spam.waiting) == (1, 1, 1, 1)
    assert found.consents is not None
    (given,) = found.consents
    assert (given.records, given.purposes["remember-me"]) == (5, 2)


def test_what_is_older_than_the_period_is_left_out(deps: Any, site: Any, post: Any, decide: Any) -> None:
    old = uuid.UUID(post()["comment"]["id"])
    decide(str(old), "publish")
    with writing(deps.session) as session:
        comment = session.get(Comment, (site.id, old))
        comment.created_at -= timedelta(days=8)
        for decision in session.query(Decision).all():
            decision.at -= timedelta(days=8)
    found = read_figures(deps, CLI, site.id, 7)
    assert found.comments == [{}] * 7 and found.decisions == [{}] * 7


def test_everybody_sees_the_part_that_is_theirs_and_strangers_none(deps: Any, site: Any) -> None:
    seen = read_figures(deps, actor(site.id, "moderate"), site.id)
    assert seen.comments is not None and seen.consents is None and seen.requests is None
    officer = read_figures(deps, actor(site.id, "export", "subjects"), site.id)
    assert officer.comments is None and officer.consents is not None and officer.requests is not None
    with pytest.raises(NotFound):
        read_figures(deps, actor("other", "admin"), site.id)
    with pytest.raises(Forbidden):
        read_figures(deps, actor(site.id), site.id)
    with pytest.raises(ValidationFailed):
        read_figures(deps, CLI, site.id, 8)
