"""What a kind of rule is: its words, its settings, and how it looks at a comment. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from commentsvc.domain.rules.comment import JudgedComment

Settings = Mapping[str, Any]
Problems = dict[str, list[str]]
Looks = Callable[[JudgedComment], str | None]
"""Looks at a comment; what it found, as the end of a plain sentence, or None."""

NUMBER, LINES, TICKS, TIME = "number", "lines", "ticks", "time"
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


class Effect(StrEnum):
    """What a rule does with a comment it applies to."""

    HOLD = "hold"
    SPAM = "spam"
    PASS = "pass"  # noqa: S105 - a word, not a password


class Need(StrEnum):
    """What a kind must know that costs a question to the database."""

    AUTHOR = "author"
    COPIES = "copies"
    FLAGS = "flags"


@dataclass(frozen=True)
class Field:
    """One setting of a kind. `form` is how it is typed: a `number` between `least` and `most`, `lines` (at most
    `most`), `ticks` among `choices`, or a `time` of day."""

    name: str
    label: str
    hint: str
    form: str
    default: Any
    least: int = 0
    most: int = 0
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Kind:
    """`says` is what it looks for, in a sentence; `ready` makes checked settings into a look. `reason` is the slug
    (`domain.judgement.REASONS`) of what it finds. `check` sees settings of the right form, and says what else is wrong.
    """

    id: str
    name: str
    says: str
    reason: str
    effects: tuple[Effect, ...]
    fields: tuple[Field, ...]
    ready: Callable[[Settings], Looks]
    check: Callable[[Settings], Problems] = lambda _: {}
    needs: frozenset[Need] = frozenset()


def checked(kind: Kind, given: Settings) -> tuple[dict[str, Any], Problems]:
    """The settings with what is missing filled in, and what is wrong with them by field."""
    known = {field.name: field for field in kind.fields}
    problems: Problems = {name: ["There is no such setting."] for name in sorted(set(given) - set(known))}
    settings: dict[str, Any] = {}
    for name, field in known.items():
        value = given.get(name, field.default)
        problem = _problem(field, value)
        if problem is None:
            settings[name] = _tidy(field, value)
        else:
            problems[name] = [problem]
    if not problems:
        problems = kind.check(settings)
    return settings, problems


def whole(kind: Kind, kept: Settings) -> Settings:
    """Settings as they were kept, with the defaults of what the kind learned since."""
    return {field.name: kept.get(field.name, field.default) for field in kind.fields}


def _problem(field: Field, value: Any) -> str | None:
    if field.form == NUMBER:
        if isinstance(value, bool) or not isinstance(value, int) or not field.least <= value <= field.most:
            return f"A whole number from {field.least} to {field.most}."
    elif field.form == TIME:
        if not isinstance(value, str) or not _TIME.fullmatch(value):
            return "A time of day such as 22:00."
    elif not isinstance(value, list) or not all(isinstance(line, str) and "\x00" not in line for line in value):
        return "A list of lines."
    elif field.form == TICKS:
        if set(value) - {choice for choice, _ in field.choices}:
            return f"Some of {', '.join(choice for choice, _ in field.choices)}."
    elif len(value) > field.most:
        return f"At most {field.most:,} lines."
    return None


def _tidy(field: Field, value: Any) -> Any:
    """Lines without blanks around, empty ones and repetitions; ticks in the order they are offered."""
    if field.form == LINES:
        return list(dict.fromkeys(" ".join(line.split()) for line in value if line.strip()))
    if field.form == TICKS:
        return [choice for choice, _ in field.choices if choice in value]
    return value


def times(count: int, one: str, many: str | None = None) -> str:
    """`1 link`, `3 links`."""
    return f"{count} {one if count == 1 else many or one + 's'}"
