"""The consent log as JSON Lines: exact texts, every column, one object a line."""

from __future__ import annotations

import itertools
import json

from hypothesis import given
from hypothesis import strategies as st

from commentsvc.exchange.consent_jsonl import write_consent_jsonl
from commentsvc.exchange.consent_row import COLUMNS, ConsentRow


def row(**changes):
    return ConsentRow(**({"record": "r-1", "kind": "consent", "state": "given", "commitment": "ab" * 32} | changes))


def test_every_line_is_an_object_with_every_column_in_order():
    lines = b"".join(write_consent_jsonl([row(log_index=7), row()])).decode().splitlines()

    assert [list(json.loads(line)) for line in lines] == [list(COLUMNS)] * 2
    assert [json.loads(line)["log_index"] for line in lines] == [7, None]


def test_250_rows_are_250_lines_that_parse():
    lines = b"".join(write_consent_jsonl(row(record=str(n)) for n in range(250))).splitlines()

    assert [json.loads(line)["record"] for line in lines] == [str(n) for n in range(250)]


def test_no_rows_are_no_bytes():
    assert list(write_consent_jsonl([])) == []


def test_rows_are_taken_one_after_the_other_while_chunks_leave():
    taken = itertools.count()
    chunks = write_consent_jsonl(row(record=str(next(taken))) for _ in range(100_000))

    next(chunks)

    assert next(taken) < 1_000


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_exactly_on_one_line(text):
    data = b"".join(write_consent_jsonl([row(page=text)]))

    assert data.count(b"\n") == 1
    assert json.loads(data)["page"] == text
