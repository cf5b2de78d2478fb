"""The promise in a receipt: "this leaf will be in the log by then". Broken, it is evidence against the operator."""

from __future__ import annotations

from commentsvc.errors import NoteError
from commentsvc.ledger.encoding import to_base64
from commentsvc.ledger.note import NoteSigner, NoteVerifier, check_key_name
from commentsvc.ledger.tree import HASH_BYTES

# The NUL keeps promises and notes apart: no text of a note may hold one, so neither signature passes for the other.
_DOMAIN = b"commentsvc-promise/v1\x00"
_MAX_DEADLINE_MS = 2**53 - 1


def promise_text(origin: str, leaf_hash: bytes, deadline_ms: int) -> bytes:
    """The bytes that are signed: domain and NUL, then origin, base64 leaf hash and deadline, a line each.

    `deadline_ms` is whole milliseconds since 1970 UTC. Raises `NoteError` for a value that cannot be promised.
    """
    check_key_name(origin)
    if len(leaf_hash) != HASH_BYTES:
        raise NoteError(f"a leaf hash is {HASH_BYTES} bytes, not {len(leaf_hash)}")
    if type(deadline_ms) is not int or not 0 <= deadline_ms <= _MAX_DEADLINE_MS:
        raise NoteError("a deadline is whole milliseconds since 1970")
    return _DOMAIN + f"{origin}\n{to_base64(leaf_hash)}\n{deadline_ms}\n".encode()


def sign_promise(key: NoteSigner, origin: str, leaf_hash: bytes, deadline_ms: int) -> bytes:
    """64 bytes of Ed25519: the log `origin` will hold `leaf_hash` (32 bytes) at `deadline_ms`."""
    return key.sign_bytes(promise_text(origin, leaf_hash, deadline_ms))


def verify_promise(key: NoteVerifier, origin: str, leaf_hash: bytes, deadline_ms: int, signature: bytes) -> None:
    """Raise `NoteError` unless `signature` is what `sign_promise` gave for the same values and this key."""
    key.verify_bytes(promise_text(origin, leaf_hash, deadline_ms), signature)
