"""The receipt's file: what is read is exactly what was written, and nothing else is read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentsvc.errors import ReceiptError
from commentsvc.ledger.receipt import Receipt, ReceiptEvent, ReceiptPromise, moment_ms, parse_receipt, strict_json

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
MOMENT = st.datetimes().map(lambda at: at.isoformat(timespec="milliseconds") + "Z")
PROMISE = st.builds(ReceiptPromise, TEXT, st.binary(), MOMENT, st.binary())
EVENT = st.builds(
    ReceiptEvent, TEXT, MOMENT, TEXT, st.none() | st.binary(), TEXT, st.none() | PROMISE, st.none() | TEXT
)
EVENTS = st.lists(EVENT, min_size=1, max_size=3).map(tuple)
RECEIPT = st.builds(Receipt, TEXT, MOMENT, TEXT, TEXT, EVENTS, st.dictionaries(TEXT, TEXT, max_size=2))

EXAMPLE = Receipt(
    "r-1",
    "2026-01-31T09:30:00.000Z",
    "comments.test/example",
    "key",
    (ReceiptEvent("given", "2026-01-31T09:30:00.000Z", "{}", bytes(32), "{}", None, None),),
    {},
).as_json()


@given(RECEIPT)
def test_parsing_what_was_written_gives_the_same_receipt(receipt: Receipt) -> None:
    assert parse_receipt(json.dumps(receipt.as_json())) == receipt


def changed(**changes: object) -> str:
    return json.dumps(EXAMPLE | changes)


def with_event(**changes: object) -> str:
    return changed(events=[EXAMPLE["events"][0] | changes])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{",
        '{"schema": "commentsvc-receipt/1"}',
        changed(schema="commentsvc-receipt/2"),
        changed(extra="believe me"),
        changed(events=[]),
        changed(events=["x"]),
        changed(events={}),
        changed(issued_at="yesterday"),
        changed(issued_at="2026-13-31T09:30:00.000Z"),
        changed(notices={"a": 1}),
        changed(log={"origin": "x"}),
        changed(record=None),
        with_event(salt="AAA"),
        with_event(salt=7),
        with_event(snapshot=None),
        with_event(snapshot="\ud800"),
        with_event(extra=1),
        with_event(promise={"origin": "x"}),
        with_event(promise=[]),
        with_event(proof=1),
        changed(notices={"a": "\ud800"}),
        changed(record=float("nan")),
        json.dumps(EXAMPLE).replace('"record":', '"record": "other", "record":'),
        "\ufeff" + json.dumps(EXAMPLE),
        "[" * 100_000,
    ],
)
def test_what_is_no_receipt_is_refused(text: str) -> None:
    with pytest.raises(ReceiptError):
        parse_receipt(text)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32-le"])
def test_a_receipt_in_another_encoding_is_refused_as_every_other_program_would(encoding: str) -> None:
    with pytest.raises(ReceiptError):
        parse_receipt(json.dumps(EXAMPLE).encode(encoding))


@pytest.mark.parametrize("data", ["[NaN]", "[Infinity]", "[-Infinity]", b'["\xed\xa0\x80"]'])
def test_what_only_some_programs_read_is_no_json(data: str | bytes) -> None:
    with pytest.raises(ReceiptError):
        strict_json(data)


def test_the_example_itself_is_read() -> None:
    assert parse_receipt(json.dumps(EXAMPLE)).as_json() == EXAMPLE


def test_a_time_counts_from_1970_in_milliseconds() -> None:
    assert moment_ms("1970-01-02T00:00:00.007Z") == 86_400_007
