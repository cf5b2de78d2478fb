"""Reading a rule's form, whose fields are its kind's, and wording what rules do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request

from commentsvc.console.forms import lines
from commentsvc.domain.rules.kind import LINES, NUMBER, TICKS, Field, Kind, whole
from commentsvc.errors import Problem
from commentsvc.models.rule import Rule
from commentsvc.usecases.find_rule import RuleDraft

EFFECTS = {
    "hold": ("Holds it back", "Hold it back: it waits for a moderator"),
    "spam": ("Calls it spam", "Call it spam: it waits under Spam, where nobody is asked to look"),
    "pass": ("Publishes it at once", "Publish it at once, unless a rule above holds it"),
}
"""What a rule does, in a list and in its form."""


@dataclass
class TypedRule:
    """What stands in a rule's form: texts as they were typed, and what is wrong with them by field."""

    name: str
    effect: str
    version: int
    settings: dict[str, Any]
    errors: dict[str, list[str]] = field(default_factory=dict)

    def draft(self, kind: Kind) -> RuleDraft:
        """What a use-case is asked to keep or try."""
        return RuleDraft(self.name, kind.id, self.effect, self.settings)

    def text(self, setting: Field) -> str:
        """A setting as a field shows it."""
        value = self.settings[setting.name]
        return "\n".join(value) if isinstance(value, list) else str(value)

    def refuse(self, problem: Problem) -> list[str]:
        """Put what is wrong beside its field; what has none here."""
        shown = {"name", "effect", *(f"settings.{name}" for name in self.settings)}
        self.errors = {name: said for name, said in problem.fields.items() if name in shown}
        rest = [one for name, said in problem.fields.items() if name not in shown for one in said]
        return rest or ([] if self.errors else [problem.detail or problem.title])


def blank(kind: Kind) -> TypedRule:
    """A new rule of this kind."""
    return TypedRule("", kind.effects[0], 0, {setting.name: setting.default for setting in kind.fields})


def stored(kind: Kind, rule: Rule) -> TypedRule:
    """A rule as it is kept; what its kind learned since has its default."""
    return TypedRule(rule.name, rule.effect, rule.version, dict(whole(kind, rule.settings)))


def typed(kind: Kind) -> TypedRule:
    """What was sent. Nothing is judged here; the use-case says what is wrong."""
    sent = request.form
    effect = sent.get("effect", kind.effects[0])
    version = sent.get("version", "")
    settings = {setting.name: _read(setting, sent.to_dict(flat=False)) for setting in kind.fields}
    return TypedRule(sent.get("name", ""), effect, int(version) if version.isdecimal() else 0, settings)


def _read(setting: Field, sent: Mapping[str, list[str]]) -> Any:
    values = sent.get(f"settings.{setting.name}", [])
    if setting.form == TICKS:
        return values
    text = values[0] if values else ""
    if setting.form == LINES:
        return lines(text)
    if setting.form == NUMBER and text.strip().isascii() and text.strip().isdecimal() and len(text) < 10:
        return int(text)
    return text.strip()
