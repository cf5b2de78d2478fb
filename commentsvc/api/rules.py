"""A site's rules: read, add, change, order, delete, and try them out."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView

from commentsvc.adapters.current import current_deps
from commentsvc.api.auth import SECURITY, current_operator, operator
from commentsvc.api.documentation import Resource
from commentsvc.api.schemas.rule import (
    DryRunSchema,
    RuleChangeSchema,
    RuleClockSchema,
    RuleDraftSchema,
    RuleOrderSchema,
    RuleSchema,
    RulesSchema,
    RuleVersionSchema,
)
from commentsvc.clock import iso
from commentsvc.models.rule import Rule
from commentsvc.usecases.add_rule import add_rule
from commentsvc.usecases.change_rule import RuleChange, change_rule
from commentsvc.usecases.find_rule import RuleDraft
from commentsvc.usecases.list_rules import list_rules, read_rule
from commentsvc.usecases.order_rules import delete_rule, order_rules, set_time_zone
from commentsvc.usecases.try_rule import OUTCOMES, DryRun, try_rule

blp = Resource(
    "rules",
    __name__,
    url_prefix="/api/v1/sites/<site:site>/rules",
    description="Which comments wait for a person.",
)

PRIVATE = {"Cache-Control": "no-store"}
Answer = tuple[dict[str, Any], int, dict[str, str]]


@blp.route("")
class Rules(MethodView):
    """The list of a site's rules."""

    @operator("moderate")
    @blp.response(200, RulesSchema)
    @blp.doc(security=SECURITY)
    def get(self, site: str) -> Answer:
        """The rules, in the order in which they are asked."""
        return _list(site)

    @operator("admin")
    @blp.arguments(RuleDraftSchema)
    @blp.response(201, RuleSchema)
    @blp.doc(security=SECURITY)
    def post(self, draft: dict[str, Any], site: str) -> Answer:
        """Add a rule. It looks at nothing until it is switched on."""
        rule = add_rule(current_deps(), current_operator(), site, RuleDraft(**draft))
        return _as_json(rule), 201, PRIVATE

    @operator("admin")
    @blp.arguments(RuleClockSchema)
    @blp.response(200, RulesSchema)
    @blp.doc(security=SECURITY)
    def patch(self, wanted: dict[str, Any], site: str) -> Answer:
        """Set the time zone in which rules know hours and days."""
        set_time_zone(current_deps(), current_operator(), site, wanted["time_zone"])
        return _list(site)


@blp.route("/order")
class RuleOrder(MethodView):
    """In which order rules are asked."""

    decorators = [operator("admin")]

    @blp.arguments(RuleOrderSchema)
    @blp.response(200, RulesSchema)
    @blp.doc(security=SECURITY)
    def put(self, wanted: dict[str, Any], site: str) -> Answer:
        """Put the rules into this order. 409 `conflict` when rules came, went or moved since the list was read."""
        order_rules(current_deps(), current_operator(), site, wanted["order"], seen=wanted["version"])
        return _list(site)


@blp.route("/dry-run")
class DraftDryRun(MethodView):
    """A rule that is not kept."""

    decorators = [operator("moderate")]

    @blp.arguments(RuleDraftSchema)
    @blp.response(200, DryRunSchema)
    @blp.doc(security=SECURITY)
    def post(self, draft: dict[str, Any], site: str) -> Answer:
        """What this rule would have done with the newest 1,000 comments. Nothing is kept or changed."""
        return _tried(try_rule(current_deps(), current_operator(), site, RuleDraft(**draft)))


@blp.route("/<uuid:rule>")
class OneRule(MethodView):
    """One rule."""

    @operator("moderate")
    @blp.response(200, RuleSchema)
    @blp.doc(security=SECURITY)
    def get(self, site: str, rule: Any) -> Answer:
        """The rule with its settings."""
        return _as_json(read_rule(current_deps(), current_operator(), site, rule)), 200, PRIVATE

    @operator("admin")
    @blp.arguments(RuleChangeSchema)
    @blp.response(200, RuleSchema)
    @blp.doc(security=SECURITY)
    def patch(self, change: dict[str, Any], site: str, rule: Any) -> Answer:
        """Change it, switch it on or off. 409 `conflict` when somebody changed it since it was read."""
        seen = change.pop("version")
        changed = change_rule(current_deps(), current_operator(), site, rule, RuleChange(**change), seen=seen)
        return _as_json(changed), 200, PRIVATE

    @operator("admin")
    @blp.arguments(RuleVersionSchema, location="query")
    @blp.response(204)
    @blp.doc(security=SECURITY)
    def delete(self, query: dict[str, Any], site: str, rule: Any) -> tuple[str, int, dict[str, str]]:
        """Delete it. What it held stays held."""
        delete_rule(current_deps(), current_operator(), site, rule, seen=query["version"])
        return "", 204, PRIVATE


@blp.route("/<uuid:rule>/dry-run")
class RuleDryRun(MethodView):
    """One rule, tried."""

    decorators = [operator("moderate")]

    @blp.response(200, DryRunSchema)
    @blp.doc(security=SECURITY)
    def get(self, site: str, rule: Any) -> Answer:
        """What the rule would have done with the newest 1,000 comments, whether it is on or off. Changes nothing."""
        return _tried(try_rule(current_deps(), current_operator(), site, rule))


def _list(site: str) -> Answer:
    found = list_rules(current_deps(), current_operator(), site)
    told = {"version": found.version, "time_zone": found.time_zone, "trust_after": found.trust_after}
    return {"rules": [_listed(rule) for rule in found.rules]} | told, 200, PRIVATE


def _listed(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": rule.name,
        "kind": rule.kind,
        "effect": rule.effect,
        "enabled": rule.enabled,
        "version": rule.version,
        "changed_at": iso(rule.changed_at),
    }


def _as_json(rule: Rule) -> dict[str, Any]:
    return _listed(rule) | {"settings": rule.settings}


def _tried(run: DryRun) -> Answer:
    told = {
        "looked_at": {outcome: run.looked_at.get(outcome, 0) for outcome in OUTCOMES},
        "found": {outcome: run.found.get(outcome, 0) for outcome in OUTCOMES},
        "oldest_at": iso(run.oldest) if run.oldest else None,
        "comments": [
            {
                "comment": hit.comment.id,
                "status": hit.comment.status,
                "because": hit.because,
                "created_at": iso(hit.comment.created_at),
            }
            for hit in run.hits
        ],
    }
    return told, 200, PRIVATE
