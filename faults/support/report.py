"""What a fault found: figures, and claims that hold or do not."""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any

NOT_HERE = 2


class CannotRun(Exception):
    """This machine lacks what the fault needs; the message says what."""


class Report:
    """Prints while it is told, and knows at the end whether all claims held."""

    def __init__(self, name: str) -> None:
        self.failed: list[str] = []
        self.claims = 0
        self._began = time.monotonic()
        self._name = name

    def say(self, text: str) -> None:
        """A line about what goes on."""
        print(f"{time.monotonic() - self._began:7.1f}  {text}", flush=True)

    def figure(self, what: str, value: Any) -> None:
        """Something measured."""
        shown = f"{value:,.3f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)
        self.say(f"{what}: {shown}")

    def claim(self, what: str, holds: bool, found: Any = "") -> None:
        """`what` must be so; `found` is said where it is not."""
        self.claims += 1
        self.say(f"{'holds ' if holds else 'BROKEN'}  {what}" + ("" if holds or found == "" else f": {found}"))
        if not holds:
            self.failed.append(what)

    def end(self) -> int:
        """The verdict, and the exit code that says it."""
        self.say(f"{self._name}: {self.claims - len(self.failed)} of {self.claims} claims hold")
        return 1 if self.failed or not self.claims else 0


def run_as_script(name: str, fault: Callable[[Report, float], None]) -> None:
    """Run `fault` with the scale that `FAULTS_SCALE` names, and exit with what it found."""
    report = Report(name)
    print(f"\n== {name}: {(sys.modules['__main__'].__doc__ or '').splitlines()[0]}", flush=True)
    try:
        fault(report, float(os.environ.get("FAULTS_SCALE", "1")))
    except CannotRun as missing:
        report.say(f"cannot be run here: {missing}")
        raise SystemExit(NOT_HERE) from missing
    except Exception:
        report.claim("the fault can be told to its end", False, traceback.format_exc())
    raise SystemExit(report.end())


def share(values: list[float], part: float) -> float:
    """The value that `part` (0.5, 0.99) of `values` do not exceed; 0 where there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0
