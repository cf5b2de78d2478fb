"""A paper in its three forms: complete, its blanks marked, and no words of anybody's become markup."""

from __future__ import annotations

import json

import pytest

from commentsvc.domain.paper import Paper, Section, blank, told
from commentsvc.exchange.paper import BLANK, FORMATS

HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) \"'&amp; *b* `c` | d"


@pytest.fixture
def paper() -> Paper:
    """A paper in which everything that can hold words of others does."""
    lines = (told(HOSTILE, HOSTILE, None, "  "), blank("Address", HOSTILE), told("Nothing", None, hint="Say it."))
    return Paper("record", HOSTILE, "Art. 30", HOSTILE, "2026-11-29T06:00:00Z", (Section(HOSTILE, lines, (HOSTILE,)),))


def test_what_is_not_known_is_a_blank_and_counted(paper: Paper) -> None:
    assert [line.label for _, line in paper.blanks()] == ["Address", "Nothing"]
    assert "2 lines are blank" in FORMATS["html"].write(paper)
    assert FORMATS["md"].write(paper).count(BLANK.replace("_", r"\_")) == 2
    found = json.loads(FORMATS["json"].write(paper))
    assert [line["values"] for line in found["sections"][0]["lines"]] == [[HOSTILE], [], []]


def test_no_words_become_markup(paper: Paper) -> None:
    html, markdown = FORMATS["html"].write(paper), FORMATS["md"].write(paper)

    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "default-src 'none'" in html
    assert "<script" not in markdown.replace("\\<", "")
    assert markdown.count("](") == markdown.count(r"\](") > 0
    assert r"\*b\*" in markdown
    assert r"\`c\`" in markdown
