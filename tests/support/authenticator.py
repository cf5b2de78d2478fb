"""A passkey in software, for answers that no real authenticator would give."""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class SoftPasskey:
    """One credential of one person. Its fields are what it claims; a test may have it claim anything."""

    origin: str
    host: str
    flags: int = PRESENT | VERIFIED
    count: int = 1
    user: bytes = b""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def create(self, options: dict[str, Any]) -> str:
        """The answer to being made."""
        self.user = urlsafe_b64decode(options["user"]["id"] + "==")
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        told = self._data(ATTESTED) + bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(public)
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": told})
        client = self._client("webauthn.create", options["challenge"])
        response = {"clientDataJSON": letters(client), "attestationObject": letters(attestation)}
        return self._answer(response | {"transports": ["internal", "telepathy"]})

    def get(self, options: dict[str, Any]) -> str:
        """The answer to being asked."""
        client, told = self._client("webauthn.get", options["challenge"]), self._data(0)
        signature = self.key.sign(told + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": letters(client),
            "authenticatorData": letters(told),
            "signature": letters(signature),
            "userHandle": letters(self.user),
        }
        return self._answer(response)

    def _data(self, more: int) -> bytes:
        host = hashlib.sha256(self.host.encode()).digest()
        return host + bytes([self.flags | more]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _answer(self, response: dict[str, Any]) -> str:
        name = letters(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def letters(plain: bytes) -> str:
    """As WebAuthn writes bytes."""
    return urlsafe_b64encode(plain).rstrip(b"=").decode()
