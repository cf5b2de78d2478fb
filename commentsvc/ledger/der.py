"""Read DER (ITU-T X.690), strictly: definite lengths, one spelling of each, nothing left over. For timestamps only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from commentsvc.errors import TimestampError

BOOLEAN, INTEGER, OCTET_STRING, NULL, OID, GENERALIZED_TIME = 0x01, 0x02, 0x04, 0x05, 0x06, 0x18
SEQUENCE, SET = 0x30, 0x31

_DER_TIME = re.compile(r"([0-9]{14})(?:\.([0-9]{0,8}[1-9]))?Z")


@dataclass(frozen=True)
class Der:
    """One element: its `tag` octet, its `content`, and `raw`, the bytes of both with the length between them."""

    tag: int
    content: bytes
    raw: bytes

    def parts(self, tag: int = SEQUENCE) -> DerParts:
        """What stands in it, if it is of this constructed kind."""
        self.expect(tag)
        return DerParts(self.content)

    def expect(self, tag: int) -> Der:
        """Itself. Raises `TimestampError` when it is of another kind."""
        if self.tag != tag:
            raise TimestampError(f"malformed: DER element {tag:#04x} was expected and {self.tag:#04x} is there")
        return self

    def oid(self) -> str:
        """An object identifier with dots."""
        content = self.expect(OID).content
        if not content or content[-1] & 0x80 or len(content) > 40:
            raise TimestampError("malformed: an object identifier has no end")
        numbers, value, fresh = [], 0, True
        for octet in content:
            if fresh and octet == 0x80:
                raise TimestampError("malformed: a number in an object identifier is padded")
            value, fresh = value << 7 | octet & 0x7F, not octet & 0x80
            if fresh:
                numbers.append(value)
                value = 0
        first = min(numbers[0] // 40, 2)
        return ".".join(map(str, [first, numbers[0] - 40 * first, *numbers[1:]]))

    def integer(self, tag: int = INTEGER) -> int:
        """A whole number, in the fewest bytes."""
        content = self.expect(tag).content
        if not content or (len(content) > 1 and content[0] in (0, 0xFF) and (content[0] ^ content[1]) < 0x80):
            raise TimestampError("malformed: a number is not in its shortest form")
        return int.from_bytes(content, "big", signed=True)

    def octets(self) -> bytes:
        """The bytes of an octet string."""
        return self.expect(OCTET_STRING).content

    def boolean(self) -> bool:
        """Truth, in its one spelling each."""
        if self.expect(BOOLEAN).content not in (b"\x00", b"\xff"):
            raise TimestampError("malformed: a truth value is neither 00 nor ff")
        return self.content == b"\xff"

    def time(self) -> datetime:
        """A GeneralizedTime as RFC 3161 2.4.2 has it (UTC, seconds, no trailing zeros); below microseconds is cut."""
        found = _DER_TIME.fullmatch(self.expect(GENERALIZED_TIME).content.decode("ascii", "replace"))
        if found is None:
            raise TimestampError("malformed: a time is not like 20260131093000Z")
        try:
            whole = datetime.strptime(found[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        except ValueError as error:
            raise TimestampError("malformed: a time is not in the calendar") from error
        return whole + timedelta(microseconds=int((found[2] or "").ljust(6, "0")[:6]))


class DerParts:
    """The elements inside one, taken in order."""

    def __init__(self, content: bytes) -> None:
        self._rest = content

    def take(self, tag: int | None = None) -> Der:
        """The next one, of this kind if one is named."""
        element, self._rest = _first_der(self._rest)
        return element if tag is None else element.expect(tag)

    def maybe(self, tag: int) -> Der | None:
        """The next one if it is of this kind."""
        return self.take() if self._rest[:1] == bytes([tag]) else None

    def rest(self) -> list[Der]:
        """All that are left."""
        found = []
        while self._rest:
            found.append(self.take())
        return found

    def end(self) -> None:
        """Raises `TimestampError` when something is left."""
        if self._rest:
            raise TimestampError("malformed: there is more in a DER element than belongs there")


def read_der(data: bytes) -> Der:
    """The one element that `data` is. Raises `TimestampError` for anything else."""
    element, rest = _first_der(data)
    if rest:
        raise TimestampError("malformed: something follows the DER element")
    return element


def write_der(tag: int, content: bytes) -> bytes:
    """An element; the inverse of `read_der`."""
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def _first_der(data: bytes) -> tuple[Der, bytes]:
    if len(data) < 2 or data[0] & 0x1F == 0x1F:
        raise TimestampError("malformed: this is not DER")
    start, size = 2, data[1]
    if size >= 0x80:
        start += size & 0x7F
        size = int.from_bytes(data[2:start], "big")
        # The shortest form only; lengths of more than four bytes do not occur in what is read here.
        if not 2 < start <= 6 or size < 0x80 or size >> 8 * (start - 3) == 0:
            raise TimestampError("malformed: the length of a DER element is not in its shortest form")
    end = start + size
    if end > len(data):
        raise TimestampError("malformed: a DER element is cut off")
    return Der(data[0], data[start:end], data[:end]), data[end:]
