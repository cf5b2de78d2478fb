"""One line of the table, and how the table is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEAD = ("work", "goal", "measured", "against, in the same run", "ratio", "reached", "what limits it")


@dataclass(frozen=True)
class Line:
    """What one row found. `reached` is None where there is no goal, or where it could not be measured."""

    work: str
    goal: str
    measured: str
    against: str = ""
    ratio: str = ""
    reached: bool | None = None
    limits: str = ""

    def cells(self) -> tuple[str, ...]:
        """The seven cells, in the order of `HEAD`."""
        word = {True: "yes", False: "**no**", None: "–"}[self.reached]
        return (self.work, self.goal, self.measured, self.against, self.ratio, word, self.limits)


def markdown(lines: Sequence[Line]) -> str:
    """The table in Markdown; what is equal to the cell above is left empty in the last column and the goal's."""
    rows = [HEAD, tuple("---" for _ in HEAD)]
    above = Line("", "", "")
    for line in lines:
        cells = list(line.cells())
        for column, same in ((1, line.goal == above.goal), (6, line.limits == above.limits)):
            if same:
                cells[column] = ""
        rows.append(tuple(cells))
        above = line
    return "".join("| " + " | ".join(_cell(cell) for cell in row) + " |\n" for row in rows)


def page(lines: Sequence[Line], facts: Sequence[tuple[str, str]], notes: Sequence[str]) -> str:
    """`RESULTS.md`: where and when, the table, and what a reader must know to read it."""
    said = "".join(f"- {name}: {value}\n" for name, value in facts)
    more = "".join(f"- {note}\n" for note in notes)
    return (
        "# Results\n\n"
        "Written by `make bench`; [how to run it and how to read it](../docs/how-to/measure.md).\n\n"
        f"{said}\n{markdown(lines)}" + (f"\n{more}" if more else "")
    )


def per_second(value: float) -> str:
    """A rate for people: three figures."""
    return f"{rounded(value)}/s"


def rounded(value: float) -> str:
    """Three figures, thousands parted."""
    exact = float(f"{value:.3g}")
    return f"{exact:,.0f}" if exact >= 100 else f"{exact:g}"


def milliseconds(seconds: float) -> str:
    """A time for people."""
    return f"{rounded(seconds * 1000)} ms"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
