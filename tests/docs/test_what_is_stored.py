"""Law 5 begins with knowing: every table stands in "What is stored", and nothing stands there that is not."""

from __future__ import annotations

import re

from commentsvc.models import db
from tests.docs.pages import ROOT

PAGE = ROOT / "docs" / "explanation" / "what-is-stored.md"
NOT_OURS = {"alembic_version"}


def test_every_table_says_what_in_it_is_personal_and_how_long_it_stays() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    told = {table: cells.split(" | ") for table, cells in rows if len(cells.split(" | ")) == 4}

    assert set(told) == set(db.metadata.tables) | NOT_OURS
    assert [table for table, cells in told.items() if not all(cell.strip() for cell in cells)] == []
