"""Change which layers against spam a site uses, and read what they did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from commentsvc import clock
from commentsvc.domain.spam_policy import NAMES, SpamPolicy, policy_problems
from commentsvc.errors import ValidationFailed
from commentsvc.models.database import writing
from commentsvc.models.finding import count_findings
from commentsvc.models.spam_policy import lock_spam_settings, proofs_since, spam_policy
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.record_act import record_act

SHOWN = timedelta(days=30)


@dataclass(frozen=True)
class SpamReview:
    """What a site uses; what each reason of `domain.judgement.REASONS` held and called spam in `SHOWN`, as far as those
    comments are still there; and how many proofs of work were asked for and came."""

    policy: SpamPolicy
    found: Mapping[str, Mapping[str, int]]
    asked: int
    solved: int
    working: bool
    """Whether the operator lets the layers judge at all."""


def review_spam(deps: Deps, actor: Actor, site_id: str) -> SpamReview:
    """The settings and what they did. Raises NotFound, Forbidden."""
    require(actor, site_id, "admin")
    find_site(deps, site_id)
    since = clock.now() - SHOWN
    asked, solved = proofs_since(deps.session, site_id, since.date())
    found = count_findings(deps.session, site_id, since)
    return SpamReview(spam_policy(deps.session, site_id), found, asked, solved, deps.settings.spam_layers)


def change_spam_settings(deps: Deps, actor: Actor, site_id: str, changes: Mapping[str, Any]) -> SpamPolicy:
    """Set the named settings (`domain.spam_policy.SpamPolicy`) and return them all.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `admin`.
        ValidationFailed: by setting; nothing was changed.
    """
    require(actor, site_id, "admin")
    find_site(deps, site_id)
    if wrong := policy_problems(changes):
        raise ValidationFailed("Nothing was changed.", fields=wrong)
    with writing(deps.session) as session:
        row = lock_spam_settings(session, site_id)
        before = {name: getattr(row, name) for name in NAMES}
        changed = {name: [before[name], value] for name, value in changes.items() if before[name] != value}
        for name, value in changes.items():
            setattr(row, name, value)
        if changed:
            record_act(deps, site_id, actor, "spam.change", site_id, changed)
        return row.policy()
