"""The faults of `make faults` can be started, and the page about them names each.

They themselves are no part of this: they kill, fill disks and take minutes.
"""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path

import pytest

from faults.__main__ import names
from faults.support.report import Report

PAGE = Path(__file__).parents[1] / "docs" / "how-to" / "break-it-on-purpose.md"


@pytest.mark.parametrize("name", names())
def test_a_fault_can_be_started_and_says_what_it_does(name: str) -> None:
    module = importlib.import_module(f"faults.{name}")

    assert list(inspect.signature(module.fault).parameters) == ["report", "scale"]
    assert (module.__doc__ or "").strip()


def test_the_page_names_every_fault_and_no_other() -> None:
    listed = re.findall(r"^\| `([a-z_]+)`", PAGE.read_text("utf-8"), re.MULTILINE)

    assert sorted(listed) == names()


def test_a_claim_that_does_not_hold_ends_with_1_and_so_does_a_fault_that_claims_nothing() -> None:
    silent, sound, broken = Report("silent"), Report("sound"), Report("broken")
    sound.claim("it holds", True)
    broken.claim("it holds", True)
    broken.claim("this too", False, "it does not")

    assert [report.end() for report in (silent, sound, broken)] == [1, 0, 1]
