"""What is read in the quick way is what the careful way reads, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from commentsvc.api.comments import DRAFT
from commentsvc.api.json_body import read_object
from commentsvc.api.schemas.comment import CommentDraftSchema, In
from commentsvc.api.schemas.plain import plain_reader
from commentsvc.errors import ValidationFailed

PLAIN = {
    "page": {"url": "https://example.org/a", "key": None, "title": "A"},
    "parent": None,
    "author": {"name": "Ada", "email": None, "website": None},
    "body": "I agree.",
    "consent": {"notice": "0" * 64, "token": "v1.a.b", "purposes": {"publish": True}, "not_offered": ["avatar"]},
    "widget": {"version": "1"},
    "signals": {"gpc": True, "tool": {"name": "tcf", "category": None, "answer": None}},
    "form": {"trap": "", "proof": None},
}
MEMBERS = [(part, name) for part, value in PLAIN.items() if isinstance(value, dict) for name in value]
MEMBERS += [(name, None) for name in PLAIN]

leaves = st.sampled_from([None, True, False, 0, 1, 1.5, "", "x", "x" * 5000, "0" * 64, [], {}, [1], ["a"], {"a": 1}])
leaves |= st.sampled_from([{"publish": 1}, {"publish": True, "x" * 65: False}, "00000000-0000-7000-8000-000000000000"])


@given(
    st.lists(st.tuples(st.sampled_from([*MEMBERS, ("more", None), ("page", "more")]), st.none() | leaves), max_size=3)
)
def test_a_draft_is_read_as_marshmallow_reads_it(changes: list[Any]) -> None:
    draft = json.loads(json.dumps(PLAIN))
    for number, ((part, name), value) in enumerate(changes):
        place = draft if name is None else draft.get(part)
        if not isinstance(place, dict):
            continue
        if value is None and number % 2:
            place.pop(name or part, None)
        else:
            place[name or part] = value

    assert _told(DRAFT.load, draft) == _told(lambda value: In.load(DRAFT, value), draft)


def test_a_plain_draft_is_read_without_marshmallow() -> None:
    assert plain_reader(CommentDraftSchema(), _leaves())(PLAIN) == In.load(DRAFT, PLAIN)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=3), values, max_size=3), st.booleans())
def test_a_body_is_read_as_the_standard_library_reads_it(value: Any, ascii_only: bool) -> None:
    body = json.dumps(value, ensure_ascii=ascii_only, separators=(",", ":")).encode("utf-8", "surrogatepass")
    try:
        found = read_object(body)
    except ValidationFailed:
        assert "\\u0000" in json.dumps(value) or "\\ud" in json.dumps(value)
    else:
        assert json.dumps(found) == json.dumps(json.loads(body))


@pytest.mark.parametrize(
    "body",
    [
        b'{"a":1,"a":1}',
        b'{"a":{"b":1,"b":2}}',
        b'{"a":"\\u0000"}',
        b'{"a":"\\ud800"}',
        b'{"a":NaN}',
        b"[1]",
        b"1",
        b"",
        b"null",
        b'{"a":' + b"[" * 17 + b"]" * 17 + b"}",
    ],
)
def test_what_has_two_meanings_or_none_is_refused(body: bytes) -> None:
    with pytest.raises(ValidationFailed):
        read_object(body)


def test_what_a_browser_writes_is_read_in_the_quick_way() -> None:
    body = '{"a":"Grüße, \\"Ada\\"\\n\u2028😀","b":[1,true,null],"c":{}}'.encode()

    assert read_object(body) == orjson.loads(body) == json.loads(body)


def _told(load: Any, value: Any) -> Any:
    try:
        return load(value)
    except ValidationError as error:
        return error.messages


def _leaves() -> Any:
    from commentsvc.api.schemas.comment import StrictBoolean

    return {StrictBoolean: bool}
