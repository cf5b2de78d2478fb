"""Keys that are the same in every process, so that parallel runs collect tests by the same names."""

from __future__ import annotations

from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from commentsvc.ledger.note import NoteSigner


def fixed_key(name: str) -> NoteSigner:
    """The test key of this name; never use it for anything else, its seed is the name's hash."""
    return NoteSigner(name, Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest()))
