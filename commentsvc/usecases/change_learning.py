"""Switch a site's classifier, and choose from which score on it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from commentsvc.domain.held_back import LEAST_THRESHOLD
from commentsvc.errors import ValidationFailed
from commentsvc.models import learned
from commentsvc.models.database import writing
from commentsvc.models.learned import LearningPolicy
from commentsvc.models.site import lock_site
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.record_act import record_act


@dataclass(frozen=True)
class Learning:
    """What a site wants of its classifier. `hold_at` is the score from which on it holds, None for the one it chose
    from held-back decisions; `discards`: where its precision is certain enough, what it finds is spam at once."""

    enabled: bool = True
    hold_at: int | None = None
    discards: bool = False


def learning_of(deps: Deps, site_id: str) -> Learning:
    """What the site chose, or the defaults."""
    row = learned.find_policy(deps.session, site_id)
    return Learning(row.enabled, row.hold_at, row.discards) if row else Learning()


def change_learning(deps: Deps, actor: Actor, site_id: str, changes: Mapping[str, Any]) -> Learning:
    """Set the named fields of `Learning` and return them all.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `admin`.
        ValidationFailed: by field; nothing was changed.
    """
    require(actor, site_id, "admin")
    find_site(deps, site_id)
    _check(changes)
    with writing(deps.session) as session:
        lock_site(session, site_id)  # of two first changes the second finds the first
        before = asdict(learning_of(deps, site_id))
        after = Learning(**before | dict(changes))
        row = learned.find_policy(session, site_id)
        if row is None:
            row = LearningPolicy(site_id=site_id)
            session.add(row)
        row.enabled, row.hold_at, row.discards = after.enabled, after.hold_at, after.discards
        changed = {name: [before[name], value] for name, value in asdict(after).items() if before[name] != value}
        if changed:
            record_act(deps, site_id, actor, "learning.change", site_id, changed)
    return after


def _check(changes: Mapping[str, Any]) -> None:
    fields: dict[str, list[str]] = {}
    for name, value in changes.items():
        if name in ("enabled", "discards"):
            if not isinstance(value, bool):
                fields[name] = ["Say true or false."]
        elif name != "hold_at":
            fields[name] = ["There is no such setting."]
        elif value is not None and (
            isinstance(value, bool) or not isinstance(value, int) or not LEAST_THRESHOLD <= value <= 100
        ):
            fields[name] = [f"A whole number from {LEAST_THRESHOLD} to 100, or nothing."]
    if fields:
        raise ValidationFailed("Nothing was changed.", fields=fields)
