"""Find a site's rules, and check what somebody wants one to be: what every change of them begins with."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from commentsvc.domain.plain_text import clean_name
from commentsvc.domain.rules import KINDS, NAME_MAX
from commentsvc.domain.rules.kind import Effect, checked
from commentsvc.errors import Conflict, NotFound, ValidationFailed
from commentsvc.models.rule import Rule
from commentsvc.usecases.deps import Deps


@dataclass(frozen=True)
class RuleDraft:
    """What a rule shall be: `kind` is one of `domain.rules.KINDS`, `settings` are that kind's."""

    name: str
    kind: str
    effect: str
    settings: Mapping[str, Any]


def find_rule(deps: Deps, site_id: str, rule_id: uuid.UUID, *, seen: int | None = None) -> Rule:
    """The site's rule with its settings, fresh from the database. `seen` is the version that somebody changes.

    Raises:
        NotFound: there is none. Conflict: it is not what they saw any more.
    """
    rule = deps.session.scalars(
        sa.select(Rule)
        .where(Rule.site_id == site_id, Rule.id == rule_id)
        .options(sa.orm.undefer(Rule.settings))
        .execution_options(populate_existing=True)
    ).first()
    if rule is None:
        raise NotFound("There is no such rule on this site. Somebody may have deleted it.")
    if seen is not None and seen != rule.version:
        raise Conflict("Somebody changed this rule since you opened it. Nothing of yours was saved; look at it again.")
    return rule


def checked_draft(draft: RuleDraft) -> RuleDraft:
    """The draft, tidied. Raises `ValidationFailed`: by field (`name`, `kind`, `effect`, `settings.<name>`)."""
    kind = KINDS.get(draft.kind)
    if kind is None:
        raise ValidationFailed("There is no such kind of rule.", fields={"kind": [f"One of {', '.join(KINDS)}."]})
    fields: dict[str, list[str]] = {}
    name = clean_name(draft.name)
    if not name or len(name) > NAME_MAX or "\x00" in draft.name:
        fields["name"] = [f"A plain name of at most {NAME_MAX} characters."]
    if draft.effect not in kind.effects:
        fields["effect"] = [f"One of {', '.join(kind.effects)}."]
    settings, problems = checked(kind, draft.settings)
    fields |= {f"settings.{field}": said for field, said in problems.items()}
    if fields:
        raise ValidationFailed("The rule was not saved.", fields=fields)
    return RuleDraft(name, kind.id, Effect(draft.effect).value, settings)
