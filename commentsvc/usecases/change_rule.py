"""Change what a rule is called, looks for and does; switch it on and off. It meets what is written from now on."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commentsvc import clock
from commentsvc.models.database import writing
from commentsvc.models.rule import Rule, lock_rules
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_rule import RuleDraft, checked_draft, find_rule
from commentsvc.usecases.record_act import record_act


@dataclass(frozen=True)
class RuleChange:
    """What is changed of a rule; None leaves it as it is. A rule keeps its kind."""

    name: str | None = None
    effect: str | None = None
    settings: Mapping[str, Any] | None = None
    enabled: bool | None = None


def change_rule(deps: Deps, actor: Actor, site_id: str, rule_id: uuid.UUID, change: RuleChange, *, seen: int) -> Rule:
    """Carry the change out; `seen` is the version of the rule that it was made from.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `admin`; or there is no such rule.
        Conflict: somebody changed it in the meantime. ValidationFailed: by field.
    """
    require(actor, site_id, "admin")
    with writing(deps.session) as session:
        lock_rules(session, site_id)
        rule = find_rule(deps, site_id, rule_id, seen=seen)
        draft = checked_draft(
            RuleDraft(
                rule.name if change.name is None else change.name,
                rule.kind,
                rule.effect if change.effect is None else change.effect,
                rule.settings if change.settings is None else change.settings,
            )
        )
        changed = _changes(rule, draft)
        switched = change.enabled is not None and change.enabled != rule.enabled
        if changed:
            rule.name, rule.effect, rule.settings = draft.name, draft.effect, dict(draft.settings)
            record_act(deps, site_id, actor, "rule.change", str(rule.id), {"name": rule.name, **changed})
        if switched:
            rule.enabled = not rule.enabled
            verb = "rule.on" if rule.enabled else "rule.off"
            record_act(deps, site_id, actor, verb, str(rule.id), {"name": rule.name})
        if changed or switched:
            rule.version += 1
            rule.changed_at = clock.now()
    return rule


def _changes(rule: Rule, draft: RuleDraft) -> dict[str, Any]:
    """What the trail says of a change: values before and after; of a list, which may be long, how many lines."""
    told: dict[str, Any] = {}
    if rule.name != draft.name:
        told["renamed"] = [rule.name, draft.name]
    if rule.effect != draft.effect:
        told["effect"] = [rule.effect, draft.effect]
    for name, value in draft.settings.items():
        before = rule.settings.get(name)
        if before != value and isinstance(value, list):
            old = set(before or ())
            told[name] = {"added": len(set(value) - old), "removed": len(old - set(value))}
        elif before != value:
            told[name] = [before, value]
    return told
