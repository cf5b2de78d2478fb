"""Ask the site's classifier about a comment that is being written. It holds in doubt; it discards only where a site
turned that on and its precision on held-back decisions is certain enough."""

from __future__ import annotations

import uuid
from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from commentsvc.domain.comment_traits import traits_of
from commentsvc.domain.judgement import Finding, Verdict
from commentsvc.domain.learned import Model, buckets_of, unpack_weights
from commentsvc.models import learned
from commentsvc.models.learned import LearnedModel, reload_model
from commentsvc.usecases.change_learning import learning_of
from commentsvc.usecases.deps import Deps
from commentsvc.usecases.learn_decisions import learning_key

if TYPE_CHECKING:
    from commentsvc.usecases.judge_comment import Candidate

LEARNED = "learned"
MOST_MODELS = 16
"""Models that a process keeps in memory, a quarter of a megabyte each."""


def judge_learned(deps: Deps, candidate: Candidate) -> Iterable[Finding]:
    """Write the comment's `spam_score`, and find it `learned` from the holding threshold on. One small query when the
    model is the one that was asked before. Without enough decisions of both kinds it says nothing."""
    comment = candidate.comment
    comment.spam_score = None
    if not candidate.known.has(LearnedModel):
        return []
    site_id = candidate.known.site.id
    chosen, row = learning_of(deps, site_id), learned.find_model(deps.session, site_id)
    if not chosen.enabled or row is None:
        return []
    model, key = _MODELS.of(deps.session, row), learning_key(deps, site_id)
    traits = traits_of(comment.body, comment.author_website)
    score = model.score(buckets_of(traits, key))
    comment.spam_score = score
    holds_at = chosen.hold_at or row.holds_at
    if score is None or score < holds_at:
        return []
    certain = chosen.discards and row.discards_at is not None and score >= max(row.discards_at, holds_at)
    return [Finding(LEARNED, _because(score, model.reasons(traits, key)), Verdict.SPAM if certain else Verdict.HOLD)]


def _because(score: int, reasons: list[str]) -> str:
    told = f" What spoke for it most: {', '.join(reasons)}." if reasons else ""
    return f"By what this site’s moderators decided before, this is spam with {score} % certainty.{told}"


class _Models:
    """The models asked last. A version is never used for other weights, so nothing in here can be out of date."""

    def __init__(self) -> None:
        self._kept: OrderedDict[uuid.UUID, Model] = OrderedDict()
        self._lock = Lock()

    def of(self, session: Session, row: LearnedModel) -> Model:
        """The model that the row holds; its weights are read only if they are not here."""
        with self._lock:
            if (kept := self._kept.get(row.version)) is not None:
                self._kept.move_to_end(row.version)
                return kept
        reload_model(session, row)
        model = Model(unpack_weights(row.weights), row.bias, row.spam, row.honest)
        with self._lock:
            self._kept[row.version] = model
            while len(self._kept) > MOST_MODELS:
                self._kept.popitem(last=False)
        return model


_MODELS = _Models()
