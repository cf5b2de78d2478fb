"""What a person left, in every form in which bytes of theirs could lie about."""

from __future__ import annotations

import html
import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote, quote_plus
from uuid import UUID


def forms(value: str | bytes | UUID) -> set[bytes]:
    """`value` as it is, in UTF-16, in hexadecimal and base64 (however it lies in a longer text), escaped for JSON, URLs
    and HTML, in small letters. Shorter than five bytes it would be found by chance, which is refused."""
    if isinstance(value, UUID):
        return _of_bytes(value.bytes) | {str(value).encode(), str(value).encode("utf-16-le")}
    if isinstance(value, bytes):
        return _of_bytes(value)
    found: set[bytes] = set()
    for text in {value, value.lower(), value.casefold()}:
        found |= _of_bytes(text.encode())
        found |= {text.encode("utf-16-le"), text.encode("utf-16-be")}
        found |= {json.dumps(text)[1:-1].encode(), quote(text, safe="").encode(), quote_plus(text).encode()}
        found |= {html.escape(text).encode(), "".join(f"\\x{byte:02x}" for byte in text.encode()).encode()}
    return found


def _of_bytes(value: bytes) -> set[bytes]:
    assert len(value) >= 5, f"{value!r} is found everywhere"
    found = {value, value.hex().encode(), value.hex().upper().encode()}
    for encode in (b64encode, urlsafe_b64encode):
        for before in range(3):  # base64 of something inside a longer text depends on where it begins
            whole = len(value) - (before + len(value)) % 3
            shifted = encode(bytes(before) + value[:whole])
            found.add(shifted[2 * before - (before == 2) if before else 0 :])
    return {form for form in found if len(form) >= 5}


def find(places: Mapping[str, bytes], traces: Mapping[str, str | bytes | UUID]) -> list[tuple[str, str, bytes]]:
    """Where which trace is: (place, name of the trace, the form in which it was found). Files with the same bytes, of
    which a PostgreSQL server has many, are looked through once."""
    named: dict[bytes, list[str]] = {}
    for place, content in places.items():
        named.setdefault(content, []).append(place)
    return [
        (place, name, form)
        for name, value in traces.items()
        for form in sorted(forms(value))
        for content, where in named.items()
        if form in content
        for place in where
    ]


def read_all(folder: Path, leave_out: Iterable[str] = ()) -> dict[str, bytes]:
    """The bytes of every file below `folder`, by its path in there, but of folders named in `leave_out`."""
    skipped = set(leave_out)
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and not skipped & set(inside.parts):
            found[str(inside)] = path.read_bytes()
    return found
