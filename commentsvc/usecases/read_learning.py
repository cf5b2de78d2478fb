"""How good a site's classifier is, as far as held-back decisions can say."""

from __future__ import annotations

from dataclasses import dataclass

from commentsvc.domain.held_back import FIRST_THRESHOLD, Measure, discarding_threshold, holding_threshold, measure
from commentsvc.domain.learned import ENOUGH_OF_EACH
from commentsvc.models import learned
from commentsvc.usecases.access import require
from commentsvc.usecases.change_learning import Learning, learning_of
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.learn_decisions import JUDGED_BY


@dataclass(frozen=True)
class LearningReport:
    """What the site chose; how many decided comments of each kind are known, and whether that is enough to speak; what
    was measured at the holding threshold in force; from where on it may discard, None for nowhere; and, for a choice
    between them, what other thresholds would have done."""

    chosen: Learning
    spam: int
    honest: int
    speaks: bool
    measured: Measure
    chosen_by_itself: int
    discards_at: int | None
    others: list[Measure]


OTHERS = (50, 60, 70, 80, 90, 95, 99)


def read_learning(deps: Deps, actor: Actor, site_id: str) -> LearningReport:
    """The report for moderators. Raises NotFound, Forbidden: the actor is of another site, or lacks `moderate`."""
    require(actor, site_id, "moderate")
    find_site(deps, site_id)
    chosen, model = learning_of(deps, site_id), learned.find_model(deps.session, site_id)
    spam, honest = (model.spam, model.honest) if model else (0, 0)
    counts = learned.held_back(deps.session, site_id, JUDGED_BY)
    own = holding_threshold(counts) if counts else FIRST_THRESHOLD
    return LearningReport(
        chosen=chosen,
        spam=spam,
        honest=honest,
        speaks=min(spam, honest) >= ENOUGH_OF_EACH,
        measured=measure(counts, chosen.hold_at or own),
        chosen_by_itself=own,
        discards_at=discarding_threshold(counts),
        others=[measure(counts, threshold) for threshold in OTHERS],
    )
