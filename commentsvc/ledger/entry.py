"""What goes into the log: a salted commitment and a type, nothing about anybody (DESIGN 5)."""

from __future__ import annotations

import hmac
import json
import secrets
from typing import NamedTuple

from commentsvc.errors import LedgerError
from commentsvc.ledger.encoding import from_base64, to_base64

SALT_BYTES = 32
COMMITMENT_BYTES = 32
COMMITMENT_DOMAIN = b"consent-commit/v1"
LEAF_VERSION = 1

CONSENT_EVENT_TYPES = frozenset(
    {
        "given",
        "acknowledged",
        "refused",
        "renewed",
        "withdrawn",
        "expired",
        "invalidated",
        "erased",
        "imported",
        "corrected",
        "stated",
    }
)
ENTRY_TYPES = CONSENT_EVENT_TYPES | {"audit", "key"}


class Leaf(NamedTuple):
    """A parsed leaf: its `type` (one of `ENTRY_TYPES`) and its 32-byte `commitment`."""

    type: str
    commitment: bytes


def new_salt() -> bytes:
    """32 random bytes. Every event has its own; deleting it makes the commitment say nothing."""
    return secrets.token_bytes(SALT_BYTES)


def commitment(salt: bytes, snapshot: bytes) -> bytes:
    """HMAC-SHA256(`salt`, "consent-commit/v1" ‖ `snapshot`): 32 bytes that commit to `snapshot` and hide it.

    `snapshot` is the canonical JSON of what is recorded, without log fields. It hides computationally, not perfectly.
    Raises `LedgerError` unless the salt is 32 bytes: HMAC pads other lengths, so that two salts could be one key.
    """
    if len(salt) != SALT_BYTES:
        raise LedgerError(f"a salt is {SALT_BYTES} bytes, not {len(salt)}")
    return hmac.digest(salt, COMMITMENT_DOMAIN + snapshot, "sha256")


def opens_to(leaf: Leaf, salt: bytes, snapshot: bytes) -> bool:
    """Whether `leaf` commits to `snapshot` under `salt`; never for a salt of another length."""
    try:
        return hmac.compare_digest(commitment(salt, snapshot), leaf.commitment)
    except LedgerError:
        return False


def leaf_data(type: str, commitment: bytes) -> bytes:
    """The bytes that are hashed into the tree: canonical JSON `{"c":…,"type":…,"v":1}`, `c` in padded standard base64.

    Raises `LedgerError` for a type that is not in `ENTRY_TYPES` or a commitment that is not 32 bytes.
    """
    if type not in ENTRY_TYPES:
        raise LedgerError(f"no entry type {type!r}")
    if len(commitment) != COMMITMENT_BYTES:
        raise LedgerError(f"a commitment is {COMMITMENT_BYTES} bytes, not {len(commitment)}")
    # which is what `canonical` writes of it: there is nothing in it to escape
    return f'{{"c":"{to_base64(commitment)}","type":"{type}","v":{LEAF_VERSION}}}'.encode()


def parse_leaf(data: bytes) -> Leaf:
    """The inverse of `leaf_data`. Raises `LedgerError` for any bytes that `leaf_data` would not have written."""
    try:
        members = json.loads(data)
        leaf = Leaf(members["type"], from_base64(members["c"]))
        same = leaf_data(*leaf) == data
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise LedgerError("this is not leaf data") from error
    if not same:
        raise LedgerError("this is not leaf data in its canonical form")
    return leaf
