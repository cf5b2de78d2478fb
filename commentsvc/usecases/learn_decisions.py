"""Let a site's classifier learn what moderators decided, after the fact and one worker at a time.

What counts is where a comment stands when it is looked at, not each step on the way: a decision that was taken back is
unlearnt, one that was turned round is learnt anew, and a lesson that is looked at twice changes nothing. To unlearn is
to build the model from the examples that are left: then it is what it would be had it never known the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commentsvc import clock
from commentsvc.domain.comment_traits import traits_of
from commentsvc.domain.derived import derive
from commentsvc.domain.held_back import FIRST_THRESHOLD, discarding_threshold, holding_threshold
from commentsvc.domain.learned import (
    Model,
    buckets_of,
    build,
    pack_buckets,
    pack_weights,
    unpack_buckets,
    unpack_weights,
)
from commentsvc.domain.moderation import Status
from commentsvc.models import learned
from commentsvc.models.comment import Comment
from commentsvc.models.database import new_id, writing
from commentsvc.models.learned import LearnedExample, LearnedModel
from commentsvc.usecases.deps import Deps

LESSONS_AT_ONCE = 200
MOST_OF_EACH = 2_500
"""Examples of each kind that a model is made of; the oldest go. This bounds memory, time, and how long a site's past
speaks for its present."""
_SLACK = 250
"""How many more there may be, so that the model is not built anew for every lesson."""
JUDGED_BY = 2_000
"""Newest held-back decisions that figures and thresholds come from."""


@dataclass(frozen=True)
class Learnt:
    """What one round took in; `more`: there is more to learn at once."""

    learnt: int = 0
    unlearnt: int = 0
    more: bool = False


def learning_key(deps: Deps, site_id: str) -> bytes:
    """The key of a site's buckets: derived from the instance secret, stored nowhere."""
    return derive(deps.settings.secret, "learned-words", site_id).encode()


def sites_to_teach(deps: Deps) -> list[str]:
    """Every site with something to learn."""
    found = learned.sites_with_lessons(deps.session)
    deps.session.rollback()
    return found


def learn_decisions(deps: Deps, site_id: str) -> Learnt:
    """Take in up to `LESSONS_AT_ONCE` lessons of the site in one transaction, the oldest first. Each comment is scored
    before it is learnt. A comment that somebody is just changing is left for the next round."""
    with writing(deps.session) as session:
        row = learned.lock_model(session, site_id, pack_weights(Model().weights), FIRST_THRESHOLD)
        lessons = learned.first_lessons(session, site_id, LESSONS_AT_ONCE)
        wanted = list(dict.fromkeys(one.comment_id for one in lessons if one.comment_id))
        comments = learned.comments_at_rest(session, site_id, wanted)
        changes = _changes(deps, site_id, [comments[one] for one in wanted if one in comments])
        anew = bool(changes.gone) or any(one.comment_id is None for one in lessons)
        for example in changes.gone:
            session.delete(example)
        session.flush()
        if changes.new or anew:
            _take_in(deps, row, changes.new, anew=anew)
        done = [one for one in lessons if one.comment_id is None or one.comment_id in comments]
        learned.forget_lessons(session, site_id, [one.id for one in done])
        return Learnt(len(changes.new), len(changes.gone), more=len(done) == len(lessons) == LESSONS_AT_ONCE)


def taught_by(comment: Comment) -> bool | None:
    """Whether moderators' decisions say that the comment is spam (True) or honest (False); None: neither. One that was
    rejected or removed need not be spam; what no moderator decided about, what was changed since, and what is stored
    and nothing else (Art. 18) teaches nothing."""
    at = comment.decided_at
    if at is None or comment.restricted_by is not None or (comment.edited_at is not None and comment.edited_at > at):
        return None
    return {Status.SPAM.value: True, Status.PUBLISHED.value: False}.get(comment.status)


@dataclass(frozen=True)
class _New:
    comment: Comment
    buckets: Sequence[int]
    spam: bool


@dataclass(frozen=True)
class _Changes:
    new: Sequence[_New]
    gone: Sequence[LearnedExample]


def _changes(deps: Deps, site_id: str, comments: Sequence[Comment]) -> _Changes:
    """What is to be learnt and unlearnt, so that the examples say what the comments say now."""
    known = learned.examples_of(deps.session, site_id, [comment.id for comment in comments])
    key = learning_key(deps, site_id)
    new, gone = [], []
    for comment in comments:
        spam, example = taught_by(comment), known.get(comment.id)
        buckets = buckets_of(traits_of(comment.body, comment.author_website), key) if spam is not None else []
        if example is not None and (spam, pack_buckets(buckets)) == (example.spam, example.buckets):
            continue
        if example is not None:
            gone.append(example)
        if spam is not None and buckets:
            new.append(_New(comment, buckets, spam))
    return _Changes(new, gone)


def _take_in(deps: Deps, row: LearnedModel, new: Sequence[_New], *, anew: bool) -> None:
    session, site_id = deps.session, row.site_id
    model = _rebuilt(deps, site_id) if anew else Model(unpack_weights(row.weights), row.bias, row.spam, row.honest)
    for one in new:
        session.add(
            LearnedExample(
                site_id=site_id,
                place=row.next_place,
                comment_id=one.comment.id,
                buckets=pack_buckets(one.buckets),
                spam=one.spam,
                score=model.score(one.buckets),
                learnt_at=clock.now(),
            )
        )
        row.next_place += 1
        model.learn(one.buckets, spam=one.spam)
    session.flush()
    full = [kind for kind in (True, False) if (model.spam if kind else model.honest) > MOST_OF_EACH + _SLACK]
    if [kind for kind in full if learned.drop_examples(session, site_id, spam=kind, keep=MOST_OF_EACH)]:
        model = _rebuilt(deps, site_id)
    counts = learned.held_back(session, site_id, JUDGED_BY)
    row.version, row.weights, row.bias = new_id(), pack_weights(model.weights), model.bias
    row.spam, row.honest = model.spam, model.honest
    row.holds_at, row.discards_at = holding_threshold(counts), discarding_threshold(counts)


def _rebuilt(deps: Deps, site_id: str) -> Model:
    kept = learned.examples_in_order(deps.session, site_id)
    return build((unpack_buckets(buckets), spam) for buckets, spam in kept)
