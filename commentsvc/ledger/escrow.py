"""Seal a proof to a key whose private half is elsewhere: who seals cannot open (HPKE, RFC 9180, base mode).

A sealed proof is HPKE over X25519, HKDF-SHA256 and AES-256-GCM; its `info` names the site, so that none can be passed
off as another's. What is sealed is compressed and padded to one of a few sizes. Base mode says nothing of who sealed:
what counts in an opened proof is the signatures in it, which `verify_receipt` checks.
"""

from __future__ import annotations

import re
import struct
import zlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from commentsvc.errors import EscrowError
from commentsvc.ledger.encoding import from_base64, to_base64
from commentsvc.ledger.receipt import MAX_RECEIPT_BYTES

STEP = 8_192
"""The smallest size of what is sealed; the others are twice the one before, up to `STEP` times 16, and then its
multiples."""

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_LABEL = b"commentsvc-escrow/1\n"
_LARGEST = STEP * 16
_LENGTH = struct.Struct(">I")
_KEY = re.compile(r"(?P<kind>escrow|PRIVATE\+escrow)\+x25519\+(?P<key>[A-Za-z0-9+/=]{44})", re.ASCII)


def new_escrow_key() -> X25519PrivateKey:
    """A fresh private key."""
    return X25519PrivateKey.generate()


def encode_private(key: X25519PrivateKey) -> str:
    """`PRIVATE+escrow+x25519+base64`, one line without newline. Secret."""
    raw = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    return f"PRIVATE+escrow+x25519+{to_base64(raw)}"


def encode_public(key: X25519PublicKey) -> str:
    """`escrow+x25519+base64`."""
    return f"escrow+x25519+{to_base64(key.public_bytes(Encoding.Raw, PublicFormat.Raw))}"


def decode_private(text: str) -> X25519PrivateKey:
    """The inverse of `encode_private`. Raises `EscrowError`, whose message never holds the key."""
    return X25519PrivateKey.from_private_bytes(_raw(text, "PRIVATE+escrow"))


def decode_public(text: str) -> X25519PublicKey:
    """The inverse of `encode_public`. Raises `EscrowError`."""
    return X25519PublicKey.from_public_bytes(_raw(text, "escrow"))


def seal(proof: bytes, key: str, site: str) -> bytes:
    """`proof` for whoever has the private half of the public `key`, of the site with this log origin."""
    packed = zlib.compress(proof, 9)
    framed = _LENGTH.pack(len(packed)) + packed
    return _SUITE.encrypt(framed.ljust(_padded(len(framed)), b"\0"), decode_public(key), info=_info(site))


def unseal(sealed: bytes, key: X25519PrivateKey, site: str) -> bytes:
    """The inverse of `seal`. Raises `EscrowError`: it is sealed to another key, of another site, or was changed."""
    try:
        framed = _SUITE.decrypt(sealed, key, info=_info(site))
        (length,) = _LENGTH.unpack_from(framed)
        unpacker = zlib.decompressobj()
        proof = unpacker.decompress(framed[_LENGTH.size : _LENGTH.size + length], MAX_RECEIPT_BYTES)
    except (InvalidTag, ValueError, struct.error, zlib.error) as error:
        raise EscrowError("this is sealed to another key, belongs to another site, or was changed") from error
    if not unpacker.eof:
        raise EscrowError("what was sealed is cut off, or too large")
    return proof


def _raw(text: str, kind: str) -> bytes:
    match = _KEY.fullmatch(text)
    if not match or match["kind"] != kind:
        raise EscrowError(f"this is not a key such as {kind}+x25519+…")
    try:
        return from_base64(match["key"])
    except ValueError as error:
        raise EscrowError("the key is not base64") from error


def _padded(length: int) -> int:
    size = STEP
    while size < min(length, _LARGEST):
        size *= 2
    return size if length <= size else -(-length // _LARGEST) * _LARGEST


def _info(site: str) -> bytes:
    return _LABEL + site.encode()
