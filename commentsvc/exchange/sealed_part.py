"""Seal what leaves the house in a backup under a passphrase: scrypt makes the key, AES-256-GCM seals each part.

A part belongs to its name: put in another's place, it does not open. Nobody but who has the passphrase opens anything.
"""

from __future__ import annotations

import secrets
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from commentsvc.errors import BackupError
from commentsvc.ledger.encoding import from_base64, to_base64

KIND = "scrypt-aes256gcm"
_COST = 2**17
"""128 MB and about half a second for each guess."""
_MOST_COST = 2**20
_NONCE = 12


class PartSealer:
    """Seals and opens the parts of one archive. `facts` stand in its head: with them the same passphrase makes the same
    key again."""

    def __init__(self, passphrase: bytes, salt: bytes, cost: int) -> None:
        self.facts: dict[str, Any] = {"kind": KIND, "salt": to_base64(salt), "cost": cost}
        self._cipher = AESGCM(Scrypt(salt, length=32, n=cost, r=8, p=1).derive(passphrase))

    @classmethod
    def fresh(cls, passphrase: bytes) -> Self:
        """For a new archive."""
        return cls(passphrase, secrets.token_bytes(16), _COST)

    @classmethod
    def again(cls, passphrase: bytes, facts: Any) -> Self:
        """For an archive whose head says `facts`. Raises `BackupError` when they make no sense."""
        try:
            salt, cost = from_base64(facts["salt"]), facts["cost"]
            sound = facts["kind"] == KIND and type(cost) is int and cost & (cost - 1) == 0 and cost >= 2**10
        except (TypeError, KeyError, ValueError) as error:
            raise BackupError("its head does not say how it is sealed") from error
        if not sound or cost > _MOST_COST:
            raise BackupError("it is sealed in a way that this version does not know")
        return cls(passphrase, salt, cost)

    def seal(self, name: str, plain: bytes) -> bytes:
        """The part of this name, sealed; 28 bytes longer."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, plain, name.encode())

    def open(self, name: str, sealed: bytes) -> bytes:
        """The inverse of `seal`. Raises `BackupError`."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], name.encode())
        except (InvalidTag, ValueError) as error:
            raise BackupError(f"{name} does not open: the passphrase is another, or it was changed") from error
