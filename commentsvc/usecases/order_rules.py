"""Put a site's rules into another order, delete one, and set the clock that their hours are of."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from zoneinfo import available_timezones

from commentsvc.errors import Conflict, ValidationFailed
from commentsvc.models.database import writing
from commentsvc.models.rule import RuleList, lock_rules, rules_of
from commentsvc.usecases.access import require
from commentsvc.usecases.deps import Actor, Deps
from commentsvc.usecases.find_rule import find_rule
from commentsvc.usecases.find_site import find_site
from commentsvc.usecases.record_act import record_act

CHANGED = "Somebody changed the rules' order, added or deleted one in the meantime. Nothing was moved; look again."


def order_rules(deps: Deps, actor: Actor, site_id: str, order: Sequence[uuid.UUID], *, seen: int) -> None:
    """Put the rules into this order, which names each of them once; `seen` is the version of the list it was made from.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `admin`.
        Conflict: rules came, went or moved in the meantime. ValidationFailed: some are missing, or named twice.
    """
    require(actor, site_id, "admin")
    find_site(deps, site_id)
    with writing(deps.session) as session:
        whole = _as_seen(lock_rules(session, site_id), seen)
        rules = {rule.id: rule for rule in rules_of(session, site_id)}
        if len(order) != len(rules) or set(order) != set(rules):
            raise ValidationFailed("Nothing was moved.", fields={"order": ["Name each rule of the site once."]})
        if list(order) == list(rules):
            return
        for position, rule_id in enumerate(order, start=1):
            rules[rule_id].position = position
        whole.version += 1
        record_act(deps, site_id, actor, "rule.order", "", {"order": [rules[rule_id].name for rule_id in order]})


def move_rule(deps: Deps, actor: Actor, site_id: str, rule_id: uuid.UUID, by: int, *, seen: int) -> None:
    """Move one rule up (-1) or down (1) by one place; at the end of the list it stays. Raises like `order_rules`."""
    require(actor, site_id, "admin")
    order = [rule.id for rule in rules_of(deps.session, site_id)]
    if rule_id not in order:
        raise Conflict(CHANGED)
    place = order.index(rule_id)
    other = min(max(place + by, 0), len(order) - 1)
    order[place], order[other] = order[other], order[place]
    order_rules(deps, actor, site_id, order, seen=seen)


def delete_rule(deps: Deps, actor: Actor, site_id: str, rule_id: uuid.UUID, *, seen: int) -> None:
    """Delete the rule; what it held stays held, and says by which rule. `seen` is the rule's version.

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `admin`; or there is no such rule.
        Conflict: somebody changed it in the meantime.
    """
    require(actor, site_id, "admin")
    with writing(deps.session) as session:
        whole = lock_rules(session, site_id)
        rule = find_rule(deps, site_id, rule_id, seen=seen)
        session.delete(rule)
        whole.version += 1
        session.flush()
        record_act(deps, site_id, actor, "rule.delete", str(rule_id), {"name": rule.name, "kind": rule.kind})


def set_time_zone(deps: Deps, actor: Actor, site_id: str, time_zone: str) -> None:
    """Have the hours and days of the site's rules be those of this place (an IANA name, such as Europe/Paris).

    Raises:
        NotFound, Forbidden: the actor is of another site, or lacks `admin`. ValidationFailed: there is no such zone.
    """
    require(actor, site_id, "admin")
    find_site(deps, site_id)
    if time_zone != "UTC" and time_zone not in available_timezones():
        raise ValidationFailed(
            "There is no such time zone.", fields={"time_zone": ["A name such as Europe/Paris or UTC."]}
        )
    with writing(deps.session) as session:
        whole = lock_rules(session, site_id)
        if whole.time_zone != time_zone:
            record_act(deps, site_id, actor, "rule.clock", "", {"from": whole.time_zone, "to": time_zone})
            whole.time_zone = time_zone


def _as_seen(whole: RuleList, seen: int) -> RuleList:
    if whole.version != seen:
        raise Conflict(CHANGED)
    return whole
