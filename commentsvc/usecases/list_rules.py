"""A site's rules, for those who set them and those who meet what they held."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commentsvc.models.rule import Rule, counts_by_rule, rule_list, rules_of
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_rule import find_rule
from commentsvc.usecases.find_site import find_site


@dataclass(frozen=True)
class Rules:
    """The rules in their order, without their settings; `version` names the order, `time_zone` the site's clock.
    `trust_after` is the site's own last word: of how many published comments on an author is trusted (0: never)."""

    rules: Sequence[Rule]
    version: int
    time_zone: str
    trust_after: int


def list_rules(deps: Deps, actor: Actor, site_id: str) -> Rules:
    """Every rule of the site. Raises `NotFound`, `Forbidden`: without `moderate`."""
    require(actor, site_id, "moderate")
    site, whole = find_site(deps, site_id), rule_list(deps.session, site_id)
    return Rules(rules_of(deps.session, site_id), whole.version, whole.time_zone, site.trust_after)


def read_rule(deps: Deps, actor: Actor, site_id: str, rule_id: uuid.UUID) -> Rule:
    """One rule with its settings. Raises `NotFound`, `Forbidden`: without `moderate`."""
    require(actor, site_id, "moderate")
    return find_rule(deps, site_id, rule_id)


def held_by_rules(deps: Deps, actor: Actor, site_id: str) -> Mapping[uuid.UUID, int]:
    """How many of the comments there are each rule applied to when they came; rules without any are absent. Raises
    `NotFound`, `Forbidden`: without `moderate`."""
    require(actor, site_id, "moderate")
    return counts_by_rule(deps.session, site_id)
