"""A site's rules: the list in its order, the editor of each, and the dry run before one is switched on."""

from __future__ import annotations

import uuid
from typing import Any
from zoneinfo import available_timezones

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from commentsvc.console.base import console, page, say
from commentsvc.console.forms import ActForm
from commentsvc.console.gate import Entry, for_site
from commentsvc.console.rule_forms import EFFECTS, TypedRule, blank, stored, typed
from commentsvc.domain.rules import KINDS
from commentsvc.domain.rules.kind import Kind
from commentsvc.errors import Conflict, NotFound, Problem, ValidationFailed
from commentsvc.models.rule import Rule
from commentsvc.usecases.add_rule import add_rule
from commentsvc.usecases.change_rule import RuleChange, change_rule
from commentsvc.usecases.list_rules import held_by_rules, list_rules, read_rule
from commentsvc.usecases.order_rules import delete_rule, move_rule, set_time_zone
from commentsvc.usecases.try_rule import DryRun, try_rule

SHOWN_HITS = 100
THEIRS = (
    "Somebody changed this rule since you opened it. What you typed is still here and was not saved: "
    "saving again puts it in the place of theirs."
)


@console.get("/<site>/rules")
@for_site("moderate")
def rules(entry: Entry) -> Any:
    """The list."""
    return page(
        "rules.html",
        found=list_rules(entry.deps, entry.actor, entry.site.id),
        held=held_by_rules(entry.deps, entry.actor, entry.site.id),
        kinds=KINDS,
        effects=EFFECTS,
        zones=sorted({"UTC", *available_timezones()}),
        may_change="admin" in entry.actor.scopes,
    )


@console.post("/<site>/rules")
@for_site("admin")
def rules_changed(entry: Entry) -> Any:
    """Carry out `verb`: `<up|down|on|off|delete>:<rule>:<version seen>`, or `clock`, and come back to the list."""
    if ActForm().validate():
        try:
            _carry_out(entry, request.form.get("verb", ""))
        except Problem as problem:
            said = [one for messages in problem.fields.values() for one in messages]
            say(" ".join(said) or problem.detail or problem.title, "bad")
    return _to_list(entry)


@console.route("/<site>/rules/new/<kind>", methods=["GET", "POST"])
@for_site("admin")
def new_rule(entry: Entry, kind: str) -> Any:
    """A rule that is being made."""
    if kind not in KINDS:
        raise NotFound("There is no such kind of rule.")
    form = typed(KINDS[kind]) if request.method == "POST" else blank(KINDS[kind])
    return _edit(entry, KINDS[kind], form, None)


@console.route("/<site>/rules/<uuid:rule>", methods=["GET", "POST"])
@for_site("admin")
def rule(entry: Entry, rule: uuid.UUID) -> Any:
    """A rule that is there."""
    found = read_rule(entry.deps, entry.actor, entry.site.id, rule)
    kind = KINDS[found.kind]
    return _edit(entry, kind, typed(kind) if request.method == "POST" else stored(kind, found), found)


@console.get("/<site>/rules/<uuid:rule>/dry-run")
@for_site("moderate")
def rule_tried(entry: Entry, rule: uuid.UUID) -> Any:
    """What the rule would have done with the newest comments."""
    found = read_rule(entry.deps, entry.actor, entry.site.id, rule)
    run = try_rule(entry.deps, entry.actor, entry.site.id, rule)
    may_change = "admin" in entry.actor.scopes
    return page("rule_tried.html", rule=found, kind=KINDS[found.kind], may_change=may_change, **_shown(run))


def _edit(entry: Entry, kind: Kind, form: TypedRule, found: Rule | None) -> Any:
    """The editor; a POST saves, or tries what was typed without keeping it."""
    status, rest, run = 200, [], None
    if request.method == "POST":
        status = 422
        if ActForm().validate():
            try:
                if request.form.get("verb") == "try":
                    run, status = try_rule(entry.deps, entry.actor, entry.site.id, form.draft(kind)), 200
                else:
                    return _saved(entry, kind, form, found)
            except Conflict as problem:
                rest, status = [THEIRS if found else problem.detail], problem.status
                form.version = found.version if found else 0
            except ValidationFailed as problem:
                rest = form.refuse(problem)
    values = _shown(run) if run else {}
    return page(
        "rule.html", status, kind=kind, form=form, rule=found, rest=rest, effects=EFFECTS, act=ActForm(), **values
    )


def _saved(entry: Entry, kind: Kind, form: TypedRule, found: Rule | None) -> Response:
    if found is None:
        made = add_rule(entry.deps, entry.actor, entry.site.id, form.draft(kind))
        say("The rule is saved and switched off. This is what it would have done.")
        return redirect(url_for("console.rule_tried", site=entry.site.id, rule=made.id), 303)
    change = RuleChange(form.name, form.effect, form.settings)
    change_rule(entry.deps, entry.actor, entry.site.id, found.id, change, seen=form.version)
    say("The rule is saved. It counts for comments that come from now on." if found.enabled else "The rule is saved.")
    return _to_list(entry)


def _carry_out(entry: Entry, verb: str) -> None:
    deps, actor, site = entry.deps, entry.actor, entry.site.id
    if verb == "clock":
        set_time_zone(deps, actor, site, request.form.get("time_zone", ""))
        say("The site’s clock is set.")
        return
    act, rule_id, seen = _parts(verb)
    if act in ("up", "down"):
        move_rule(deps, actor, site, rule_id, -1 if act == "up" else 1, seen=seen)
    elif act in ("on", "off"):
        changed = change_rule(deps, actor, site, rule_id, RuleChange(enabled=act == "on"), seen=seen)
        say(f"“{changed.name}” is switched {act}.")
    elif act == "delete":
        delete_rule(deps, actor, site, rule_id, seen=seen)
        say("The rule is deleted. What it held stays held.")


def _parts(verb: str) -> tuple[str, uuid.UUID, int]:
    act, _, rest = verb.partition(":")
    rule_id, _, seen = rest.partition(":")
    try:
        return act, uuid.UUID(rule_id), int(seen)
    except ValueError as nonsense:
        raise NotFound("There is no such rule on this site.") from nonsense


def _shown(run: DryRun) -> dict[str, Any]:
    return {"run": run, "hits": run.hits[:SHOWN_HITS]}


def _to_list(entry: Entry) -> Response:
    return redirect(url_for("console.rules", site=entry.site.id), 303)
