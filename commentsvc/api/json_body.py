"""Reading a JSON body strictly: one meaning, or a clear refusal."""

from __future__ import annotations

import json
import re
from typing import Any

import orjson
from flask import Request
from webargs.flaskparser import FlaskParser

from commentsvc.errors import UnsupportedMediaType, ValidationFailed

DEPTH_LIMIT = 16

_UNWELCOME = re.compile("[\0\ud800-\udfff]")


class StrictJsonParser(FlaskParser):
    """Refuses other media types, duplicate keys, NaN, lone surrogates, NUL, and nesting beyond `DEPTH_LIMIT`."""

    DEFAULT_UNKNOWN_BY_LOCATION = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "query": "raise"}

    def load_json(self, req: Request, schema: Any) -> Any:
        """The parsed body. Raises `UnsupportedMediaType` or `ValidationFailed`."""
        if req.mimetype != "application/json":
            raise UnsupportedMediaType("Send Content-Type: application/json.")
        if req.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise UnsupportedMediaType("Send the body as it is: nothing that was packed is unpacked here.")
        return read_object(req.get_data())


def read_object(body: bytes) -> dict[str, Any]:
    """The JSON object that `body` is. Raises `ValidationFailed`."""
    value = _plain(body)
    if value is None:
        value = _strict(body)
    if not isinstance(value, dict):
        raise ValidationFailed(fields={"body": ["Send a JSON object."]})
    return value


def _plain(body: bytes) -> Any:
    """What a body says that is exactly as our own writer would write it, as those of browsers are: so no key of it
    occurs twice. None where it is not, is nested deeper than it may be, or holds a NUL: `_strict` knows."""
    if body.count(b"{") + body.count(b"[") > DEPTH_LIMIT or b"\\u0000" in body:
        return None
    try:
        value = orjson.loads(body)
        return value if orjson.dumps(value) == body else None
    except (orjson.JSONDecodeError, TypeError):
        return None


def _strict(body: bytes) -> Any:
    try:
        value = json.loads(body, object_pairs_hook=_unique, parse_constant=_no_constant)
    except ValidationFailed:
        raise
    except (ValueError, RecursionError):
        raise ValidationFailed(fields={"body": ["This is not JSON."]}) from None
    _check(value, 0)
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValidationFailed(fields={"body": ["A key occurs twice in one object."]})
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _check(value: Any, depth: int) -> None:
    if depth > DEPTH_LIMIT:
        raise ValidationFailed(fields={"body": [f"Nested deeper than {DEPTH_LIMIT}."]})
    if isinstance(value, str):
        if _UNWELCOME.search(value):
            raise ValidationFailed(fields={"body": ["Text may hold no NUL and no half of a surrogate pair."]})
    elif isinstance(value, dict):
        for key, member in value.items():
            _check(key, depth)
            _check(member, depth + 1)
    elif isinstance(value, list):
        for member in value:
            _check(member, depth + 1)


parser = StrictJsonParser()
