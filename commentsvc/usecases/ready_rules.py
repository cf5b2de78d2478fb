"""A site's rules made ready to look at comments: read once, kept until they change."""

from __future__ import annotations

import threading
import uuid
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from commentsvc.domain.rules import KINDS, ReadyRule
from commentsvc.domain.rules.kind import Effect, Looks, whole
from commentsvc.models.rule import rules_of, settings_of
from commentsvc.usecases.deps import Deps

MOST_LINES = 500_000
"""Of lists that are kept ready in one process; beyond it those that were not used for longest are made again."""


class _Kept:
    """Looks by rule and version: a list of 100,000 words takes half a second to make, and a millisecond to use."""

    def __init__(self) -> None:
        self._looks: OrderedDict[tuple[uuid.UUID, int], tuple[Looks, int]] = OrderedDict()
        self._lines = 0
        self._lock = threading.Lock()

    def get(self, rule: tuple[uuid.UUID, int]) -> Looks | None:
        with self._lock:
            found = self._looks.get(rule)
            if found is None:
                return None
            self._looks.move_to_end(rule)
            return found[0]

    def keep(self, rule: tuple[uuid.UUID, int], look: Looks, lines: int) -> None:
        with self._lock:
            if rule in self._looks:
                return
            self._looks[rule] = look, lines
            self._lines += lines
            while self._lines > MOST_LINES and len(self._looks) > 1:
                _, (_, gone) = self._looks.popitem(last=False)
                self._lines -= gone


_kept = _Kept()


def ready_rules(deps: Deps, site_id: str) -> list[ReadyRule]:
    """The site's rules that are switched on, in their order; those of a kind that only a later release knows rest."""
    rules = [rule for rule in rules_of(deps.session, site_id, enabled=True) if rule.kind in KINDS]
    looks = {rule.id: look for rule in rules if (look := _kept.get((rule.id, rule.version))) is not None}
    missing = [rule for rule in rules if rule.id not in looks]
    settings = settings_of(deps.session, site_id, [rule.id for rule in missing]) if missing else {}
    for rule in missing:
        looks[rule.id] = KINDS[rule.kind].ready(whole(KINDS[rule.kind], settings[rule.id]))
        _kept.keep((rule.id, rule.version), looks[rule.id], _lines(settings[rule.id]))
    return [ReadyRule(rule.id, rule.name, KINDS[rule.kind], Effect(rule.effect), looks[rule.id]) for rule in rules]


def _lines(settings: Mapping[str, Any]) -> int:
    return 1 + sum(len(value) for value in settings.values() if isinstance(value, list))
