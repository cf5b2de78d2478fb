"""Change how long a site keeps what. Nothing goes by a new rule before a day has passed, so it can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commentsvc import clock
from commentsvc.domain.retention import DEFAULT, Policy, policy_problems, policy_values
from commentsvc.errors import ValidationFailed
from commentsvc.models import retention as kept
from commentsvc.models.database import writing
from commentsvc.models.notice import all_notices, notices_in_force
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.record_act import record_act
from commentsvc.usecases.run_retention import DAY


def change_retention(deps: Deps, actor: Actor, site_id: str, changes: Mapping[str, Any]) -> Policy:
    """Set the named settings (`domain.retention.Policy`) and return the whole policy.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `admin`.
        ValidationFailed: by setting; nothing was changed.
    """
    require(actor, site_id, "admin")
    find_site(deps, site_id)
    wrong = policy_problems(changes)
    if not wrong and "old_notices" in changes:
        wrong = _notice_problems(deps, site_id, changes["old_notices"])
    if wrong:
        raise ValidationFailed("Nothing was changed.", fields=wrong)
    values = dict(changes)
    if "old_notices" in values:
        values["old_notices"] = sorted(set(values["old_notices"]))
    with writing(deps.session) as session:
        row = kept.lock_policy(session, site_id, policy_values(DEFAULT))
        before = policy_values(row.policy())
        changed = {name: [before[name], value] for name, value in values.items() if before[name] != value}
        for name, value in values.items():
            setattr(row, name, value)
        if changed:
            row.done_at = clock.now() + DAY
            record_act(deps, site_id, actor, "retention.change", site_id, changed)
        return row.policy()


def _notice_problems(deps: Deps, site_id: str, chosen: Any) -> dict[str, list[str]]:
    known = {notice.sha256 for notice in all_notices(deps.session, site_id)}
    in_force = {notice.sha256 for notice in notices_in_force(deps.session, site_id)}
    if unknown := sorted(set(chosen) - known):
        return {"old_notices": [f"This site has no such notice: {', '.join(name[:64] for name in unknown)}."]}
    if current := sorted(set(chosen) & in_force):
        return {"old_notices": [f"In force, so not an old one: {', '.join(current)}."]}
    return {}
