"""One byte string per JSON value, so that everybody hashes the same bytes: RFC 8785 (JCS)."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from commentsvc.errors import CanonicalError

MAX_SAFE_INTEGER = 2**53 - 1
MAX_DEPTH = 100

_ESCAPED = re.compile(r'[\x00-\x1f"\\]')
_SHORT_ESCAPES = {
    "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\",
}  # fmt: skip
_SIMPLE = json.JSONEncoder(ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":"))


def canonical(value: Any) -> bytes:
    """The RFC 8785 form of `value` as UTF-8.

    Takes None, bool, int, float, str, list, tuple and dict with str keys. Raises `CanonicalError` for anything else,
    for NaN and infinities, integers beyond ±(2^53 - 1) (two programs may read them differently), lone surrogates,
    and nesting deeper than `MAX_DEPTH`.
    """
    if is_simple(value):
        try:
            return _SIMPLE.encode(value).encode()
        except UnicodeEncodeError:
            pass  # what is wrong is said below
    parts: list[str] = []
    _write(value, parts, 0)
    return "".join(parts).encode()


def is_simple(value: Any, depth: int = 0) -> bool:
    """Whether any writer of JSON that sorts keys writes `value` in the same way (the standard library's, ten times as
    fast as `_write`): it has neither floats nor keys beyond ASCII (which are sorted by code points there), nor anything
    that `_write` may refuse, but for lone surrogates.
    """
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if kind is int:
        return abs(value) <= MAX_SAFE_INTEGER
    if depth >= MAX_DEPTH:
        return False
    if kind is dict:
        for key in value:
            if type(key) is not str or not key.isascii():
                return False
        value = value.values()
    elif kind is not list and kind is not tuple:
        return False
    for item in value:
        kind = type(item)
        if not (kind is str or kind is bool or item is None or is_simple(item, depth + 1)):  # most are strings
            return False
    return True


def _write(value: Any, parts: list[str], depth: int) -> None:
    if depth > MAX_DEPTH:
        raise CanonicalError(f"nested deeper than {MAX_DEPTH}")
    if value is None:
        parts.append("null")
    elif isinstance(value, bool):
        parts.append("true" if value else "false")
    elif isinstance(value, str):
        parts.append(_string(value))
    elif isinstance(value, int):
        parts.append(_integer(value))
    elif isinstance(value, float):
        parts.append(_number(value))
    elif isinstance(value, (list, tuple)):
        _write_array(value, parts, depth)
    elif isinstance(value, dict):
        _write_object(value, parts, depth)
    else:
        raise CanonicalError(f"{type(value).__name__} has no JSON form")


def _write_array(items: list[Any] | tuple[Any, ...], parts: list[str], depth: int) -> None:
    parts.append("[")
    for position, item in enumerate(items):
        if position:
            parts.append(",")
        _write(item, parts, depth + 1)
    parts.append("]")


def _write_object(members: dict[Any, Any], parts: list[str], depth: int) -> None:
    parts.append("{")
    for position, key in enumerate(sorted(members, key=_utf16)):
        if position:
            parts.append(",")
        parts.append(_string(key))
        parts.append(":")
        _write(members[key], parts, depth + 1)
    parts.append("}")


def _utf16(key: Any) -> bytes:
    """What keys are sorted by (RFC 8785 3.2.3): UTF-16 code units, in which U+FB33 comes after U+1F602."""
    if not isinstance(key, str):
        raise CanonicalError(f"a key is a {type(key).__name__}, not a string")
    try:
        return key.encode("utf-16-be")
    except UnicodeEncodeError as error:
        raise CanonicalError("a key holds a lone surrogate") from error


def _string(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise CanonicalError("a string holds a lone surrogate") from error
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _SHORT_ESCAPES.get(character) or f"\\u{ord(character):04x}"


def _integer(value: int) -> str:
    if abs(value) > MAX_SAFE_INTEGER:
        raise CanonicalError("an integer is beyond ±(2^53 - 1); write it as a string")
    return int.__repr__(value)


def _number(value: float) -> str:
    """ECMAScript's Number::toString (ECMA-262 6.1.6.1.20), from Python's equally short and exact digits."""
    if not math.isfinite(value):
        raise CanonicalError("NaN and infinities have no JSON form")
    if value == 0:
        return "0"  # minus zero too
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = float.__repr__(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    # the value is 0.<digits> * 10^point
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    tail = f".{digits[1:]}" if count > 1 else ""
    return f"{sign}{digits[0]}{tail}e{'+' if point > 0 else '-'}{abs(point - 1)}"
