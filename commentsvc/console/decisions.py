"""Read a decision form, have it decided, and say what became of it. Used by queue, thread and comment pages."""

from __future__ import annotations

import uuid
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from flask import request

from commentsvc.console.base import say
from commentsvc.console.forms import AS_USUAL, BULK, DecisionForm
from commentsvc.console.gate import Entry
from commentsvc.console.wording import DONE, STATUSES, ago, plural
from commentsvc.domain.content import StatementDraft
from commentsvc.errors import Problem
from commentsvc.usecases.decide_comments import DONE as DONE_SLUG
from commentsvc.usecases.decide_comments import HIDING, DecisionDraft, Outcome, decide_comments

_ACTIONS = (*BULK, "undo")


@dataclass(frozen=True)
class Decided:
    """What became of a form: an outcome and, where one was refused, its words for each comment; `problem` where
    nothing was carried out at all."""

    action: str
    outcomes: list[Outcome] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    problem: str = ""

    @property
    def done(self) -> list[Outcome]:
        """Those that were carried out."""
        return [outcome for outcome in self.outcomes if outcome.outcome == DONE_SLUG]

    @property
    def said(self) -> str:
        """What was done, in a sentence; empty when nothing was."""
        return _done_words(self.action, self.done) if self.done else ""


def decide(entry: Entry, form: DecisionForm) -> None:
    """Carry the form out; what happened is said on the next page, with a button that takes it back."""
    decided = carry_out(entry, form)
    if decided.problem:
        say(decided.problem, "bad" if decided.action else "warn")
    if decided.done:
        undo = [f"{one.comment}:{one.status}" for one in decided.done] if decided.action != "undo" else []
        say(decided.said, undo=undo)
    for words, count in Counter(filter(None, decided.refused)).items():
        say(words if count == 1 else f"{count} comments: {words}", "bad")


def carry_out(entry: Entry, form: DecisionForm) -> Decided:
    """Have what the form asks for decided."""
    drafts, action = _drafts(form)
    if not drafts:
        return Decided("", problem="Nothing was ticked, so nothing was decided.")
    try:
        outcomes = decide_comments(entry.deps, entry.actor, entry.site.id, drafts)
    except Problem as problem:
        messages = [message for each in problem.fields.values() for message in each]
        return Decided(action, problem=" ".join(messages) or problem.detail or problem.title)
    refused = [_refused_words(d, o) if o.outcome != DONE_SLUG else "" for d, o in zip(drafts, outcomes, strict=True)]
    return Decided(action, outcomes, refused)


def _drafts(form: DecisionForm) -> tuple[list[DecisionDraft], str]:
    seen = _seen(request.form.getlist("seen"))
    verb = form.verb.data or ""
    if verb == "ticked":
        action = form.action.data or ""
        ticked = list(seen) if form.every.data else ids_in(request.form.getlist("comment"))
    else:
        action, _, which = verb.partition(":")
        ticked = list(seen) if which == "*" else ids_in([which])
    if action not in _ACTIONS:
        return [], action
    reason, told = (form.reason.data or "").strip(), _statement(form, action)
    drafts = [DecisionDraft(one, action, reason, *seen.get(one, ())) for one in dict.fromkeys(ticked)]
    undone = _undone(request.form.getlist("undoes")) if action == "undo" else {}
    return [replace(draft, statement=told, decision=undone.get(draft.comment)) for draft in drafts], action


def _statement(form: DecisionForm, action: str) -> StatementDraft | None:
    """What the author is told: of spam nothing unless the moderator chose a ground (Art. 17(2) DSA leaves out mass
    advertising), of other refusals at least that it was against the site's rules."""
    ground = form.ground.data or AS_USUAL
    if action not in HIDING or ground == "none" or (action == "spam" and ground == AS_USUAL):
        return None
    return StatementDraft("rules" if ground == AS_USUAL else ground, form.rule.data or "", form.facts.data or "")


def _seen(texts: list[str]) -> dict[uuid.UUID, tuple[Any, ...]]:
    """What the page showed of each comment, `id:status` or `id:status:edited_at`: the status, and when it was last
    edited (`never`, or RFC 3339) where the page showed its words too."""
    found: dict[uuid.UUID, tuple[Any, ...]] = {}
    for text in texts:
        one, status, edited = [*text.split(":", 2), "", ""][:3]
        for comment in ids_in([one]) if status in STATUSES else []:
            with suppress(ValueError):
                found[comment] = (status, *([_edited(edited)] if edited else []))
    return found


def _undone(texts: list[str]) -> dict[uuid.UUID, uuid.UUID]:
    """Which decision is meant, `comment:decision`; without one it is the last that stands."""
    pairs = (ids_in(text.split(":")) for text in texts)
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def _edited(text: str) -> datetime | None:
    moment = None if text == "never" else datetime.fromisoformat(text)
    if moment is not None and moment.tzinfo is None:
        raise ValueError
    return moment


def ids_in(texts: list[str]) -> list[uuid.UUID]:
    """Those of `texts` that are ids."""
    ids = []
    for text in texts:
        try:
            ids.append(uuid.UUID(text))
        except ValueError:
            continue
    return ids


def _done_words(action: str, done: list[Outcome]) -> str:
    if action == "undo":
        status = STATUSES[done[0].status or ""].lower()
        return f"Taken back: the comment is {status} again." if len(done) == 1 else f"{len(done)} decisions taken back."
    return f"{plural(len(done), 'comment')} {DONE[action]}."


def _refused_words(draft: DecisionDraft, outcome: Outcome) -> str:
    """Why nothing happened; where another moderator was faster, who decided what and when."""
    words = outcome.detail or "This could not be done."
    overtaken = outcome.outcome == "conflict" and draft.expected_status not in (None, outcome.status)
    if overtaken and outcome.decided_by and outcome.decided_at and outcome.status:
        status = STATUSES[outcome.status].lower()
        words = f"{outcome.decided_by} decided this {ago(outcome.decided_at)}: it is {status}."
    return f"Not changed. {words}"
