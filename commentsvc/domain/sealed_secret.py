"""Secrets that must be used again and so cannot be hashed: encrypted with a key that is not in the database. No I/O."""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from commentsvc.domain.derived import derive

_NONCE = 12


def seal_secret(secret: bytes, purpose: str, *parts: str, text: str) -> bytes:
    """`text` under a key derived from the instance's `secret` for this purpose and these parts (AES-256-GCM)."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key(secret, purpose, *parts)).encrypt(nonce, text.encode(), None)


def open_secret(secret: bytes, purpose: str, *parts: str, sealed: bytes) -> str | None:
    """What was sealed; None when it was sealed under another secret, for something else, or was changed."""
    try:
        opened = AESGCM(_key(secret, purpose, *parts)).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
    except (InvalidTag, ValueError):
        return None
    return opened.decode()


def _key(secret: bytes, purpose: str, *parts: str) -> bytes:
    return urlsafe_b64decode(derive(secret, f"seal/{purpose}", *parts) + "=")
