"""Signed notes: a text with signatures under it (C2SP signed-note), and cosignatures (C2SP tlog-cosignature)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from commentsvc.errors import NoteError
from commentsvc.ledger.encoding import from_base64, to_base64

ED25519 = 0x01
COSIGNATURE_V1 = 0x04
MAX_SIGNATURES = 100
MAX_NOTE_BYTES = 1_000_000

_KEY_BYTES = 32
_SIGNATURE_BYTES = {ED25519: 64, COSIGNATURE_V1: 8 + 64}
_LINE_START = "— "
_NOT_IN_A_NAME = re.compile(r"[\s+\x00-\x1f]")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_VKEY = re.compile(r"(?P<name>[^+]+)\+(?P<id>[0-9a-f]{8})\+(?P<key>[A-Za-z0-9+/=]+)")


@dataclass(frozen=True)
class NoteSignature:
    """One signature line: who signed (`name` and 4-byte `key_id`) and the bytes after the key id."""

    name: str
    key_id: bytes
    signature: bytes

    def line(self) -> str:
        """`— name base64(key id ‖ signature)` with its newline."""
        return f"{_LINE_START}{self.name} {to_base64(self.key_id + self.signature)}\n"


@dataclass(frozen=True)
class Note:
    """A text (ends with a newline) and its signature lines, not yet believed."""

    text: str
    signatures: tuple[NoteSignature, ...]

    def encode(self) -> str:
        """The note as it travels; `parse_note` is the inverse."""
        return self.text + "\n" + "".join(signature.line() for signature in self.signatures)


@dataclass(frozen=True)
class OpenedNote:
    """A note of which at least one signature is by a known key: `verified` are those, `unverified` the strangers'."""

    text: str
    verified: tuple[NoteSignature, ...]
    unverified: tuple[NoteSignature, ...]


@dataclass(frozen=True)
class NoteVerifier:
    """A public key with its name. `algorithm` is `ED25519` or `COSIGNATURE_V1`, `public_key` 32 bytes."""

    name: str
    public_key: bytes
    algorithm: int = ED25519

    def __post_init__(self) -> None:
        check_key_name(self.name)
        if self.algorithm not in _SIGNATURE_BYTES:
            raise NoteError(f"key type 0x{self.algorithm:02x} is not supported")
        if len(self.public_key) != _KEY_BYTES:
            raise NoteError("an Ed25519 public key is 32 bytes")

    @cached_property
    def key_id(self) -> bytes:
        """First 4 bytes of SHA-256(name ‖ newline ‖ type ‖ public key)."""
        return key_id(self.name, self.algorithm, self.public_key)

    @cached_property
    def vkey(self) -> str:
        """`name+hex key id+base64(type ‖ public key)`, what is published."""
        return f"{self.name}+{self.key_id.hex()}+{to_base64(bytes([self.algorithm]) + self.public_key)}"

    @classmethod
    def parse(cls, vkey: str) -> NoteVerifier:
        """The inverse of `vkey`. Raises `NoteError`, also when the key id does not belong to the key."""
        match = _VKEY.fullmatch(vkey)
        if not match:
            raise NoteError("a verifier key looks like name+id+key")
        key = decode_key_bytes(match["key"])
        verifier = cls(match["name"], key[1:], key[0])
        if verifier.key_id.hex() != match["id"]:
            raise NoteError("the key id does not belong to this verifier key")
        return verifier

    def verify(self, text: str, signature: bytes) -> None:
        """Raise `NoteError` unless `signature` (without key id) is this key's over the note text `text`."""
        if len(signature) != _SIGNATURE_BYTES[self.algorithm]:
            raise NoteError(f"the signature of {self.name} has the wrong length")
        message = text.encode()
        if self.algorithm == COSIGNATURE_V1:
            message = f"cosignature/v1\ntime {cosigned_at(signature)}\n".encode() + message
        self.verify_bytes(message, signature[-64:])

    def verify_bytes(self, message: bytes, signature: bytes) -> None:
        """Raise `NoteError` unless `signature` (64 bytes) is this key's plain Ed25519 signature over `message`."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, message)
        except InvalidSignature as error:
            raise NoteError(f"the signature of {self.name} is wrong") from error


class NoteSigner:
    """An Ed25519 private key with its name. Its `repr` shows the public key only."""

    def __init__(self, name: str, private_key: Ed25519PrivateKey) -> None:
        self._private_key = private_key
        self.verifier = NoteVerifier(name, private_key.public_key().public_bytes_raw())

    def __repr__(self) -> str:
        return f"<NoteSigner {self.vkey}>"

    @property
    def name(self) -> str:
        """The key's name; of a log key, the log's origin."""
        return self.verifier.name

    @property
    def vkey(self) -> str:
        """The public half, see `NoteVerifier.vkey`."""
        return self.verifier.vkey

    def sign(self, text: str) -> NoteSignature:
        """This key's signature over the note text `text`. Raises `NoteError` for a text that no note may have."""
        check_text(text)
        return NoteSignature(self.name, self.verifier.key_id, self.sign_bytes(text.encode()))

    def sign_bytes(self, message: bytes) -> bytes:
        """A plain Ed25519 signature, 64 bytes. The caller sees to it that `message` could never be a note's text."""
        return self._private_key.sign(message)

    def seed(self) -> bytes:
        """The 32 secret bytes, for `key.encode_key` only."""
        return self._private_key.private_bytes_raw()


def key_id(name: str, algorithm: int, public_key: bytes) -> bytes:
    """The 4 bytes by which signature lines name a key."""
    return sha256(name.encode() + b"\n" + bytes([algorithm]) + public_key).digest()[:4]


def cosigned_at(signature: bytes) -> int:
    """The time in a cosignature/v1 (8 bytes time ‖ 64 bytes signature): whole seconds since 1970."""
    if len(signature) != _SIGNATURE_BYTES[COSIGNATURE_V1]:
        raise NoteError("a cosignature is 72 bytes")
    return int.from_bytes(signature[:8], "big")


def sign_note(text: str, *signers: NoteSigner) -> str:
    """`text` (ends with a newline) as a note signed by each of `signers`, at least one."""
    if not signers:
        raise NoteError("a note needs a signature")
    return Note(text, tuple(signer.sign(text) for signer in signers)).encode()


def parse_note(note: str | bytes) -> Note:
    """Take a note apart, believing nothing. Raises `NoteError` when malformed or signed over `MAX_SIGNATURES` times."""
    try:
        whole = note.decode() if isinstance(note, bytes) else note
        size = len(whole.encode())
    except UnicodeError as error:
        raise NoteError("a note is UTF-8") from error
    if size > MAX_NOTE_BYTES:
        raise NoteError("the note is too large")
    text, blank, tail = whole.rpartition("\n\n")
    if not blank or not tail.endswith("\n"):
        raise NoteError("a note is a text, a blank line and signature lines")
    check_text(text + "\n")
    lines = tail[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise NoteError(f"a note with more than {MAX_SIGNATURES} signatures is not read")
    return Note(text + "\n", tuple(_parse_line(line) for line in lines))


def open_note(note: str | bytes, verifiers: Iterable[NoteVerifier]) -> OpenedNote:
    """Believe a note: every signature by a known key is right, and there is one at least. Unknown keys are ignored.

    Raises `NoteError` otherwise. A key that signed twice appears once in `verified`; both its lines must be right.
    """
    parsed = parse_note(note)
    known: dict[tuple[str, bytes], NoteVerifier] = {}
    for verifier in verifiers:
        if known.setdefault((verifier.name, verifier.key_id), verifier) != verifier:
            raise NoteError(f"two known keys of {verifier.name} share a key id")
    verified: dict[tuple[str, bytes], NoteSignature] = {}
    unverified = []
    for signature in parsed.signatures:
        who = (signature.name, signature.key_id)
        if who in known:
            known[who].verify(parsed.text, signature.signature)
            verified.setdefault(who, signature)
        else:
            unverified.append(signature)
    if not verified:
        raise NoteError("no known key signed this note")
    return OpenedNote(parsed.text, tuple(verified.values()), tuple(unverified))


def check_text(text: str) -> None:
    """Raise `NoteError` unless `text` may be signed: UTF-8, no control characters but newlines, ends with a newline."""
    if not text.endswith("\n"):
        raise NoteError("a note's text ends with a newline")
    if _CONTROL.search(text):
        raise NoteError("a note's text has no control characters")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NoteError("a note's text is UTF-8") from error


def check_key_name(name: str) -> None:
    """Raise `NoteError` unless `name` may name a key: not empty, no white space, no plus sign, no control character."""
    if not name or _NOT_IN_A_NAME.search(name):
        raise NoteError(f"{name!r} may not name a key: no spaces and no plus sign")


def decode_key_bytes(text: str) -> bytes:
    """The type byte and 32 key bytes of a vkey or skey; `NoteError` for anything else."""
    try:
        key = from_base64(text)
    except ValueError as error:
        raise NoteError("the key is not base64") from error
    if len(key) != 1 + _KEY_BYTES:
        raise NoteError("the key is not a type byte and 32 bytes")
    return key


def _parse_line(line: str) -> NoteSignature:
    if not line.startswith(_LINE_START):
        raise NoteError("a signature line begins with an em dash and a space")
    name, space, encoded = line[len(_LINE_START) :].partition(" ")
    if not space:
        raise NoteError("a signature line is a name and a signature")
    check_key_name(name)
    try:
        data = from_base64(encoded)
    except ValueError as error:
        raise NoteError("a signature is base64") from error
    if len(data) < 5:
        raise NoteError("a signature is a key id of 4 bytes and more")
    return NoteSignature(name, data[:4], data[4:])
