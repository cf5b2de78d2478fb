"""Add a rule to a site, at the end of its list and switched off: a dry run comes first."""

from __future__ import annotations

from commentsvc import clock
from commentsvc.domain.rules import MOST_RULES
from commentsvc.errors import Conflict
from commentsvc.models.database import new_id, writing
from commentsvc.models.rule import Rule, lock_rules, rules_of
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_rule import RuleDraft, checked_draft
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.record_act import record_act


def add_rule(deps: Deps, actor: Actor, site_id: str, draft: RuleDraft) -> Rule:
    """Keep the rule; it looks at nothing until it is switched on (`switch_rule`).

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `admin`. ValidationFailed: by field.
        Conflict: the site has as many rules as it can have.
    """
    require(actor, site_id, "admin")
    find_site(deps, site_id)
    draft = checked_draft(draft)
    with writing(deps.session) as session:
        whole = lock_rules(session, site_id)
        others = rules_of(session, site_id)
        if len(others) >= MOST_RULES:
            raise Conflict(f"A site has at most {MOST_RULES} rules. Delete one first.")
        rule = Rule(
            site_id=site_id,
            id=new_id(),
            position=max((other.position for other in others), default=0) + 1,
            name=draft.name,
            kind=draft.kind,
            effect=draft.effect,
            settings=dict(draft.settings),
            enabled=False,
            version=1,
            changed_at=clock.now(),
        )
        session.add(rule)
        whole.version += 1
        session.flush()
        record_act(deps, site_id, actor, "rule.add", str(rule.id), {"name": rule.name, "kind": rule.kind})
    return rule
