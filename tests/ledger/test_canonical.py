"""Canonical JSON: RFC 8785's own pairs and numbers, and what must be refused."""

from __future__ import annotations

import json
import math
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commentsvc.errors import CanonicalError
from commentsvc.ledger.canonical import MAX_DEPTH, canonical

from .vectors import public, public_files

# RFC 8785, appendix B
APPENDIX_B = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}
NUMBERS = [
    *APPENDIX_B.items(),
    *((case["ieee754_hex"].zfill(16), case["want"]) for case in public("jcs/es6_numbers_sample.json")),
]
PAIRS = [
    ('{"b":1,"a":[1.0,1e2,true,null]}', '{"a":[1,100,true,null],"b":1}'),
    ('{"\\ufb33":1,"\\ud83d\\ude02":2}', '{"\U0001f602":2,"\ufb33":1}'),
    ('"\\u000f\\u0000\\b\\t\\n\\f\\r\\"\\\\\\/\\u007f\\u2028"', '"\\u000f\\u0000\\b\\t\\n\\f\\r\\"\\\\/\x7f\u2028"'),
    *(
        (file.read_text(), (file.parents[1] / "output" / file.name).read_text())
        for file in public_files("jcs/input/*.json")
    ),
]
JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize(("bits", "text"), NUMBERS)
def test_a_number_is_written_as_ecmascript_writes_it(bits, text):
    (value,) = struct.unpack(">d", bytes.fromhex(bits))

    assert canonical(value) == text.encode()


@pytest.mark.parametrize(("text", "expected"), PAIRS)
def test_a_json_text_becomes_its_canonical_form(text, expected):
    assert canonical(json.loads(text)) == expected.encode()


@given(JSON_VALUES)
@settings(deadline=None)
def test_the_canonical_form_reads_back_as_the_same_value_and_stays_itself(value):
    text = canonical(value)
    read = json.loads(text, parse_int=float)  # a number in JSON is a double, as every other reader has it

    assert read == value
    assert canonical(read) == text
    assert canonical([value, 0.5]) == b"[" + text + b",0.5]", "another number beside it changes nothing"


@given(st.floats(allow_nan=False, allow_infinity=False))
@settings(deadline=None)
def test_no_digit_of_a_number_is_lost(value):
    text = canonical(value).decode()

    assert float(text) == value
    assert "E" not in text
    assert not text.endswith(".0")


@given(st.dictionaries(st.text(), st.none(), min_size=2))
@settings(deadline=None)
def test_keys_are_in_the_order_of_their_utf16_code_units(members):
    keys = list(json.loads(canonical(members)))

    units = [[*memoryview(key.encode("utf-16-le")).cast("H")] for key in keys]
    assert units == sorted(units)


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        math.inf,
        -math.inf,
        2**53,
        -(2**53),
        "\ud800",
        ["a", {"b": "\udc00"}],
        {"\ud83d": 1},
        {1: "a"},
        {None: "a"},
        b"bytes",
        {1, 2},
        object(),
    ],
)
def test_what_has_no_unambiguous_form_is_refused(value):
    with pytest.raises(CanonicalError):
        canonical(value)


def test_the_largest_safe_integers_are_written_and_tuples_are_arrays():
    assert canonical((2**53 - 1, -(2**53) + 1)) == b"[9007199254740991,-9007199254740991]"


def test_nesting_without_end_is_refused_before_python_gives_up():
    value: list = []
    for _ in range(MAX_DEPTH + 1):
        value = [value]

    with pytest.raises(CanonicalError, match="nested"):
        canonical(value)
