"""The Activity page says every act in words, never by its name in the code."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

import commentsvc
from commentsvc.clock import now
from commentsvc.console.wording import act_words
from commentsvc.domain.trail import DECISION, KINDS, act_kind, known_thing
from commentsvc.ledger.key_change import LOST, ROTATED
from commentsvc.usecases.list_activity import Act

_RECORDED = re.compile(r'record_act\([^()]*?"([a-z]+\.[a-z-]+)"', re.DOTALL)


def test_every_act_that_is_written_down_has_words() -> None:
    folder = Path(commentsvc.__file__).parent
    sources = [path.read_text(encoding="utf-8") for path in folder.rglob("*.py")]
    actions = {name for source in sources for name in _RECORDED.findall(source)} | {f"key.{LOST}", f"key.{ROTATED}"}

    assert {"export.evidence", "export.log", "token.add"} <= actions
    assert [action for action in sorted(actions) if act_words(act(action)) == action] == []


def act(action: str) -> Act:
    return Act(uuid.uuid4(), now(), "Ada", "account:ada", action, "", {})


def test_every_act_has_a_kind_it_can_be_searched_by() -> None:
    folder = Path(commentsvc.__file__).parent
    actions = {name for path in folder.rglob("*.py") for name in _RECORDED.findall(path.read_text(encoding="utf-8"))}

    assert [action for action in sorted(actions) if not known_thing(action)] == []
    assert {act_kind(action) for action in actions} | {DECISION, "sign-in", "proof"} == set(KINDS)
