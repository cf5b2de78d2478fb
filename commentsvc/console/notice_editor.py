"""The fields of the notice editor: what was sent or is in force, our own text beside it, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commentsvc.domain.notice_fields import GROUPS, PURPOSE_LISTS, fields_of
from commentsvc.errors import Problem

NAMES = {
    "title": "Title",
    "summary": "Summary",
    "text": "Full text",
    "withdrawal_method": "How it is taken back",
    "authority": "Supervisory authority",
    "label": "Words beside the box",
    "description": "What it is for",
    "necessity": "Why the data are needed",
    "retention": "How long data are kept",
    "recipients": "Who receives data",
    "personal_data": "Which data",
    "basis": "Rests on",
    "controller": "Controller",
    "missing": "Where it is left unticked",
}
HINTS = {
    "summary": "Read first, beside the form. One paragraph.",
    "text": "One click away. An empty line parts paragraphs; a line that begins with “## ” is a heading.",
    "recipients": "One a line.",
    "personal_data": "One a line.",
    "withdrawal_method": "Stands in every record.",
    "authority": "Stands in every record.",
}
GROUP_NAMES = {"labels": "Labels", "buttons": "Buttons", "messages": "Messages"}
CONSEQUENCES = {
    "eu-gdpr:A6-1-a": "The reader agrees, and may take it back at any time: the comment is then taken down. "
    "The record is a consent.",
    "eu-gdpr:A6-1-b": "The reader confirms having read, and agrees to nothing. You must be able to show the contract "
    "that needs this. The record is an acknowledgement.",
    "eu-gdpr:A6-1-f": "The reader confirms having read, and agrees to nothing. You must have weighed your interest "
    "against theirs, in writing, and they may object. The record is an acknowledgement.",
}
_ROWS = {"text": 16, "summary": 4, "recipients": 3, "personal_data": 3}
_LINES = ("title", "authority")


@dataclass(frozen=True)
class EditorField:
    """One field. `ours` is our own text where that says something else, else None; `rows` is 0 for a line."""

    name: str
    label: str
    hint: str
    text: str
    ours: str | None
    rows: int
    errors: Sequence[str]


def sent_fields(base: Mapping[str, Any], sent: Mapping[str, str]) -> dict[str, str]:
    """The fields of `base` as the browser sent them; browsers send CR LF, a notice has LF only."""
    return {name: sent.get(name, text).replace("\r\n", "\n").strip() for name, text in fields_of(base).items()}


def editor_fields(
    fields: Mapping[str, str], ours: Mapping[str, str], problem: Problem | None
) -> dict[str, EditorField]:
    """Every field by name, with what `problem` says of it."""
    wrong = field_errors(problem)
    return {name: _field(name, text, ours.get(name), wrong.get(name, [])) for name, text in fields.items()}


def field_errors(problem: Problem | None) -> dict[str, list[str]]:
    """The problem's messages by the name of our field."""
    return {name.removeprefix("purposes."): messages for name, messages in problem.fields.items()} if problem else {}


def other_errors(problem: Problem | None, fields: Mapping[str, Any]) -> list[str]:
    """What `problem` says that has no field here."""
    if problem is None:
        return []
    if not problem.fields:
        return [problem.detail or problem.title]
    wrong = field_errors(problem)
    rest = [f"{name}: {message}" for name, messages in wrong.items() if name not in fields for message in messages]
    return ["Nothing was published. What is wrong stands beside its field.", *rest]


def field_label(name: str) -> str:
    """What a field is called where it stands alone: `publish: words beside the box`."""
    first, _, rest = name.partition(".")
    if first in GROUPS:
        return f"{GROUP_NAMES[first]}: {rest.replace('_', ' ').replace('.', ', ')}"
    if first == "controller":
        return f"Controller: {rest.replace('_url', '')}"
    return f"{first}: {NAMES.get(rest, rest).lower()}" if rest else NAMES.get(first, first)


def _field(name: str, text: str, ours: str | None, errors: Sequence[str]) -> EditorField:
    first, _, rest = name.partition(".")
    part = rest or first
    worded = first in GROUPS
    return EditorField(
        name,
        part.replace("_", " ").replace(".", ", ") if worded else NAMES.get(part, part),
        "" if worded else HINTS.get(part, ""),
        text,
        ours if ours is not None and ours != text else None,
        0 if worded and len(text) < 60 or name in _LINES else _ROWS.get(part, 2),
        errors,
    )


assert set(PURPOSE_LISTS) <= NAMES.keys()  # noqa: S101 - a list without a name would be a field without a label
