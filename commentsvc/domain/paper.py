"""What a paper is: sections of lines, some of them blank because only a person can fill them in. No I/O, no clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line of a paper. Without `values` it is a blank, and `hint` says what belongs there."""

    label: str
    values: tuple[str, ...] = ()
    hint: str = ""

    @property
    def blank(self) -> bool:
        """Whether somebody has to fill it in."""
        return not self.values


@dataclass(frozen=True)
class Section:
    """A heading, what is said under it, and its lines."""

    title: str
    lines: tuple[Line, ...] = ()
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    """A whole paper. `name` is what it is asked for by, `law` the provision it answers, `at` when it was made
    (RFC 3339)."""

    name: str
    title: str
    law: str
    lead: str
    at: str
    sections: tuple[Section, ...]

    def blanks(self) -> Iterator[tuple[str, Line]]:
        """Every blank with the title of its section."""
        for section in self.sections:
            for line in section.lines:
                if line.blank:
                    yield section.title, line


def told(label: str, *values: str | None, hint: str = "") -> Line:
    """A line with those of `values` that say something; a blank where none does."""
    said = tuple(value.strip() for value in values if value and value.strip())
    return Line(label, said, hint)


def blank(label: str, hint: str) -> Line:
    """A line for a person to fill in."""
    return Line(label, (), hint)
