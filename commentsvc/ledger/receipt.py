"""The receipt as a file: all that its holder needs to show what was recorded, without asking anybody.

`{"schema": "commentsvc-receipt/1", "record", "issued_at", "log": {"origin", "key", "key_changes": […]}, "events": […],
"notices": {sha256: text}, "timestamps": [{"size", "token"}]}`. Each event opens one leaf: `snapshot` is the exact text
that was committed to, `salt` what hides it, `leaf` the entry's data, `promise` the log's signed word, `proof` a
c2sp.org/tlog-proof@v1 or null while the entry waits. Each key change opens the `key` entry that announced it, likewise,
oldest first; `key` is today's. A timestamp is an RFC 3161 TimeStampToken (DER, base64) over the body of the checkpoint
of `size` entries that a proof here names. The secret that withdraws is not in it, so that it can be handed to others.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commentsvc.errors import ReceiptError
from commentsvc.ledger.encoding import from_base64, to_base64

RECEIPT_SCHEMA = "commentsvc-receipt/1"
MAX_RECEIPT_BYTES = 20_000_000

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)


@dataclass(frozen=True)
class ReceiptPromise:
    """The log `origin` will hold `leaf` (32-byte leaf hash) at `deadline` (RFC 3339, ms, UTC), signed (64 bytes)."""

    origin: str
    leaf: bytes
    deadline: str
    signature: bytes


@dataclass(frozen=True)
class ReceiptEvent:
    """One event, opened. `salt` or `promise` is None only where the operator no longer has it; `proof` is None while
    the newest checkpoint does not cover the leaf."""

    type: str
    at: str
    snapshot: str
    salt: bytes | None
    leaf: str
    promise: ReceiptPromise | None
    proof: str | None


@dataclass(frozen=True)
class ReceiptKeyChange:
    """A `key` entry of the log, opened: `snapshot` says which key followed which."""

    snapshot: str
    salt: bytes
    leaf: str
    proof: str


@dataclass(frozen=True)
class ReceiptTimestamp:
    """`token`: DER of a TimeStampToken over SHA-256 of the body of the checkpoint of `size` entries."""

    size: int
    token: bytes


@dataclass(frozen=True)
class Receipt:
    """A whole receipt. `issued_at` is when the file was made, by the server's clock (nobody signs it); `key` the log's
    verifier key of that time."""

    record: str
    issued_at: str
    origin: str
    key: str
    events: tuple[ReceiptEvent, ...]
    notices: dict[str, str]
    key_changes: tuple[ReceiptKeyChange, ...] = ()
    timestamps: tuple[ReceiptTimestamp, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The document; `parse_receipt` of its JSON is the inverse."""
        return {
            "schema": RECEIPT_SCHEMA,
            "record": self.record,
            "issued_at": self.issued_at,
            "log": {
                "origin": self.origin,
                "key": self.key,
                "key_changes": [key_change_json(change) for change in self.key_changes],
            },
            "events": [_event_json(event) for event in self.events],
            "notices": dict(self.notices),
            "timestamps": [{"size": one.size, "token": to_base64(one.token)} for one in self.timestamps],
        }


def key_change_json(change: ReceiptKeyChange) -> dict[str, str]:
    """The JSON value of a key change; `parse_key_change` is the inverse."""
    return {
        "snapshot": change.snapshot,
        "salt": to_base64(change.salt),
        "leaf": change.leaf,
        "proof": change.proof,
    }


def _event_json(event: ReceiptEvent) -> dict[str, Any]:
    promise = event.promise
    return {
        "type": event.type,
        "at": event.at,
        "snapshot": event.snapshot,
        "salt": to_base64(event.salt) if event.salt is not None else None,
        "leaf": event.leaf,
        "promise": None
        if promise is None
        else {
            "origin": promise.origin,
            "leaf": to_base64(promise.leaf),
            "deadline": promise.deadline,
            "signature": to_base64(promise.signature),
        },
        "proof": event.proof,
    }


def parse_receipt(data: bytes | str) -> Receipt:
    """A receipt from the bytes of its file, believing nothing. Raises `ReceiptError` for anything else, also for
    members this version does not know and for members named twice: two programs might read them differently."""
    value = strict_json(data)
    if not isinstance(value, dict) or value.get("schema") != RECEIPT_SCHEMA:
        raise ReceiptError(f"this is not a {RECEIPT_SCHEMA}")
    _only(value, "schema", "record", "issued_at", "log", "events", "notices", "timestamps")
    log = _member(value, "log", dict)
    _only(log, "origin", "key", "key_changes")
    events = _member(value, "events", list)
    if not events:
        raise ReceiptError("the receipt holds no event")
    notices = _member(value, "notices", dict)
    if not all(isinstance(text, str) and _encodable(text) for text in notices.values()):
        raise ReceiptError("a notice is a text")
    return Receipt(
        record=_member(value, "record", str),
        issued_at=_moment(value, "issued_at"),
        origin=_member(log, "origin", str),
        key=_member(log, "key", str),
        events=tuple(map(_parse_event, events)),
        notices=notices,
        key_changes=tuple(map(parse_key_change, _member(log, "key_changes", list))),
        timestamps=tuple(map(_parse_timestamp, _member(value, "timestamps", list))),
    )


def _parse_event(value: Any) -> ReceiptEvent:
    if not isinstance(value, dict):
        raise ReceiptError("an event is an object")
    _only(value, "type", "at", "snapshot", "salt", "leaf", "promise", "proof")
    promise = value["promise"]
    return ReceiptEvent(
        type=_member(value, "type", str),
        at=_moment(value, "at"),
        snapshot=_member(value, "snapshot", str),
        salt=None if value["salt"] is None else _bytes(value, "salt"),
        leaf=_member(value, "leaf", str),
        promise=None if promise is None else parse_promise(promise),
        proof=None if value["proof"] is None else _member(value, "proof", str),
    )


def parse_key_change(value: Any) -> ReceiptKeyChange:
    """A key change from its JSON value. Raises `ReceiptError`."""
    if not isinstance(value, dict):
        raise ReceiptError("a key change is an object")
    _only(value, "snapshot", "salt", "leaf", "proof")
    return ReceiptKeyChange(
        _member(value, "snapshot", str),
        _bytes(value, "salt"),
        _member(value, "leaf", str),
        _member(value, "proof", str),
    )


def _parse_timestamp(value: Any) -> ReceiptTimestamp:
    if not isinstance(value, dict):
        raise ReceiptError("a timestamp is an object")
    _only(value, "size", "token")
    if type(value["size"]) is not int:
        raise ReceiptError("the size of a timestamp's checkpoint is a whole number")
    return ReceiptTimestamp(value["size"], _bytes(value, "token"))


def parse_promise(value: Any) -> ReceiptPromise:
    """A promise from its JSON value, as the answer to a post and the receipt have it. Raises `ReceiptError`."""
    if not isinstance(value, dict):
        raise ReceiptError("a promise is an object")
    _only(value, "origin", "leaf", "deadline", "signature")
    return ReceiptPromise(
        _member(value, "origin", str), _bytes(value, "leaf"), _moment(value, "deadline"), _bytes(value, "signature")
    )


def moment_ms(moment: str) -> int:
    """Whole milliseconds since 1970 of an RFC 3339 time as we write it. Raises `ReceiptError`."""
    try:
        if not _MOMENT.fullmatch(moment):
            raise ValueError
        return round(datetime.fromisoformat(moment).timestamp() * 1000)
    except ValueError as error:
        raise ReceiptError(f"{moment[:40]!r} is not a time such as 2026-01-31T09:30:00.000Z") from error


def strict_json(data: bytes | str, most: int = MAX_RECEIPT_BYTES) -> Any:
    """The JSON value in `data`. Raises `ReceiptError` when it is none (RFC 8259, in UTF-8), is too large, or names a
    member twice: another program would refuse it, or read it differently."""
    if len(data) > most:
        raise ReceiptError("the file is too large")
    try:
        text = data if isinstance(data, str) else data.decode()
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise ReceiptError("this is not JSON") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ReceiptError("a member is named twice")
    return members


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _only(value: dict[str, Any], *names: str) -> None:
    if set(value) != set(names):
        raise ReceiptError(f"expected the members {', '.join(names)}")


def _member(value: dict[str, Any], name: str, kind: type) -> Any:
    if not isinstance(value[name], kind):
        raise ReceiptError(f"`{name}` is missing or of another kind")
    if kind is str and not _encodable(value[name]):
        raise ReceiptError(f"`{name}` holds a lone surrogate")
    return value[name]


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _moment(value: dict[str, Any], name: str) -> str:
    text: str = _member(value, name, str)
    moment_ms(text)
    return text


def _bytes(value: dict[str, Any], name: str) -> bytes:
    try:
        return from_base64(_member(value, name, str))
    except ValueError as error:
        raise ReceiptError(f"`{name}` is not base64") from error
