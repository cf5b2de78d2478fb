"""Base64 as the log's texts use it: the standard alphabet, padded, and exactly one spelling per byte string."""

from __future__ import annotations

import base64
import binascii


def to_base64(data: bytes) -> str:
    """RFC 4648 section 4, with padding."""
    return base64.b64encode(data).decode()


def from_base64(text: str) -> bytes:
    """The bytes whose `to_base64` is `text`. Any other spelling (spaces, no padding, stray bits) is a ValueError."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise ValueError("not base64") from error
    if to_base64(data) != text:
        raise ValueError("not the canonical base64 of its bytes")
    return data
