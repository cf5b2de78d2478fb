"""What must be read again and may not lie open in the database: sealed under a key made from the instance secret.

AES-256-GCM with a random nonce. What is sealed belongs to its `purpose` and `context` (whose it is): moved to another
row, it does not open. Whoever has only the database has nothing.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from commentsvc.domain.derived import derive

_NONCE = 12


def seal(secret: bytes, purpose: str, context: str, plain: bytes) -> bytes:
    """`plain`, sealed; 28 bytes longer."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _cipher(secret, purpose).encrypt(nonce, plain, context.encode())


def unseal(secret: bytes, purpose: str, context: str, sealed: bytes) -> bytes | None:
    """What was sealed under the same secret, purpose and context; None for anything else."""
    try:
        return _cipher(secret, purpose).decrypt(sealed[:_NONCE], sealed[_NONCE:], context.encode())
    except (InvalidTag, ValueError):
        return None


def _cipher(secret: bytes, purpose: str) -> AESGCM:
    return AESGCM(urlsafe_b64decode(derive(secret, "at-rest", purpose) + "="))
