"""A site's log key: made once with the site, kept outside the database, named after the log's origin."""

from __future__ import annotations

import re

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from commentsvc.errors import NoteError
from commentsvc.ledger.encoding import to_base64
from commentsvc.ledger.note import ED25519, NoteSigner, decode_key_bytes

_PREFIX = "PRIVATE+KEY+"
_SKEY = re.compile(r"PRIVATE\+KEY\+(?P<name>[^+]+)\+(?P<id>[0-9a-f]{8})\+(?P<key>[A-Za-z0-9+/=]+)")


def new_key(origin: str) -> NoteSigner:
    """A fresh Ed25519 key named `origin` (no white space, no plus sign; `NoteError`)."""
    return NoteSigner(origin, Ed25519PrivateKey.generate())


def encode_key(signer: NoteSigner) -> str:
    """`PRIVATE+KEY+name+hex key id+base64(type ‖ seed)`, one line without newline. Secret."""
    key = to_base64(bytes([ED25519]) + signer.seed())
    return f"{_PREFIX}{signer.name}+{signer.verifier.key_id.hex()}+{key}"


def decode_key(skey: str) -> NoteSigner:
    """The inverse of `encode_key`. Raises `NoteError`, whose message never holds the key."""
    match = _SKEY.fullmatch(skey)
    if not match:
        raise NoteError("a signing key looks like PRIVATE+KEY+name+id+key")
    key = decode_key_bytes(match["key"])
    if key[0] != ED25519:
        raise NoteError(f"key type 0x{key[0]:02x} is not a log key's")
    signer = NoteSigner(match["name"], Ed25519PrivateKey.from_private_bytes(key[1:]))
    if signer.verifier.key_id.hex() != match["id"]:
        raise NoteError("the key id does not belong to this signing key")
    return signer
