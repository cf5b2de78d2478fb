"""Read what fits a schema without a question left, a few times as fast as marshmallow does.

A schema is turned into functions once. They know nothing of errors: whatever is not plainly right (another type, an
unknown member, something that a validator refuses) is None, and is for marshmallow to read and to answer.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, missing

Read = Callable[[Any], Any]


def plain_reader(schema: Schema, leaves: Mapping[type[fields.Field[Any]], type]) -> Read:
    """What `schema.load` makes of a value, or None where that must be asked itself. `leaves` are kinds of fields that
    take a value as it is, if it is of this very type.

    Raises `NotImplementedError` for a schema that has something which is not known here.
    """
    read = _object(schema, {fields.String: str} | dict(leaves))

    def found(value: Any) -> Any:
        try:
            return read(value)
        except (_Doubtful, ValidationError):
            return None

    return found


class _Doubtful(Exception):
    """What is read is not plain."""


def _object(schema: Schema, leaves: Mapping[type, type]) -> Read:
    if schema.unknown != RAISE or schema.many or schema.partial or any(schema._hooks.values()):
        raise NotImplementedError(type(schema).__name__)
    members = [(name, *_member(field, leaves)) for name, field in schema.load_fields.items()]

    def read(value: Any) -> dict[str, Any]:
        if type(value) is not dict:
            raise _Doubtful
        found, count = {}, 0
        for name, absent, none, read_one in members:
            if name in value:
                count += 1
                one = value[name]
                found[name] = None if one is None and none else read_one(one)
            elif absent is None:
                raise _Doubtful
            else:
                found[name] = absent()
        if count != len(value):
            raise _Doubtful
        return found

    return read


def _member(field: Any, leaves: Mapping[type, type]) -> tuple[Callable[[], Any] | None, bool, Read]:
    """What an absent one is, or None where it is asked for; whether it may be null; how it is read."""
    if field.data_key is not None or field.attribute is not None:
        raise NotImplementedError(field.name)
    default = field.load_default
    if default is missing and not field.required:
        raise NotImplementedError(field.name)
    absent = None if field.required else default if callable(default) else lambda: default
    return absent, field.allow_none, _value(field, leaves)


def _value(field: Any, leaves: Mapping[type, type]) -> Read:
    if field.pre_load or field.post_load:
        raise NotImplementedError(field.name)
    read, checks = _bare(field, leaves), tuple(field.validators)

    def checked(value: Any) -> Any:
        found = read(value)
        for check in checks:
            check(found)
        return found

    return checked if checks else read


def _bare(field: Any, leaves: Mapping[type, type]) -> Read:
    kind = type(field)
    if kind in leaves:
        return _leaf(leaves[kind])
    if kind is fields.Nested and not field.many and field.unknown is None:
        return _object(field.schema, leaves)
    if kind is fields.UUID:
        return _uuid
    if kind is fields.List:
        return _list(_value(field.inner, leaves))
    if kind is fields.Dict:
        return _dict(_value(field.key_field, leaves), _value(field.value_field, leaves))
    raise NotImplementedError(field.name)


def _leaf(wanted: type) -> Read:
    def read(value: Any) -> Any:
        if type(value) is not wanted:
            raise _Doubtful
        return value

    return read


def _list(read_one: Read) -> Read:
    def read(value: Any) -> list[Any]:
        if type(value) is not list:
            raise _Doubtful
        return [read_one(one) for one in value]

    return read


def _dict(read_key: Read, read_value: Read) -> Read:
    def read(value: Any) -> dict[Any, Any]:
        if type(value) is not dict:
            raise _Doubtful
        return {read_key(key): read_value(one) for key, one in value.items()}

    return read


def _uuid(value: Any) -> uuid.UUID:
    if type(value) is not str:
        raise _Doubtful
    try:
        return uuid.UUID(value)
    except ValueError:
        raise _Doubtful from None
